/** Cases in which the simulator differs from AWS. They are excluded from the comparison, and each has an example. */
import type { AccessRequest, Decision, Policies } from "../../access/evaluate";
import { list } from "../../access/lists";
import type { ConditionBlock, Statement } from "../../access/policy";
import { isEveryone, isLeftOut, principalMatch } from "../../access/evaluate/principal";
import { abroad, bucketArn, home } from "./condition-choices";

interface Deviation {
  name: string;
  reason: string;
  applies: (request: AccessRequest, policies: Policies) => boolean;
  example: [AccessRequest, Policies];
  /** The answer of AWS and of our evaluator. */
  ours: Decision["effect"];
  /** The answer of the simulator. If it changes, the entry can be removed. */
  theirs: Decision["effect"];
}

const alice = { kind: "aws", arn: `arn:aws:iam::${home}:user/alice`, accountId: home } as const;
const get = (context: Record<string, string>, key = "a"): AccessRequest => ({
  principal: { kind: "anonymous" },
  action: "s3:GetObject",
  resource: `${bucketArn}/${key}`,
  context,
});
const bucket = (...Statement: Statement[]): Policies => ({
  bucketAccountId: home,
  bucketPolicy: { Version: "2012-10-17", Statement },
});
const read: Statement = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `${bucketArn}/*`,
};

const statements = (policies: Policies): Statement[] =>
  [policies.bucketPolicy, ...(policies.identityPolicies ?? [])].flatMap((policy) => policy?.Statement ?? []);
const conditionValues = (policies: Policies, operators: RegExp): string[] =>
  statements(policies).flatMap((statement) =>
    Object.entries(statement.Condition ?? {}).flatMap(([operator, keys]) =>
      operators.test(operator) ? Object.values(keys).flatMap((values) => list(values)) : [],
    ),
  );

const page = "AWS's page on blocking public access";

/** The conditions under which a grant to everyone is public or not, for the simulator and for us. */
type Test = (operator: string, key: string, value: string) => boolean;

/** Whether such a condition can decide: public buckets are restricted, the principal is of another account, the grant is for everyone. */
function decides({ principal }: AccessRequest, policies: Policies, test: Test): boolean {
  const outside =
    principal.kind === "anonymous" ||
    (principal.kind === "aws" && principal.accountId !== policies.bucketAccountId);
  if (!outside || policies.publicAccessBlock?.restrictPublicBuckets !== true) return false;
  return (policies.bucketPolicy?.Statement ?? []).some(
    ({ Effect, Principal: named, Condition = {} }) =>
      Effect === "Allow" &&
      named !== undefined &&
      isEveryone(named) &&
      Object.entries(Condition).some(
        ([operator, keys]) =>
          /^(ForAnyValue:)?(String|Arn|Ip|Bool)(?!Not)[A-Za-z]*(?<!IfExists)$/.test(operator) &&
          Object.entries(keys).some(([key, values]) =>
            list(values).some((value) => test(operator, key.toLowerCase(), value)),
          ),
      ),
  );
}

/** A named user of another account sends the request, and a grant to everyone with the condition decides whether it is blocked. */
function publicRule(
  name: string,
  ours: "public" | "not public",
  reason: string,
  test: Test,
  Condition: ConditionBlock,
): Deviation {
  const bob = { kind: "aws", arn: `arn:aws:iam::${abroad}:user/bob`, accountId: abroad } as const;
  const given = bucket({ ...read, Principal: { AWS: abroad } }, { ...read, Condition });
  const everything = { Effect: "Allow", Action: "s3:*", Resource: "*" } as const;
  return {
    name: `${name} is ${ours}`,
    reason,
    applies: (request, policies) => decides(request, policies, test),
    example: [
      { ...get({}), principal: bob },
      {
        ...given,
        identityPolicies: [{ Version: "2012-10-17", Statement: [everything] }],
        publicAccessBlock: { restrictPublicBuckets: true },
      },
    ],
    ours: ours === "public" ? "explicit-deny" : "allow",
    theirs: ours === "public" ? "allow" : "explicit-deny",
  };
}

const isArn = (operator: string) => /Arn/.test(operator);
const hasWildcard = (value: string) => /[*?]/.test(value);

