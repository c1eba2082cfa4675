/** The path of each finding of the policy linter names the argument of the operator's statement that is wrong, items of lists too. */
import * as fc from "fast-check";
import type { FindingCode } from "../../access/lint/finding";
import type { KnownStatement } from "../../storage/additional-statements";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { codesOf } from "../validation/of";
import { AWS_WORDS, CEPH_WORDS, foreignStatements, type Words } from "../access/foreign-grammar";
import { mastodon, onCeph, statement } from "../apps/mastodon/fixtures";

type ListMember = "principals" | "actions" | "resources" | "sourceArns";
type Lists = Record<ListMember, string[]>;
/** One invalid value of a list, on a store. */
type Row = [store: typeof mastodon, member: ListMember, bad: string];

const bucket = "arn:aws:s3:::social-media";
const distribution = "arn:aws:cloudfront::123456789012:distribution";
/** Valid values of the same list. There are principals of both kinds, because the policy separates them. */
const GOOD = new Map<typeof mastodon, Lists>([
  [
    mastodon,
    {
      principals: ["222222222222", "cloudfront.amazonaws.com", "arn:aws:iam::222222222222:role/partner"],
      actions: ["s3:GetObject", "s3:Put*"],
      resources: [`${bucket}/accounts/*`, `${bucket}/backups/*`],
      sourceArns: [`${distribution}/E1`, `${distribution}/E2`],
    },
  ],
  [
    onCeph,
    {
      principals: ["arn:aws:iam:::user/a", "arn:aws:iam:::user/b"],
      actions: ["s3:GetObject", "s3:Put*"],
      resources: [`${bucket}/accounts/*`, `${bucket}/backups/*`],
      // Ceph supports no sourceArns.
      sourceArns: [],
    },
  ],
]);

/** Why no statement of the operator can have the problem. */
const LIBRARY_WRITES = "the library writes this part of the statement";
const NO_ARGUMENT = "no argument makes such a member";
const SHAPE = "the check of the arguments' shape comes first";

