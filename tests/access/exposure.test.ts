import * as fc from "fast-check";
import { evaluate } from "../../access/evaluate";
import { exposures } from "../../access/exposure";
import type { Statement } from "../../access/policy";
import { policy, request } from "./arbitraries";
import { bucketArn as arn, choices, home } from "./condition-choices";
import { denyInsecureTransport, document, publicRead } from "../../access/statements";

const scope = { arn, publicPrefixes: ["accounts/", "cache/"] };
const read: Statement = {
  Sid: "Open",
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: "s3:GetObject",
  Resource: `${arn}/accounts/*`,
};
const messages = (change: Partial<Statement>, within = scope) =>
  exposures(document([{ ...read, ...change }]), within).map(({ message }) => message);

test("public read of the public prefixes is no exposure", () => {
  const own = document([publicRead(arn, scope.publicPrefixes), denyInsecureTransport(arn)]);
  expect(exposures(own, scope)).toEqual([]);
  expect(
    messages({ Principal: "*", Action: "S3:getobject", Resource: `${arn}/accounts/avatars/*.png` }),
  ).toEqual([]);
});

test("names the statement by its Sid or its place", () => {
  const { Sid, ...nameless } = { ...read, Action: "s3:PutObject" };
  expect(exposures(document([read, nameless, { ...nameless, Sid: "X" }]), scope)).toMatchObject([
    {
      statement: "#1",
      index: 1,
      message: expect.stringContaining('statement "#1" lets everyone write') as string,
    },
    { statement: "X", index: 2 },
  ]);
  expect(Sid).toBe("Open");
});

test.each<[string, Partial<Statement>, string[]]>([
  [
    "list",
    { Action: "s3:ListBucket", Resource: arn },
    ["list what the bucket holds", "about the bucket itself"],
  ],
  [
    "list versions",
    { Action: "s3:ListBucketVersions", Resource: arn },
    ["list what the bucket holds", "the bucket itself"],
  ],
  [
    "list uploads",
    { Action: "s3:ListBucketMultipartUploads", Resource: arn },
    ["list what the bucket holds", "the bucket itself"],
  ],
  [
    "write",
    { Action: "s3:PutObject" },
    [
      'statement "Open" lets everyone write ("s3:PutObject"); write "s3:GetObject" in its place, or name the user or role as Principal',
    ],
  ],
  ["delete", { Action: ["s3:GetObject", "s3:DeleteObject"] }, ["lets everyone delete"]],
  ["ACL read", { Action: "s3:GetObjectAcl" }, ["read or change policies and ACLs"]],
  ["ACL write", { Action: "s3:PutObjectAcl" }, ["read or change policies and ACLs"]],
  ["policy read", { Action: "s3:GetBucketPolicy" }, ["read or change policies and ACLs"]],
  ["old versions", { Action: "s3:GetObjectVersion" }, ["read old versions, deleted ones too"]],
  ["tags", { Action: "s3:GetObjectTagging" }, ["read more than the objects themselves"]],
  [
    "an unknown action",
    { Action: "s3:GetObjectEverything" },
    ['allows everyone "s3:GetObjectEverything", an action that is not known here'],
  ],
  [
    "a wildcard",
    { Action: "s3:*" },
    [
      "list what the bucket holds, write, delete, read old versions, deleted ones too, read or change policies and ACLs",
    ],
  ],
  [
    "a wildcard for one action",
    { Action: "s3:GetObjec?" },
    ["lets everyone read more than the objects themselves"],
  ],
  ["NotAction", { NotAction: "s3:PutObject" }, ["every action but those in NotAction"]],
  ["NotResource", { NotResource: `${arn}/backups/*` }, ["every resource but those in NotResource"]],
  [
    "NotPrincipal",
    { NotPrincipal: { AWS: home } },
    ["allows everyone but the principals it lists, unsigned requests too"],
  ],
  [
    "a private prefix",
    { Resource: [`${arn}/backups/*`, `${arn}/cache/*`] },
    [
      'lets everyone read a private prefix or another bucket ("arn:aws:s3:::media/backups/*" reaches beyond what is public); write "arn:aws:s3:::media/accounts/*", "arn:aws:s3:::media/cache/*", or name the user',
    ],
  ],
  ["all keys", { Resource: `${arn}/*` }, ["a private prefix"]],
  ["everything", { Resource: "*" }, ["a private prefix"]],
  ["a prefix without its slash", { Resource: `${arn}/accounts*` }, ["a private prefix"]],
  ["another bucket", { Resource: "arn:aws:s3:::other/accounts/*" }, ["or another bucket"]],
  ["a variable", { Resource: `${arn}/\${aws:username}/*` }, ["a private prefix"]],
])("refuses %s", (_, change, expected) => {
  const { Action, Resource, Principal, ...rest } = { ...read, ...change };
  const statement = {
    ...rest,
    ...(change.NotAction === undefined && { Action }),
    ...(change.NotResource === undefined && { Resource }),
    ...(change.NotPrincipal === undefined && { Principal }),
  };
  const found = exposures(document([statement]), scope).map(({ message }) => message);
  expect(found).toEqual(expected.map((text) => expect.stringContaining(text) as string));
});