const publicRules: Deviation[] = [
  publicRule(
    "a fixed aws:SourceArn under any operator but ArnEquals",
    "not public",
    `${page} lists aws:SourceArn and no operators, and an ARN without wildcard is the same to all of them; the simulator counts it for ArnEquals alone.`,
    (operator, key, value) =>
      key === "aws:sourcearn" && operator !== "ArnEquals" && !hasWildcard(value) && !value.includes("${"),
    { ArnLike: { "aws:SourceArn": `arn:aws:cloudfront::${home}:distribution/E1` } },
  ),
  publicRule(
    "a fixed aws:SourceArn of a bucket, which has no account",
    "not public",
    `${page} asks for a fixed value, and no more; the simulator asks for an account in it.`,
    (_, key, value) => key === "aws:sourcearn" && /^arn:[^:]*:s3:::/.test(value),
    { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::logs" } },
  ),
  publicRule(
    "a fixed aws:PrincipalArn under a string operator",
    "not public",
    `${page} lists principals, and no operators; the simulator counts aws:PrincipalArn for Arn operators alone.`,
    (operator, key, value) => key === "aws:principalarn" && !isArn(operator) && !hasWildcard(value),
    { StringEquals: { "aws:PrincipalArn": `arn:aws:iam::${home}:user/alice` } },
  ),
  publicRule(
    "an ARN with a wildcard behind the account or before it",
    "public",
    `${page} asks for values without wildcards, and makes its one exception for s3:DataAccessPointArn; the simulator asks for a fixed account.`,
    (operator, key, value) =>
      (key === "aws:sourcearn" || key === "aws:principalarn") && isArn(operator) && hasWildcard(value),
    { ArnEquals: { "aws:SourceArn": `arn:aws:cloudfront::${home}:distribution/*` } },
  ),
  publicRule(
    "an asterisk under StringEquals",
    "public",
    `${page} goes by values that contain a wildcard, and we by the text; the simulator takes it for a character, as the operator does.`,
    (operator, _, value) => /StringEquals/.test(operator) && hasWildcard(value),
    { StringEquals: { "aws:SourceVpc": "vpc-*" } },
  ),
  publicRule(
    "a policy variable",
    "public",
    `${page} counts values with a policy variable as not fixed; the simulator looks for wildcards only.`,
    (_, __, value) => value.includes("${"),
    { StringLike: { "aws:SourceVpce": "${aws:username}" } },
  ),
  ...(
    [
      ["aws:SourceOwner", home],
      ["s3:DataAccessPointAccount", home],
      ["s3:DataAccessPointArn", `arn:aws:s3:us-west-2:${home}:accesspoint/*`],
      ["s3:x-amz-server-side-encryption-aws-kms-key-id", `arn:aws:kms:us-east-1:${home}:key/1`],
    ] as const
  ).map(([name, fixed]) =>
    publicRule(
      `a fixed ${name}`,
      "not public",
      `It is on the list of ${page}; the simulator does not know it there.`,
      (_, key) => key === name.toLowerCase(),
      { StringEquals: { [name]: fixed } },
    ),
  ),
  publicRule(
    "aws:userid of a role's sessions, one or all of them,",
    "public",
    `${page} counts aws:userid "outside the pattern AROLEID:*", so that these do not count; the simulator takes the pattern for one that does.`,
    (_, key, value) => key === "aws:userid" && value.startsWith("ARO"),
    { StringEquals: { "aws:userid": "AROAWRITER:session" } },
  ),
  publicRule(
    "aws:userid of all sessions of a role",
    "public",
    "The same with a wildcard, which makes it no fixed value either.",
    (_, key, value) => key === "aws:userid" && value.endsWith(":*"),
    { StringLike: { "aws:userid": "AROAWRITER:*" } },
  ),
  publicRule(
    "a fixed aws:userid under StringLike",
    "not public",
    `${page} lists aws:userid and no operators; the simulator counts it for StringEquals alone.`,
    (operator, key, value) => key === "aws:userid" && operator !== "StringEquals" && !hasWildcard(value),
    { StringLike: { "aws:userid": "AIDAALICE" } },
  ),
  publicRule(
    "aws:PrincipalServiceName with a wildcard",
    "public",
    `${page} asks for a service principal that is fixed; the simulator takes any value.`,
    (_, key, value) => key === "aws:principalservicename" && hasWildcard(value),
    { StringLike: { "aws:PrincipalServiceName": "*.amazonaws.com" } },
  ),
  publicRule(
    "aws:PrincipalIsAWSService",
    "public",
    `It names no service, and it is not on the list of ${page}; the simulator counts it.`,
    (_, key) => key === "aws:principalisawsservice",
    { Bool: { "aws:PrincipalIsAWSService": "true" } },
  ),
  publicRule(
    "aws:SourceVpcArn under ArnEquals",
    "public",
    `It is not on the list of ${page}; the simulator counts it.`,
    (_, key) => key === "aws:sourcevpcarn",
    { ArnEquals: { "aws:SourceVpcArn": `arn:aws:ec2:us-east-1:${home}:vpc/vpc-1` } },
  ),
  publicRule(
    "an address without its /32",
    "not public",
    `It is a range of one, and ${page} has ranges broader than /8 as public; the simulator wants the slash.`,
    (_, key, value) => key === "aws:sourceip" && !value.includes("/"),
    { IpAddress: { "aws:SourceIp": "203.0.113.7" } },
  ),
  publicRule(
    "10.0.0.0/7, the half of which is a private range,",
    "public",
    `Ranges broader than /8 are, says ${page}, "excluding RFC1918 private ranges", and 11.0.0.0/8 is none; the simulator looks at the first address.`,
    (_, key, value) => key === "aws:sourceip" && value.startsWith("10.") && value.endsWith("/7"),
    { IpAddress: { "aws:SourceIp": "10.0.0.0/7" } },
  ),
  publicRule(
    "aws:PrincipalOrgPaths under ForAnyValue",
    "not public",
    `A path begins with the organization, which ${page} has as an example of a fixed principal, and the key takes no other operators; the simulator counts it without ForAnyValue.`,
    (operator, key) => key === "aws:principalorgpaths" && operator.startsWith("ForAnyValue:"),
    { "ForAnyValue:StringEquals": { "aws:PrincipalOrgPaths": "o-aaaaaaaaaa/r-ab12/" } },
  ),
];

export const deviations: Deviation[] = [
  {
    name: "NotPrincipal that lists the account but not the user",
    reason:
      "AWS checks the account and then the user, and denies when one of them is not listed (IAM guide, NotPrincipal); " +
      "the simulator lets everyone of a listed account through.",
    applies: ({ principal }, policies) =>
      (policies.bucketPolicy?.Statement ?? []).some(
        ({ NotPrincipal: left }) =>
          left !== undefined && principalMatch(left, principal) !== undefined && !isLeftOut(left, principal),
      ),
    example: [
      { ...get({}), principal: alice },
      bucket(read, {
        Effect: "Deny",
        NotPrincipal: { AWS: home },
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
      }),
    ],
    ours: "explicit-deny",
    theirs: "allow",
  },
  {
    name: "IPv4 range /0",
    reason: "A shift by 32 bits is one by 0 in JavaScript, so the simulator's 0.0.0.0/0 holds 0.0.0.0 alone.",
    applies: (_, policies) => conditionValues(policies, /IpAddress/).some((value) => value.endsWith(".0/0")),
    example: [
      get({ "aws:SourceIp": "203.0.113.7" }),
      bucket({ ...read, Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }),
    ],
    ours: "allow",
    theirs: "implicit-deny",
  },
  {
    name: "NotIpAddress with a single IPv4 address, asked from IPv6",
    reason:
      "An IPv6 address is not that IPv4 address, and with /32 the simulator says so; without it, it matches nothing.",
    applies: (_, policies) => conditionValues(policies, /IpAddress/).some((value) => !value.includes("/")),
    example: [
      get({ "aws:SourceIp": "2001:db8::1" }),
      bucket({ ...read, Condition: { NotIpAddress: { "aws:SourceIp": "203.0.113.7" } } }),
    ],
    ours: "allow",
    theirs: "implicit-deny",
  },
  {
    name: "IPv6 address written in another way",
    reason:
      "2001:db8:0::1 and 2001:db8::1 are one address; the simulator compares single addresses as texts.",
    applies: (_, policies) => conditionValues(policies, /IpAddress/).some((value) => !value.includes("/")),
    example: [
      get({ "aws:SourceIp": "2001:db8::1" }),
      bucket({ ...read, Condition: { IpAddress: { "aws:SourceIp": "2001:db8:0::1" } } }),
    ],
    ours: "allow",
    theirs: "implicit-deny",
  },
  {
    name: "seconds since 1970 compared with an ISO date",
    reason:
      "The simulator takes the number as milliseconds, so that 1767225600 (2026) is a day in January 1970.",
    applies: (_, policies) =>
      statements(policies).some(({ Condition = {} }) =>
        Object.entries(Condition).some(
          ([operator, keys]) =>
            operator.startsWith("Date") && list(keys["aws:CurrentTime"]).some((value) => /^\d+$/.test(value)),
        ),
      ),
    example: [
      get({ "aws:CurrentTime": "2025-01-01T00:00:00Z" }),
      bucket({ ...read, Condition: { DateGreaterThan: { "aws:CurrentTime": "1767225600" } } }),
    ],
    ours: "implicit-deny",
    theirs: "allow",
  },
  {
    name: "a key that holds an asterisk",
    reason:
      "In a request it is a character like any other (S3 stores such keys); the simulator takes it for a wildcard.",
    applies: ({ resource }) => resource.includes("*"),
    example: [get({}, "a*b"), bucket({ ...read, Resource: `${bucketArn}/axb` })],
    ours: "implicit-deny",
    theirs: "allow",
  },
  {
    name: "a key with a line break",
    reason:
      "A key may hold any character and `*` stands for any; the simulator's regular expression stops at line breaks.",
    applies: ({ resource }) => resource.includes("\n"),
    example: [get({}, "a\nb"), bucket(read)],
    ours: "allow",
    theirs: "implicit-deny",
  },
  ...publicRules,
];
