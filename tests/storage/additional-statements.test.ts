/** The operator's statements: valid ones, malformed ones, and those that allow too much. */
import { additionalStatement, type KnownStatement } from "../../storage/additional-statements";
import { mastodonProblems } from "../../apps/mastodon/validate";
import type { MastodonSettings } from "../../apps/mastodon/args";
import type { ProblemCode } from "../../validation/codes";
import { codesOf, type Found } from "../validation/of";
import { loose, mastodon, statement } from "../apps/mastodon/fixtures";

const bucket = "arn:aws:s3:::social-media";
const partner = "arn:aws:iam::222222222222:role/partner";
const problems = (rest: Partial<KnownStatement>, settings: Partial<MastodonSettings> = {}) =>
  mastodonProblems(
    mastodon({ ...settings, additionalStatements: [statement(), statement({ sid: "Second", ...rest })] }),
    "p",
  );

test.each<[string, Partial<KnownStatement>, Partial<MastodonSettings>?]>([
  ["a user reads everything", { resources: [`${bucket}/*`] }],
  ["a role lists", { principals: [partner], actions: ["s3:ListBucket"], resources: [bucket] }],
  ["an account and a service read", { principals: ["222222222222", "cloudfront.amazonaws.com"] }],
  ["everybody reads public files", { principals: ["*"], resources: [`${bucket}/accounts/avatars/*`] }],
  [
    "a service reads private files, only for the operator's own resources",
    {
      principals: ["cloudfront.amazonaws.com"],
      resources: [`${bucket}/*`],
      sourceArns: ["arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"],
    },
  ],
  [
    "everybody is denied",
    { effect: "Deny", principals: ["*"], actions: ["s3:*"], resources: [`${bucket}/other/*`] },
  ],
  ["a name with other characters", { sid: "AWS-Console_1 x" }],
  ["below the key prefix", { principals: ["*"], resources: [`${bucket}/p/accounts/*`] }, { keyPrefix: "p" }],
  ["access acl, and a user reads", { resources: [`${bucket}/*`] }, { access: "acl" }],
])("%s: allowed", (_, rest, settings = {}) => expect(problems(rest, settings)).toEqual([]));

test.each<[string, Partial<KnownStatement>, RegExp, Partial<MastodonSettings>?]>([
  ["list", { actions: ["s3:ListBucket"], resources: [bucket] }, /lets everyone list/],
  ["write", { actions: ["s3:PutObject"] }, /lets everyone write/],
  ["delete", { actions: ["s3:DeleteObject"] }, /lets everyone delete/],
  ["read policies", { actions: ["s3:GetBucketPolicy"], resources: [bucket] }, /policies and ACLs/],
  ["read ACLs", { actions: ["s3:GetObjectAcl"] }, /policies and ACLs/],
  ["read backups/", { resources: [`${bucket}/backups/*`] }, /private prefix/],
  ["read the whole bucket", { resources: [`${bucket}/*`] }, /private prefix/],
  ["read keys that begin like a public prefix", { resources: [`${bucket}/acc*`] }, /private prefix/],
  ["do anything", { actions: ["s3:*"], resources: [bucket, `${bucket}/*`] }, /lets everyone list.*write/],
  ["read outside the key prefix", {}, /private prefix/, { keyPrefix: "p" }],
  ["read with access acl, where the ACLs decide", {}, /nothing in this bucket is public/, { access: "acl" }],
])(
  "a statement that lets everybody %s is an error, which names the statement",
  (_, rest, says, settings = {}) => {
    const found = problems({ principals: ["*"], ...rest }, settings);
    expect(found.length).toBeGreaterThan(0);
    for (const { code, path, message } of found) {
      expect([path, code]).toEqual(["p.additionalStatements[1]", "statement-exposes"]);
      expect(message).toMatch(/^statement "Second" .*(write|drop|name)/);
    }
    expect(found.map(({ message }) => message).join("\n")).toMatch(says);
  },
);

test("a service that works for resources of any account is an error", () => {
  const sourceArns = ["arn:aws:cloudfront::*:distribution/X"];
  const [first] = problems({
    principals: ["cloudfront.amazonaws.com"],
    resources: [`${bucket}/*`],
    sourceArns,
  });
  expect(first).toMatchObject({ path: "p.additionalStatements[1]", code: "statement-exposes" });
  expect(first?.message).toMatch(/lets every AWS customer, through cloudfront.*set sourceArns/);
});

test("sourceArns become a condition of the statement", () => {
  const sourceArns = ["arn:aws:cloudfront::123456789012:distribution/*"];
  expect(additionalStatement(statement({ sourceArns }))).toMatchObject({
    Condition: { ArnLike: { "aws:SourceArn": sourceArns } },
  });
  expect(additionalStatement(statement())).not.toHaveProperty("Condition");
});

