/** The rules of AWS's page 'The meaning of "public"', for each key, and the examples of the page. */
import type { ConditionBlock, PolicyDocument, Statement } from "../../access/policy";
import { isPublicPolicy } from "../../access/public-policy";
import { abroad, home } from "./condition-choices";

const put: Statement = { Effect: "Allow", Principal: "*", Action: "s3:PutObject", Resource: "*" };
const isPublic = (...statements: Partial<Statement>[]) =>
  isPublicPolicy({ Version: "2012-10-17", Statement: statements.map((change) => ({ ...put, ...change })) });
const when = (Condition: ConditionBlock) => isPublic({ Condition });

describe("the page's examples", () => {
  test("an identity provider is public", () => {
    const Principal = { Federated: "graph.facebook.com" } as Statement["Principal"] & object;
    expect(isPublic({ Principal })).toBe(true);
  });
  test("everyone is public", () => expect(isPublic({})).toBe(true));
  test("a VPC with a wildcard is public", () =>
    expect(when({ StringLike: { "aws:SourceVpc": "vpc-*" } })).toBe(true));
  test("a fixed VPC is not public", () =>
    expect(when({ StringEquals: { "aws:SourceVpc": "vpc-91237329" } })).toBe(false));
  test("one public statement makes a policy public", () => {
    const cloudtrail = { Principal: { Service: "cloudtrail.amazonaws.com" } };
    const account = { Principal: { AWS: abroad } };
    expect([isPublic(cloudtrail, account), isPublic(cloudtrail, account, {})]).toEqual([false, true]);
  });
});

test.each<Partial<Statement>>([
  { Principal: { AWS: home } },
  { Principal: { AWS: [`arn:aws:iam::${home}:role/JohnDoe`, abroad] } },
  { Principal: { Service: "cloudfront.amazonaws.com" } },
  { Principal: { AWS: home, Service: "cloudfront.amazonaws.com" } },
  { Effect: "Deny" },
])("not public, with fixed principals or as a Deny: %j", (change) => expect(isPublic(change)).toBe(false));

test.each<Partial<Statement>>([
  { Principal: { AWS: "*" } },
  { Principal: { AWS: [home, "*"] } },
  { Principal: { AWS: `arn:aws:iam::*:root` } },
  { Principal: { AWS: `arn:aws:iam::${home}:user/\${aws:username}` } },
  { Principal: { AWS: "*", Service: "cloudfront.amazonaws.com" } },
])("public, with principals that are not fixed: %j", (change) => expect(isPublic(change)).toBe(true));

test("everyone except NotPrincipal is public", () => {
  const { Principal: everyone, ...rest } = put;
  const policy: PolicyDocument = {
    Version: "2012-10-17",
    Statement: [{ ...rest, NotPrincipal: { AWS: home } }],
  };
  expect([everyone, isPublicPolicy(policy)]).toEqual(["*", true]);
});

const accessPoint = (account: string, name: string, region = "us-west-2") =>
  `arn:aws:s3:${region}:${account}:accesspoint/${name}`;