const CASES: Record<FindingCode, Row[] | string> = {
  "action-format": [
    [mastodon, "actions", "GetObject"],
    [onCeph, "actions", "s3:Get:Object"],
  ],
  "action-resource-mismatch": [
    [mastodon, "actions", "s3:ListBucket"],
    [onCeph, "actions", "s3:List*Uploads"],
  ],
  "action-service": [[mastodon, "actions", "ec2:RunInstances"]],
  "action-unknown": [
    [mastodon, "actions", "s3:HeadObject"],
    [onCeph, "actions", "s3:GetObjectAttributes"],
  ],
  "condition-key": LIBRARY_WRITES,
  "condition-key-multivalued": LIBRARY_WRITES,
  "condition-operator": LIBRARY_WRITES,
  "condition-type": LIBRARY_WRITES,
  "condition-unsupported": [[onCeph, "sourceArns", `${distribution}/E1`]],
  "condition-value": [[mastodon, "sourceArns", "E1"]],
  "not-action-unsupported": NO_ARGUMENT,
  "not-principal-account": NO_ARGUMENT,
  "not-principal-allow": NO_ARGUMENT,
  "not-principal-everyone": NO_ARGUMENT,
  "policy-statements": LIBRARY_WRITES,
  "policy-type": LIBRARY_WRITES,
  "policy-version": LIBRARY_WRITES,
  "principal-account": [
    [mastodon, "principals", "arn:aws:iam::12:user/a"],
    [mastodon, "principals", "arn:aws:iam:::user/without-account"],
  ],
  "principal-arn": [[mastodon, "principals", "bob"]],
  "principal-in-identity-policy": LIBRARY_WRITES,
  "principal-kind": LIBRARY_WRITES,
  "principal-nobody": SHAPE,
  "principal-origin-access-identity": [
    [mastodon, "principals", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"],
  ],
  "principal-partition": [[mastodon, "principals", "arn:aws-moon:iam::222222222222:user/a"]],
  "principal-region": [[mastodon, "principals", "arn:aws:iam:eu-west-1:222222222222:user/a"]],
  "principal-resource": [[mastodon, "principals", "arn:aws:iam::222222222222:group/a"]],
  "principal-service": [[mastodon, "principals", "Cloud_Front.amazonaws.com"]],
  "principal-unsupported": [
    [onCeph, "principals", "cloudfront.amazonaws.com"],
    [onCeph, "principals", "222222222222"],
  ],
  "principal-wildcard": [[mastodon, "principals", "arn:aws:iam::222222222222:user/*"]],
  "resource-account": [[mastodon, "resources", "arn:aws:s3:eu-west-1:222222222222:social-media/*"]],
  "resource-arn": [
    [mastodon, "resources", "accounts/*"],
    [mastodon, "resources", "arn:Aws:s3:::social-media/*"],
  ],
  "resource-bucket-missing": [[mastodon, "resources", "arn:aws:s3:::"]],
  "resource-service": [[mastodon, "resources", "arn:aws:sqs:::queue"]],
  "resource-unsupported": [
    [onCeph, "resources", `${bucket}/a?`],
    [onCeph, "resources", `${bucket}/\${aws:username}/*`],
  ],
  "statement-both-members": NO_ARGUMENT,
  "statement-effect": SHAPE,
  "statement-list-empty": SHAPE,
  "statement-member-missing": SHAPE,
  "statement-member-unknown": SHAPE,
  "statement-sid-characters": "a bucket policy may have them",
  "statement-sid-twice": "not of a list: tested below",
  "statement-sid-type": SHAPE,
  "statement-type": SHAPE,
  "statement-value-type": SHAPE,
  "variable-escape": "resources and ArnLike have wildcards to escape",
  "variable-negated": NO_ARGUMENT,
  "variable-unknown": [
    [mastodon, "resources", `${bucket}/\${aws:unknown}/*`],
    [mastodon, "sourceArns", `${distribution}/\${aws:unknown}`],
  ],
};

const rows = Object.entries(CASES).flatMap(([code, cases]) =>
  typeof cases === "string" ? [] : cases.map((row) => [code, ...row] as [string, ...Row]),
);

describe.each(rows)("%s", (code, store, member, bad) => {
  const good = GOOD.get(store)![member];
  const places = Array.from({ length: good.length + 1 }, (_, i) => i);
  /** A statement that is fine on the store but for this. */
  const made = (sid: string, rest: Partial<KnownStatement> = {}): KnownStatement =>
    statement({ principals: GOOD.get(store)!.principals.slice(0, 1), sid, ...rest });

  test.each(places)(`${member} with "${bad}" at place %i`, (place) => {
    const values = [...good.slice(0, place), bad, ...good.slice(place)];
    for (const [index, additionalStatements] of [
      [0, [made("A", { [member]: values }), made("B")]],
      [1, [made("A"), made("B", { [member]: values })]],
    ] as const) {
      const found = mastodonProblems(store({ additionalStatements: [...additionalStatements] }), "p");
      expect(codesOf(found)).toEqual([[`p.additionalStatements[${index}].${member}[${place}]`, code]]);
    }
  });
});

test("statement-sid-twice names the sid of the later statement, and says which the first one is", () => {
  const additionalStatements = ["A", "B", "A"].map((sid) => statement({ sid }));
  const found = mastodonProblems(mastodon({ additionalStatements }), "p");
  expect(codesOf(found)).toEqual([["p.additionalStatements[2].sid", "statement-sid-twice"]]);
  expect(found[0]?.message).toContain("additionalStatements[0]");
});

test("two invalid values of a list are two problems", () => {
  const sourceArns = [`${distribution}/E1`, `${distribution}/E2`];
  const principals = ["arn:aws:iam:::user/a"];
  const found = mastodonProblems(
    onCeph({ additionalStatements: [statement({ principals, sourceArns })] }),
    "p",
  );
  expect(codesOf(found)).toEqual(
    [0, 1].map((i) => [`p.additionalStatements[0].sourceArns[${i}]`, "condition-unsupported"]),
  );
});

describe.each<[string, typeof mastodon, Words]>([
  ["AWS", mastodon, AWS_WORDS],
  ["Ceph", onCeph, CEPH_WORDS],
])("on %s, with any statements", (_, store, words) => {
  test("each problem of a value has the path of that value, and its message shows it", () => {
    let count = 0;
    fc.assert(
      fc.property(foreignStatements(words), (additionalStatements) => {
        for (const { path, message } of mastodonProblems(store({ additionalStatements }))) {
          const [, index = "", member = "", item = ""] =
            /^additionalStatements\[(\d+)\]\.(\w+)\[(\d+)\]$/.exec(path) ?? [];
          if (item === "") continue;
          count++;
          const value = additionalStatements[Number(index)]?.[member as ListMember]?.[Number(item)];
          const [holds] = /\$\{[^}]*\}/.exec(message) ?? [];
          expect(value).toBeDefined();
          expect([message, message.includes(`"${value}"`) || value?.includes(holds ?? "\0")]).toEqual([
            message,
            true,
          ]);
        }
      }),
      { seed: 20261128, numRuns: 1000 },
    );
    expect(count).toBeGreaterThan(500);
  });
});
