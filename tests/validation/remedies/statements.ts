/** Remedies about additional statements of the bucket policy. */
import type { ProblemCode } from "../../../validation/codes";
import type { Problem } from "../../../validation/problem";
import { statement } from "../../apps/mastodon/fixtures";
import { cephMastodon, change, onMastodon, type Row, type Settings } from "./row";

const statements = change(onMastodon, (value) => ({ additionalStatements: value }));
/** A row about one statement, which is valid except for `before`. */
const mine = (code: ProblemCode, remedy: string, before: Settings, after: Settings): Row =>
  statements(code, remedy, [{ ...statement(), ...before }], [{ ...statement(), ...after }]);
const arn = "arn:aws:s3:::social-media";
const distribution = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE";
/** The same on Ceph. */
const cephMine = (code: ProblemCode, remedy: string, before: Settings, after: Settings): Row => {
  const good = { ...statement(), principals: ["arn:aws:iam:::user/backup"] };
  const one = (rest: Settings): Problem[] => cephMastodon({ additionalStatements: [{ ...good, ...rest }] });
  return [code, remedy, one(before), one(after)];
};

export const STATEMENTS: Row[] = [
  mine("statement-list-empty", "add at least one value", { actions: [] }, { actions: ["s3:GetObject"] }),
  mine("statement-value-empty", "set a value", { actions: [""] }, { actions: ["s3:GetObject"] }),
  mine("statement-sid-empty", "set a name", { sid: "" }, { sid: "Mine" }),
  statements(
    "statement-sid-twice",
    "change it",
    [statement(), statement()],
    [statement(), statement({ sid: "Other" })],
  ),
  mine(
    "action-format",
    'use the form "s3:GetObject"',
    { actions: ["GetObject"] },
    { actions: ["s3:GetObject"] },
  ),
  mine(
    "action-service",
    'use an action that begins with "s3:"',
    { actions: ["ec2:GetObject"] },
    { actions: ["s3:GetObject"] },
  ),
  mine("action-unknown", 'use "s3:GetObject"', { actions: ["s3:HeadObject"] }, { actions: ["s3:GetObject"] }),
  mine(
    "action-resource-mismatch",
    "add the bucket's own ARN, without `/*`",
    { actions: ["s3:ListBucket"] },
    { actions: ["s3:ListBucket"], resources: [arn] },
  ),
  mine(
    "action-resource-mismatch",
    "`<bucket ARN>/<prefix>*`",
    { resources: [arn] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "action-resource-mismatch",
    "remove it",
    { actions: ["s3:GetObject", "s3:ListAllMyBuckets"] },
    { actions: ["s3:GetObject"] },
  ),
  mine(
    "resource-arn",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["accounts/*"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "resource-service",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["arn:aws:sqs:::x"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "resource-bucket-missing",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["arn:aws:s3:::"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "resource-account",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["arn:aws:s3:eu-west-1:123456789012:social-media/*"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "statement-foreign-resource",
    `"${arn}/<prefix>*"`,
    { resources: ["arn:aws:s3:::other/*"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "variable-unknown",
    "use the value itself",
    { resources: [`${arn}/\${aws:nope}`] },
    { resources: [`${arn}/a`] },
  ),
  mine(
    "principal-arn",
    "the 12 digits of an account",
    { principals: ["me"] },
    { principals: ["123456789012"] },
  ),
  mine(
    "principal-wildcard",
    "the 12 digits of the account",
    { principals: ["arn:aws:iam::123456789012:user/*"] },
    { principals: ["123456789012"] },
  ),
  mine(
    "principal-wildcard",
    "use whole ARNs",
    { principals: ["arn:aws:iam::123456789012:user/*"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-partition",
    '"arn:aws:"',
    { principals: ["arn:aw:iam::123456789012:user/a"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-region",
    '"arn:aws:iam::123456789012:user/a"',
    { principals: ["arn:aws:iam:eu-west-1:123456789012:user/a"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-account",
    '"arn:aws:iam::123456789012:user/name"',
    { principals: ["arn:aws:iam::1:user/name"] },
    { principals: ["arn:aws:iam::123456789012:user/name"] },
  ),
  mine(
    "principal-resource",
    '"user/<name>"',
    { principals: ["arn:aws:iam::123456789012:group/a"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-origin-access-identity",
    'use "cloudfront.amazonaws.com" and set sourceArns',
    { principals: ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"] },
    { principals: ["cloudfront.amazonaws.com"], sourceArns: [distribution] },
  ),
  mine(
    "principal-service",
    '"cloudfront.amazonaws.com"',
    { principals: ["Cloud_Front.amazonaws.com"], sourceArns: [distribution] },
    { principals: ["cloudfront.amazonaws.com"], sourceArns: [distribution] },
  ),
  mine(
    "condition-value",
    '"arn:aws:iam::123456789012:role/*"',
    { principals: ["cloudfront.amazonaws.com"], sourceArns: ["EDFDVBD6"] },
    { principals: ["cloudfront.amazonaws.com"], sourceArns: ["arn:aws:iam::123456789012:role/*"] },
  ),
  mine(
    "statement-exposes",
    "name the user or role",
    { principals: ["*"], actions: ["s3:PutObject"] },
    { actions: ["s3:PutObject"] },
  ),
  mine(
    "statement-exposes",
    'use "s3:GetObject"',
    { principals: ["*"], actions: ["s3:PutObject"] },
    { principals: ["*"] },
  ),
  mine(
    "statement-exposes",
    "set sourceArns",
    { principals: ["logging.s3.amazonaws.com"], actions: ["s3:PutObject"] },
    { principals: ["logging.s3.amazonaws.com"], actions: ["s3:PutObject"], sourceArns: [distribution] },
  ),
  mine(
    "statement-exposes",
    'use "s3:GetObject"',
    { principals: ["cloudfront.amazonaws.com"], actions: ["s3:PutObject"], sourceArns: [distribution] },
    { principals: ["cloudfront.amazonaws.com"], actions: ["s3:GetObject"], sourceArns: [distribution] },
  ),
  mine(
    "statement-exposes",
    "remove the service",
    {
      principals: ["123456789012", "cloudfront.amazonaws.com"],
      actions: ["s3:ListBucket"],
      resources: [arn],
    },
    { principals: ["123456789012"], actions: ["s3:ListBucket"], resources: [arn] },
  ),
  mine(
    "statement-locks-out",
    "list in principals only those who must be denied",
    { effect: "Deny", principals: ["*"], actions: ["s3:PutObject"] },
    { effect: "Deny", actions: ["s3:PutObject"] },
  ),
  mine(
    "statement-locks-out",
    "remove the action",
    { effect: "Deny", principals: ["*"], actions: ["s3:PutObject", "s3:GetObjectAcl"] },
    { effect: "Deny", principals: ["*"], actions: ["s3:GetObjectAcl"] },
  ),
  cephMine("principal-unsupported", "arn:aws:iam:::user/", { principals: ["cloudfront.amazonaws.com"] }, {}),
  cephMine(
    "condition-unsupported",
    "remove it",
    { sourceArns: ["arn:aws:cloudfront::123456789012:distribution/*"] },
    {},
  ),
  cephMine(
    "resource-unsupported",
    "use the value itself",
    { resources: [`${arn}/\${aws:username}/*`] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "policy-size",
    "remove statements",
    { resources: Array.from({ length: 500 }, (_, i) => `${arn}/accounts/${"a".repeat(40)}${i}`) },
    {},
  ),
];