/** A key, an operator for it, values that are fixed and values that are not. */
const keys: [key: string, operator: string, fixed: string[], open: string[]][] = [
  [
    "aws:PrincipalArn",
    "ArnLike",
    [`arn:aws:iam::${home}:user/a`],
    [`arn:aws:iam::${home}:user/*`, `arn:aws:iam::*:user/a`, `arn:aws:iam::${home}:user/\${aws:username}`],
  ],
  ["aws:PrincipalAccount", "StringLike", [home], ["1*", "${aws:SourceAccount}"]],
  ["aws:PrincipalOrgID", "StringLike", ["o-aaaaaaaaaa"], ["o-*", "o-aaaaaaaaa?"]],
  ["aws:PrincipalOrgPaths", "ForAnyValue:StringLike", ["o-aaaaaaaaaa/r-ab12/"], ["o-aaaaaaaaaa/*"]],
  ["aws:PrincipalServiceName", "StringLike", ["cloudfront.amazonaws.com"], ["*.amazonaws.com"]],
  [
    "aws:PrincipalServiceNamesList",
    "ForAnyValue:StringLike",
    ["cloudfront.amazonaws.com"],
    ["*.amazonaws.com"],
  ],
  [
    "aws:SourceIp",
    "IpAddress",
    ["203.0.113.7", "203.0.113.0/24", "11.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "2001:db8::/32", "::1"],
    ["0.0.0.0/0", "0.0.0.0/1", "10.0.0.0/7", "203.0.0.0/7", "2001:db8::/31", "::/0", "203.0.*", "here"],
  ],
  [
    "aws:SourceArn",
    "ArnLike",
    [`arn:aws:cloudfront::${home}:distribution/E1`, "arn:aws:s3:::bucket"],
    [`arn:aws:cloudfront::${home}:distribution/*`, "arn:aws:s3:::*", "*"],
  ],
  ["aws:SourceVpc", "StringLike", ["vpc-91237329"], ["vpc-*", "${aws:PrincipalTag/vpc}"]],
  ["aws:SourceVpce", "StringLike", ["vpce-1a2b"], ["vpce-*", "vpce-1a2?"]],
  ["aws:SourceOwner", "StringLike", [home], ["*"]],
  ["aws:SourceAccount", "StringLike", [home], ["11111111111?"]],
  [
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "StringLike",
    [`arn:aws:kms:us-east-1:${home}:key/1234abcd`],
    ["arn:aws:kms:*"],
  ],
  [
    "aws:userid",
    "StringLike",
    ["AIDACKCEVSQ6C2EXAMPLE", home],
    ["AROADBQP57FF2AEXAMPLE:*", "AROADBQP57FF2AEXAMPLE:session", "AIDA*"],
  ],
  [
    "s3:DataAccessPointArn",
    "ArnLike",
    [accessPoint(home, "a"), accessPoint(home, "*")],
    [
      accessPoint("*", "a"),
      accessPoint("11111111111?", "a"),
      accessPoint(home, "*", "*"),
      accessPoint(home, "${aws:username}"),
      `arn:aws:s3:us-west-2:${home}:*`,
      "*",
    ],
  ],
  ["s3:DataAccessPointAccount", "StringLike", [home], ["1*"]],
];

describe.each(keys)("%s", (key, operator, fixed, open) => {
  test.each(fixed)("fixed: %s", (value) => expect(when({ [operator]: { [key]: value } })).toBe(false));
  test.each(open)("public: %s", (value) => expect(when({ [operator]: { [key]: value } })).toBe(true));
  test("with a key in another case", () =>
    expect(when({ [operator]: { [key.toUpperCase()]: fixed } })).toBe(false));
  test("one value that is not fixed makes all of them public", () =>
    expect(when({ [operator]: { [key]: [...fixed, ...open] } })).toBe(true));
  test("a request without the key must not pass", () => {
    expect(when({ [`${operator}IfExists`]: { [key]: fixed } })).toBe(true);
    expect(when({ [`ForAllValues:${operator.replace("ForAnyValue:", "")}`]: { [key]: fixed } })).toBe(true);
  });
});

test.each([
  "aws:Referer",
  "aws:UserAgent",
  "aws:PrincipalType",
  "aws:PrincipalTag/team",
  "aws:username",
  "aws:SourceOrgID",
  "aws:VpcSourceIp",
  "aws:ResourceAccount",
  "aws:PrincipalIsAWSService",
])("%s is not on the page", (key) => expect(when({ StringEquals: { [key]: "a" } })).toBe(true));

test.each(["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ForAnyValue:StringEquals"])(
  "%s excludes other values",
  (operator) => expect(when({ [operator]: { "aws:SourceVpc": "vpc-1" } })).toBe(false),
);

test.each([
  { StringNotEquals: { "aws:SourceVpc": "vpc-1" } },
  { NotIpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
  { Null: { "aws:SourceVpc": "false" } },
  { StringEquals: { "aws:SourceVpc": [] } },
  // By the text of the page, although this operator reads the asterisk as a character.
  { StringEquals: { "aws:SourceVpc": "vpc-*" } },
])("%j allows other values", (Condition) => expect(when(Condition)).toBe(true));

test("one condition with fixed values is enough", () => {
  expect(when({ StringLike: { "aws:Referer": "*", "aws:SourceVpc": "vpc-1" } })).toBe(false);
  expect(
    when({ StringLike: { "aws:SourceVpc": "vpc-*" }, IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }),
  ).toBe(false);
});