test.each<[string, Partial<KnownStatement>, string, ProblemCode, RegExp]>([
  [
    "a source that is not an ARN",
    { sourceArns: ["EDFDVBD6EXAMPLE"] },
    "sourceArns[0]",
    "condition-value",
    /is "EDFDVBD6EXAMPLE"/,
  ],
  [
    "an unknown action",
    { actions: ["s3:GetObject", "s3:HeadObject"] },
    "actions[1]",
    "action-unknown",
    /HeadObject.*GetObject/,
  ],
  [
    "an action of another service",
    { actions: ["ec2:RunInstances"] },
    "actions[0]",
    "action-service",
    /another service/,
  ],
  ["no ARN", { resources: ["social-media/*"] }, "resources[0]", "resource-arn", /not an ARN/],
  [
    "a resource of another service",
    { resources: [`${bucket}/*`, "arn:aws:sqs:::q"] },
    "resources[1]",
    "resource-service",
    /"sqs"/,
  ],
  [
    "an action on the wrong kind of resource",
    { resources: [bucket] },
    "actions[0]",
    "action-resource-mismatch",
    /acts on objects/,
  ],
  [
    "an invalid principal",
    { principals: [partner, "bob"] },
    "principals[1]",
    "principal-arn",
    /not a principal/,
  ],
  [
    "an invalid principal after a service",
    { principals: ["cloudfront.amazonaws.com", partner, "bob"] },
    "principals[2]",
    "principal-arn",
    /not a principal/,
  ],
  [
    "an invalid service",
    { principals: [partner, "Cloud_Front.amazonaws.com"] },
    "principals[1]",
    "principal-service",
    /not a service principal/,
  ],
  [
    "another bucket",
    { resources: [`${bucket}/*`, `${bucket}-2/*`] },
    "resources[1]",
    "statement-foreign-resource",
    /"arn:aws:s3:::social-media-2\/\*", which is not in this bucket, .*; use "arn:aws:s3:::social-media" or/,
  ],
  [
    "another partition",
    { resources: ["arn:aws-cn:s3:::social-media/*"] },
    "resources[0]",
    "statement-foreign-resource",
    /not in this bucket/,
  ],
  [
    "a wildcard for the bucket",
    { resources: ["arn:aws:s3:::*"] },
    "resources[0]",
    "statement-foreign-resource",
    /not in this bucket/,
  ],
  [
    "a wildcard in the bucket",
    { resources: ["arn:aws:s3:::soc*/*"] },
    "resources[0]",
    "statement-foreign-resource",
    /not in this bucket/,
  ],
  [
    "every resource",
    { resources: ["*"] },
    "resources[0]",
    "statement-foreign-resource",
    /not in this bucket/,
  ],
  ["an invalid resource", { resources: ["accounts/*"] }, "resources[0]", "resource-arn", /is not an ARN/],
  [
    "a service in a partition without it",
    { principals: ["s3.amazonaws.eu"] },
    "principals[0]",
    "principal-arn",
    /"s3.amazonaws.eu", which is not a principal/,
  ],
  [
    "a name that is already used",
    { sid: "Mine" },
    "sid",
    "statement-sid-twice",
    /"Mine", which additionalStatements\[0\] already has/,
  ],
  [
    "a name of the library's own statement",
    { sid: "PublicRead" },
    "sid",
    "statement-sid-twice",
    /"PublicRead", which a statement of the library already has/,
  ],
])("%s is malformed", (_, rest, member, code, says) => {
  const found = problems(rest);
  expect(codesOf(found)).toEqual([[`p.additionalStatements[1].${member}`, code]]);
  expect(found[0]?.message).toMatch(says);
});

const one = (members: unknown) =>
  codesOf(mastodonProblems(loose({ additionalStatements: [members] }), "p")).map(([path, code]) => [
    path.replace("p.additionalStatements[0]", "it"),
    code,
  ]);
const incomplete = { effect: "Allow", actions: ["s3:GetObject"], resources: [`${bucket}/*`] };

test.each<[string, unknown, ...Found[]]>([
  ["no principal", statement({ principals: [] }), ["it.principals", "statement-list-empty"]],
  [
    "no action, no resource",
    statement({ actions: [], resources: [] }),
    ["it.actions", "statement-list-empty"],
    ["it.resources", "statement-list-empty"],
  ],
  [
    "an empty string",
    statement({ actions: ["s3:GetObject", ""] }),
    ["it.actions[1]", "statement-value-empty"],
  ],
  ["an empty name", statement({ sid: "" }), ["it.sid", "statement-sid-empty"]],
  ["an unknown effect", { ...statement({}), effect: "allow" }, ["it.effect", "unknown-value"]],
  ["members missing", incomplete, ["it.sid", "missing-member"], ["it.principals", "missing-member"]],
  ["a string instead of a list", { ...statement(), actions: "s3:GetObject" }, ["it.actions", "wrong-type"]],
  [
    "a condition, which is not an argument",
    { ...statement(), condition: { Bool: { "aws:SecureTransport": "true" } } },
    ["it.condition", "unknown-member"],
  ],
  ["a misspelled member", { ...statement(), resource: [] }, ["it.resource", "unknown-member"]],
  ["null in a list", { ...statement(), resources: [null] }, ["it.resources[0]", "wrong-type"]],
  ["null instead of a statement", null, ["it", "wrong-type"]],
])("%s", (_, members, ...expected) => expect(one(members)).toEqual(expected));

test.each<[string[], object]>([
  [["*"], { AWS: ["*"] }],
  [["cloudfront.amazonaws.com"], { Service: ["cloudfront.amazonaws.com"] }],
  [
    ["logging.s3.amazonaws.com", partner, "ec2.amazonaws.com.cn", "222222222222"],
    {
      AWS: [partner, "222222222222"],
      Service: ["logging.s3.amazonaws.com", "ec2.amazonaws.com.cn"],
    },
  ],
])("principals %j are sorted by kind", (principals, Principal) => {
  expect(additionalStatement(statement({ principals }))).toEqual({
    Sid: "Mine",
    Effect: "Allow",
    Principal,
    Action: ["s3:GetObject"],
    Resource: [`${bucket}/accounts/*`],
  });
});