test("without public prefixes nothing is public", () => {
  expect(messages({}, { arn, publicPrefixes: [] })).toEqual([
    'statement "Open" lets everyone read a private prefix or another bucket ("arn:aws:s3:::media/accounts/*" reaches beyond what is public); drop it, or nothing in this bucket is public: name the user or role as Principal',
  ]);
});

test.each(["/", "accounts", "acc*/", "a?/", "", "${aws:username}/"])(
  "a prefix %j makes nothing public",
  (prefix) => {
    expect(messages({ Resource: `${arn}/${prefix}x` }, { arn, publicPrefixes: [prefix] })).toHaveLength(1);
  },
);

const account = "111111111111";
const orgId = "o-a1b2c3d4e5";
const all: Partial<Statement> = { Action: "s3:*", Resource: "*" };

test.each([
  { StringEquals: { "aws:PrincipalOrgID": orgId } },
  { StringEquals: { "AWS:PrincipalAccount": [account, home] } },
  { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/reader` } },
  { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:role/*` } },
  { StringLike: { "aws:PrincipalArn": `arn:aws:iam::${account}:*` } },
  { StringEquals: { "aws:PrincipalOrgID": orgId }, Bool: { "aws:SecureTransport": "true" } },
])("a condition names who is meant: %j", (Condition) => {
  expect(messages({ ...all, Condition })).toEqual([]);
});

test.each([
  { IpAddress: { "aws:SourceIp": "203.0.113.7/32" } },
  { StringLike: { "aws:Referer": "https://social.example/*" } },
  { StringEquals: { "aws:UserAgent": "secret" } },
  { Bool: { "aws:SecureTransport": "true" } },
  { StringEquals: { "aws:SourceVpce": "vpce-1a2b" } },
  { StringEqualsIfExists: { "aws:PrincipalOrgID": orgId } },
  { StringNotEquals: { "aws:PrincipalAccount": account } },
  { StringEquals: { "aws:PrincipalAccount": "anonymous" } },
  { StringEquals: { "aws:PrincipalAccount": [account, "anonymous"] } },
  { StringEquals: { "aws:PrincipalAccount": [] } },
  { StringEquals: { "aws:PrincipalType": "User" } },
  { StringLike: { "aws:PrincipalOrgID": "o-*" } },
  { StringLike: { "aws:PrincipalArn": "*" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/admin" } },
  { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:PrincipalAccount}:role/admin" } },
  { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": orgId } },
  { Null: { "aws:PrincipalArn": "false" } },
])("strangers get past a condition: %j", (Condition) => {
  expect(messages({ ...all, Condition }).length).toBeGreaterThan(0);
});

test.each<Partial<Statement>>([
  { Principal: { AWS: "222222222222" } },
  { Principal: { Service: "cloudfront.amazonaws.com" } },
  { Effect: "Deny", Principal: "*" },
])("is not for everyone: %j", (change) => {
  expect(messages({ ...all, ...change })).toEqual([]);
});

test("a Deny is no remedy", () => {
  const open: Statement = { ...read, Resource: `${arn}/*` };
  const deny: Statement = { ...read, Sid: "No", Effect: "Deny", Resource: `${arn}/backups/*` };
  expect(exposures(document([open, deny]), scope)).toHaveLength(1);
});

/** Policies of which many pass: public read and narrow conditions among random statements. */
const mixed = fc
  .tuple(
    policy("bucket"),
    fc.subarray(
      choices.flatMap(({ operators, keys, values }) => operators.map((o) => ({ o, keys, values }))),
      { maxLength: 1 },
    ),
    fc.boolean(),
  )
  .map(([random, conditions, drop]) => {
    const kept = drop
      ? random.Statement.filter((each) => each.Effect === "Deny" || each.Principal !== "*")
      : random.Statement;
    const condition = conditions.map(({ o, keys, values }) => ({ [o]: { [keys[0] ?? ""]: values } }))[0];
    return document(
      [
        ...kept,
        publicRead(arn, scope.publicPrefixes),
        { ...read, Sid: "Random", Action: "s3:*", Resource: "*", ...(condition && { Condition: condition }) },
      ].slice(0, condition ? undefined : -1),
    );
  });

test("when nothing is exposed, strangers can do no more than read what is public, whatever they bring along", () => {
  let closed = 0;
  let reads = 0;
  fc.assert(
    fc.property(mixed, fc.array(request, { minLength: 5, maxLength: 15 }), (given, requests) => {
      if (exposures(given, scope).length > 0) return;
      closed++;
      for (const { action, resource, context = {} } of requests) {
        // They claim to be somebody as well.
        const claims = {
          ...context,
          "aws:PrincipalArn": `arn:aws:iam::${home}:user/alice`,
          "aws:PrincipalAccount": home,
        };
        const { effect } = evaluate(
          { principal: { kind: "anonymous" }, action, resource, context: claims },
          { bucketAccountId: home, bucketPolicy: given },
        );
        const isPublic =
          action === "s3:GetObject" && scope.publicPrefixes.some((p) => resource.startsWith(`${arn}/${p}`));
        if (effect === "allow") reads++;
        if (!isPublic) expect([action, resource, effect]).not.toEqual([action, resource, "allow"]);
      }
    }),
    { numRuns: 3000, seed: 20261122, interruptAfterTimeLimit: 20_000 },
  );
  expect(closed).toBeGreaterThan(200);
  expect(reads).toBeGreaterThan(100);
}, 40_000);
