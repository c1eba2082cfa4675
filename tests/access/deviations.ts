/** Where the simulator is wrong about AWS: what it says is not compared there, and each has an example that shows it. */
import type { AccessRequest, Decision, Policies } from "../../access/evaluate";
import { list } from "../../access/lists";
import type { Statement } from "../../access/policy";
import { isLeftOut, principalMatch } from "../../access/principal";
import { bucketArn, home } from "./condition-choices";

interface Deviation {
  name: string;
  reason: string;
  applies: (request: AccessRequest, policies: Policies) => boolean;
  example: [AccessRequest, Policies];
  /** What AWS says, and we. */
  ours: Decision["effect"];
  /** What the simulator says: when this changes, the entry can go. */
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

export const deviations: Deviation[] = [
  {
    name: "NotPrincipal that lists the account but not the user",
    reason:
      "AWS checks the account and then the user, and denies when one of them is not listed (IAM guide, NotPrincipal); " +
      "the simulator lets everyone of a listed account through, and notes in its source that this needs research.",
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
];
