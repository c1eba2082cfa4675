/** The parts of random conditions, and the condition keys of random requests. */
export const bucketArn = "arn:aws:s3:::media";
/** The account of the bucket, and another one. */
export const home = "111111111111";
export const abroad = "222222222222";

const kmsKey = `arn:aws:kms:us-east-1:${home}:key/1`;
const accessPoints = `arn:aws:s3:us-west-2:${home}:accesspoint`;

interface Choice {
  operators: string[];
  keys: string[];
  values: string[];
}
const withIfExists = (operators: string[]) =>
  operators.flatMap((operator) => [operator, `${operator}IfExists`]);
const strings = ["StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"];
const likes = ["StringLike", "StringNotLike"];
const numbers = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

/** Operators with matching keys and values. */
export const choices: readonly Choice[] = [
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:Referer", "aws:UserAgent"],
    values: [
      "https://a.example/x",
      "https://*",
      "https://A.example/X",
      "???",
      "a.b",
      "${aws:username}",
      "x${*}y",
    ],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:PrincipalOrgID"],
    values: ["o-aaaaaaaaaa", "o-bbbbbbbbbb", "o-*"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:PrincipalAccount"],
    values: [home, abroad, "anonymous"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:PrincipalType"],
    values: ["User", "Account", "Anonymous"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:SourceVpce"],
    values: ["vpce-1a2b", "vpce-*"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:SourceVpc"],
    values: ["vpc-1a2b", "vpc-3c4d", "vpc-*"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:SourceAccount", "aws:SourceOwner", "s3:DataAccessPointAccount"],
    values: [home, abroad, "1111*"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:userid"],
    values: ["AIDAALICE", "AROAWRITER:session", "AROAWRITER:*", "AIDA*", home, "anonymous"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:PrincipalServiceName"],
    values: ["cloudfront.amazonaws.com", "*.amazonaws.com"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["s3:x-amz-server-side-encryption-aws-kms-key-id"],
    values: [kmsKey, "arn:aws:kms:*"],
  },
  {
    operators: withIfExists(["ArnEquals", "ArnLike", "ArnNotLike", "StringEquals", "StringLike"]),
    keys: ["s3:DataAccessPointArn"],
    values: [`${accessPoints}/a`, `${accessPoints}/*`, "arn:aws:s3:us-west-2:*:accesspoint/a"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["aws:PrincipalTag/team"],
    values: ["alice", "al*", "b"],
  },
  {
    operators: withIfExists([...strings, ...likes]),
    keys: ["s3:prefix"],
    values: ["", "accounts/", "accounts/*", "backups/"],
  },
  {
    operators: withIfExists(["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"]),
    keys: ["aws:PrincipalArn", "aws:SourceArn"],
    values: [
      `arn:aws:iam::${home}:user/alice`,
      `arn:aws:iam::${home}:*`,
      `arn:aws:iam::*:role/writer`,
      `arn:aws:cloudfront::${home}:distribution/E1`,
      `arn:aws:cloudfront::${home}:distribution/*`,
      `arn:aws:iam::${abroad}:user/\${aws:username}`,
    ],
  },
  {
    operators: withIfExists(["Bool"]),
    keys: ["aws:SecureTransport", "aws:MultiFactorAuthPresent"],
    values: ["true", "false"],
  },
  {
    operators: withIfExists(["IpAddress", "NotIpAddress"]),
    keys: ["aws:SourceIp"],
    values: [
      "203.0.113.0/24",
      "203.0.113.7/32",
      "203.0.0.0/7",
      "2001:db8::/32",
      "2001:db8::/31",
      "2001:db8:0:1::1/128",
    ],
  },
  {
    operators: withIfExists(numbers.map((name) => `Numeric${name}`)),
    keys: ["aws:MultiFactorAuthAge", "s3:max-keys"],
    values: ["0", "10", "10.5", "3600"],
  },
  {
    operators: withIfExists(numbers.map((name) => `Date${name}`)),
    keys: ["aws:CurrentTime"],
    values: ["2026-01-01T00:00:00Z", "2026-01-01", "2030-06-01T12:00:00+02:00"],
  },
  {
    operators: withIfExists(numbers.map((name) => `Date${name}`)),
    keys: ["aws:EpochTime"],
    values: ["1767225600", "1893456000"],
  },
  {
    operators: [...strings, ...likes].flatMap((name) => [`ForAnyValue:${name}`, `ForAllValues:${name}`]),
    keys: ["aws:PrincipalOrgPaths"],
    values: ["o-aaaaaaaaaa/r-ab12/ou-1/", "o-aaaaaaaaaa/r-ab12/*", "o-bbbbbbbbbb/r-ab12/"],
  },
  {
    operators: ["Null"],
    keys: ["aws:SecureTransport", "aws:PrincipalArn", "aws:SourceIp", "aws:Referer", "aws:PrincipalOrgPaths"],
    values: ["true", "false"],
  },
];

/** What requests bring, which go to the bucket and through no access point; `aws:SourceIp` and times come from AWS, so they are always what they should be. */
export const contextValues: Record<string, (string | string[])[]> = {
  "aws:SecureTransport": ["true", "false"],
  "aws:MultiFactorAuthPresent": ["true", "false"],
  "aws:SourceIp": ["203.0.113.7", "198.51.100.1", "2001:db8::1", "2001:db8:0:1::1", "2001:db9::1"],
  "aws:Referer": ["https://a.example/x", "x*y", "alice", "a+b"],
  "aws:UserAgent": ["abc", "a.b"],
  "aws:PrincipalOrgID": ["o-aaaaaaaaaa", "o-cccccccccc"],
  "aws:PrincipalOrgPaths": [
    ["o-aaaaaaaaaa/r-ab12/ou-1/", "o-aaaaaaaaaa/r-ab12/"],
    ["o-bbbbbbbbbb/r-ab12/"],
    [],
  ],
  "aws:PrincipalTag/team": ["alice", "bob", "accounts"],
  "aws:SourceVpce": ["vpce-1a2b"],
  "aws:SourceVpc": ["vpc-1a2b", "vpc-3c4d"],
  "aws:SourceAccount": [home, abroad],
  "aws:SourceOwner": [home, abroad],
  "aws:userid": ["AIDAALICE", "AROAWRITER:session"],
  "aws:SourceArn": [
    `arn:aws:cloudfront::${home}:distribution/E1`,
    `arn:aws:cloudfront::${abroad}:distribution/E2`,
  ],
  "aws:MultiFactorAuthAge": ["5", "10", "3601"],
  "aws:CurrentTime": ["2026-01-01T00:00:00Z", "2028-02-03T04:05:06Z"],
  "aws:EpochTime": ["1767225600", "1800000000"],
};

/** The same for writes only, and for lists only: no other action has these keys. */
export const writeValues: Record<string, string[]> = {
  "s3:x-amz-server-side-encryption-aws-kms-key-id": [kmsKey, `${kmsKey}2`],
};

export const listValues: Record<string, string[]> = {
  "s3:prefix": ["", "accounts/", "accounts/a", "backups/"],
  "s3:max-keys": ["0", "10", "1000"],
};
