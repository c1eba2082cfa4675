/** The names that mean everybody, signed or not: `"*"`, and Ceph's own. tests/rgw/everybody.test.ts asks a gateway about each. */
import { evaluate, type Principal } from "../../access/evaluate";
import { exposures } from "../../access/exposure";
import { policyFindings } from "../../access/lint";
import { accessMatrix } from "../../access/matrix";
import type { Statement } from "../../access/policy";
import { isEveryone } from "../../access/evaluate/principal";
import { isPublicPolicy } from "../../access/public-policy";
import { document, publicRead } from "../../access/statements";
import { EVERYBODY, EVERYBODY_ELSEWHERE, NOT_EVERYBODY } from "./everybody-names";

const arn = "arn:aws:s3:::media";
const accountId = "111111111111";
const writerArn = "arn:aws:iam:::user/writer";
const askers: Record<string, Principal> = {
  anonymous: { kind: "anonymous" },
  "the writer": { kind: "aws", arn: writerArn, accountId },
};
const everything = (AWS: string, effect: Statement["Effect"] = "Allow"): Statement => ({
  Effect: effect,
  Principal: { AWS },
  Action: "s3:*",
  Resource: [arn, `${arn}/*`],
});
const effectFor = (principal: Principal, ...statements: Statement[]): string =>
  evaluate(
    { principal, action: "s3:PutObject", resource: `${arn}/backups/a` },
    { bucketAccountId: accountId, bucketPolicy: document(statements) },
  ).effect;

describe.each([...EVERYBODY, ...EVERYBODY_ELSEWHERE])('"%s" is everybody', (AWS) => {
  test.each(Object.keys(askers))("for the evaluator, in a request of %s", (who) => {
    expect(effectFor(askers[who]!, everything(AWS))).toBe("allow");
  });

  test("for the exposure check", () => {
    const found = exposures(document([everything(AWS)]), { arn, publicPrefixes: ["accounts/"] });
    expect(found.map(({ index }) => index)).toContain(0);
  });

  test("for the check for public policies", () => {
    expect(isPublicPolicy(document([everything(AWS)]))).toBe(true);
  });

  test("for the matrix", () => {
    const { groups } = accessMatrix({
      bucketArn: arn,
      accountId,
      publicPrefixes: [],
      privatePrefixes: ["backups/"],
      bucketPolicy: document([everything(AWS)]),
      writer: { arn: writerArn, policies: [] },
      publicAccessBlock: {},
      objectAcls: false,
    });
    const verdicts = groups.flatMap(({ rows }) => rows.map(({ verdicts }) => verdicts[0]));
    expect(new Set(verdicts)).toEqual(new Set(["yes"]));
  });

  test("in NotPrincipal it excludes everybody, which is a problem", () => {
    const { Principal: named, ...rest } = everything(AWS, "Deny");
    const [finding] = policyFindings(document([{ ...rest, NotPrincipal: named! }]), "bucket");
    expect(finding?.path.slice(0, 3)).toEqual(["Statement", 0, "NotPrincipal"]);
  });
});

test("it can read what is public, like everybody", () => {
  const read = { ...publicRead(arn, ["accounts/"]), Principal: { AWS: "arn:aws:iam:::user/anonymous" } };
  expect(exposures(document([read]), { arn, publicPrefixes: ["accounts/"] })).toEqual([]);
});

test("a Deny of Ceph's user of unsigned requests denies only those", () => {
  const open = everything("*");
  const deny = everything("arn:aws:iam:::user/anonymous", "Deny");
  expect(effectFor(askers["anonymous"]!, open, deny)).toBe("explicit-deny");
  expect(effectFor(askers["the writer"]!, open, deny)).toBe("allow");
});

test.each(NOT_EVERYBODY)('"%s" is not everybody', (AWS) => {
  expect(isEveryone({ AWS })).toBe(false);
  expect(effectFor({ kind: "anonymous" }, everything(AWS))).toBe("implicit-deny");
});
