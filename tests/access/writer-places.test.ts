/** A writer whose key works only at certain places: its statements, and the results of both evaluators and the matrix. */
import { evaluate, type AccessRequest, type Policies } from "../../access/evaluate";
import { accessMatrix } from "../../access/matrix";
import { document, isLimitedToPlaces, writer, type WriterPlaces } from "../../access/statements";
import { simulate } from "./simulator";

const arn = "arn:aws:s3:::media";
const accountId = "111111111111";
const user = `arn:aws:iam::${accountId}:user/media-writer`;
const actions = {
  objectActions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
  bucketActions: ["s3:ListBucket"],
};
const cidrs = ["203.0.113.0/24", "2001:db8::/32"];
const vpcEndpoints = ["vpce-0123456789abcdef0"];
const statements = (places: WriterPlaces, batchDeleteOnBucket = false) =>
  writer(arn, actions, { batchDeleteOnBucket }, places);

describe("the statements", () => {
  const addresses = { IpAddress: { "aws:SourceIp": cidrs } };
  const endpoints = { StringEquals: { "aws:SourceVpce": vpcEndpoints } };

  test("reads are allowed anywhere, writes, deletes and lists at either kind of place", () => {
    const objects = { Effect: "Allow", Action: ["s3:PutObject", "s3:DeleteObject"], Resource: `${arn}/*` };
    const bucket = { Effect: "Allow", Action: ["s3:ListBucket"], Resource: arn };
    expect(statements({ cidrs, vpcEndpoints })).toEqual([
      { Sid: "WriterReads", Effect: "Allow", Action: ["s3:GetObject"], Resource: `${arn}/*` },
      { Sid: "WriterObjectsFromAddresses", ...objects, Condition: addresses },
      { Sid: "WriterBucketFromAddresses", ...bucket, Condition: addresses },
      { Sid: "WriterObjectsFromEndpoints", ...objects, Condition: endpoints },
      { Sid: "WriterBucketFromEndpoints", ...bucket, Condition: endpoints },
    ]);
  });

  test("the permission to delete several objects at once is limited too", () => {
    const deletes = statements({ cidrs }, true).find(({ Sid }) => Sid === "WriterDeletesFromAddresses");
    expect(deletes).toMatchObject({
      Action: ["s3:DeleteObject"],
      Resource: [arn, `${arn}/*`],
      Condition: addresses,
    });
  });

  test("a place that is listed twice is in the policy once", () => {
    expect(
      statements({ cidrs: [...cidrs, ...cidrs], vpcEndpoints: [...vpcEndpoints, ...vpcEndpoints] }),
    ).toEqual(statements({ cidrs, vpcEndpoints }));
  });

  test("none is a Deny, and without places the statements have no condition", () => {
    expect(statements({ cidrs, vpcEndpoints }).every(({ Effect }) => Effect === "Allow")).toBe(true);
    expect(statements({})).toEqual(writer(arn, actions));
    expect(statements({ cidrs: [], vpcEndpoints: [] })).toEqual(writer(arn, actions));
    expect(statements({}).some(isLimitedToPlaces)).toBe(false);
  });
});

describe("a request with the writer's key", () => {
  const inside: Record<string, string>[] = [
    { "aws:SourceIp": "203.0.113.9" },
    { "aws:SourceIp": "2001:db8::1" },
    { "aws:SourceVpce": "vpce-0123456789abcdef0" },
  ];
  const outside: Record<string, string>[] = [
    { "aws:SourceIp": "203.0.114.9" },
    { "aws:SourceIp": "2001:db9::1" },
    { "aws:SourceVpce": "vpce-0123456789abcdef1" },
    {},
  ];
  const asked: [action: string, resource: string][] = [
    ["s3:GetObject", `${arn}/backups/1.zip`],
    ["s3:PutObject", `${arn}/accounts/1.png`],
    ["s3:DeleteObject", `${arn}/accounts/1.png`],
    ["s3:ListBucket", arn],
  ];
  const places: [string, Policies][] = [
    [
      "with the policy at its user",
      { bucketAccountId: accountId, identityPolicies: [document(statements({ cidrs, vpcEndpoints }))] },
    ],
    [
      "with its permissions in the bucket policy",
      {
        bucketAccountId: accountId,
        bucketPolicy: document(
          statements({ cidrs, vpcEndpoints }).map((statement) => ({
            ...statement,
            Principal: { AWS: user },
          })),
        ),
      },
    ],
  ];

  test.each(places)(
    "%s: has the expected result, by our evaluator and by the simulator",
    async (_, policies) => {
      for (const context of [...inside, ...outside]) {
        for (const [action, resource] of asked) {
          const request: AccessRequest = {
            principal: { kind: "aws", arn: user, accountId },
            action,
            resource,
            context: { "aws:SecureTransport": "true", ...context },
          };
          const isAllowed = action === "s3:GetObject" || inside.includes(context);
          const effect = isAllowed ? "allow" : "implicit-deny";
          expect([context, action, evaluate(request, policies).effect]).toEqual([context, action, effect]);
          expect([context, action, (await simulate(request, policies)).effect]).toEqual([
            context,
            action,
            effect,
          ]);
        }
      }
    },
  );
});

describe("the matrix", () => {
  const matrix = (places: WriterPlaces) =>
    accessMatrix({
      bucketArn: arn,
      accountId,
      publicPrefixes: ["accounts/"],
      privatePrefixes: ["backups/"],
      writer: { arn: user, policies: [document(statements(places))] },
      publicAccessBlock: {},
      objectAcls: false,
    });

  test("shows the writer at its places, and its key elsewhere in another column", () => {
    const { who, groups, notes } = matrix({ cidrs, vpcEndpoints });
    expect(who).toEqual(["anonymous", "writer", "writer's key elsewhere", "another principal"]);
    const rows = groups.flatMap(({ part, rows }) =>
      rows.map(({ what, verdicts }) => [part, what, ...verdicts]),
    );
    expect(rows).toContainEqual(["private prefixes", "read an object", "no", "yes", "yes", "no"]);
    expect(rows).toContainEqual(["private prefixes", "write an object", "no", "yes", "no", "no"]);
    expect(rows).toContainEqual(["private prefixes", "delete an object", "no", "yes", "no", "no"]);
    expect(rows).toContainEqual(["the bucket", "list keys", "no", "yes", "no", "no"]);
    expect(notes).toContain(
      "The writer is asked about at 203.0.113.0/24, 2001:db8::/32, vpce-0123456789abcdef0; elsewhere its key only reads.",
    );
  });

  test("has no such column without a limit", () => {
    expect(matrix({}).who).toEqual(["anonymous", "writer", "another principal"]);
  });
});
