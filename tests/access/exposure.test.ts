import * as fc from "fast-check";
import { evaluate, type Principal } from "../../access/evaluate";
import { cloudFrontRequest } from "../../access/cloudfront";
import { exposures } from "../../access/exposure";
import type { Statement } from "../../access/policy";
import { policy, request } from "./arbitraries";
import { abroad, bucketArn as arn, choices, home } from "./condition-choices";
import { cloudFrontRead, denyInsecureTransport, document, publicRead } from "../../access/statements";

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

test("public read of the public prefixes is not an exposure", () => {
  const own = document([publicRead(arn, scope.publicPrefixes), denyInsecureTransport(arn)]);
  expect(exposures(own, scope)).toEqual([]);
  expect(
    messages({ Principal: "*", Action: "S3:getobject", Resource: `${arn}/accounts/avatars/*.png` }),
  ).toEqual([]);
});

test("names the statement by its Sid or its index", () => {
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
    ["list the objects in the bucket", "act on the bucket itself"],
  ],
  [
    "list versions",
    { Action: "s3:ListBucketVersions", Resource: arn },
    ["list the objects in the bucket", "the bucket itself"],
  ],
  [
    "list uploads",
    { Action: "s3:ListBucketMultipartUploads", Resource: arn },
    ["list the objects in the bucket", "the bucket itself"],
  ],
  [
    "write",
    { Action: "s3:PutObject" },
    [
      'statement "Open" lets everyone write ("s3:PutObject"); use "s3:GetObject" instead, or name the user or role in principals',
    ],
  ],
  ["delete", { Action: ["s3:GetObject", "s3:DeleteObject"] }, ["lets everyone delete"]],
  ["ACL read", { Action: "s3:GetObjectAcl" }, ["read or change policies and ACLs"]],
  ["ACL write", { Action: "s3:PutObjectAcl" }, ["read or change policies and ACLs"]],
  ["policy read", { Action: "s3:GetBucketPolicy" }, ["read or change policies and ACLs"]],
  ["old versions", { Action: "s3:GetObjectVersion" }, ["read old versions, even of deleted objects"]],
  ["tags", { Action: "s3:GetObjectTagging" }, ["read more than the objects themselves"]],
  [
    "an unknown action",
    { Action: "s3:GetObjectEverything" },
    ['allows everyone "s3:GetObjectEverything", an action that this library does not know'],
  ],
  [
    "a wildcard",
    { Action: "s3:*" },
    [
      "list the objects in the bucket, write, delete, read old versions, even of deleted objects, read or change policies and ACLs",
    ],
  ],
  [
    "a wildcard for one action",
    { Action: "s3:GetObjec?" },
    ["lets everyone read more than the objects themselves"],
  ],
  ["NotAction", { NotAction: "s3:PutObject" }, ["every action except those in NotAction"]],
  ["NotResource", { NotResource: `${arn}/backups/*` }, ["every resource except those in NotResource"]],
  [
    "NotPrincipal",
    { NotPrincipal: { AWS: home } },
    ["allows everyone except the principals that it lists, even unsigned requests"],
  ],
  [
    "a private prefix",
    { Resource: [`${arn}/backups/*`, `${arn}/cache/*`] },
    [
      'lets everyone read a private prefix or another bucket ("arn:aws:s3:::media/backups/*" matches more than the public prefixes); use "arn:aws:s3:::media/accounts/*", "arn:aws:s3:::media/cache/*", or name the user',
    ],
  ],
  ["all keys", { Resource: `${arn}/*` }, ["a private prefix"]],
  ["everything", { Resource: "*" }, ["a private prefix"]],
  ["a prefix without its slash", { Resource: `${arn}/accounts*` }, ["a private prefix"]],
  ["another bucket", { Resource: "arn:aws:s3:::other/accounts/*" }, ["or another bucket"]],
  ["a variable", { Resource: `${arn}/\${aws:username}/*` }, ["a private prefix"]],
])("is a problem: %s", (_, change, expected) => {
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
    'statement "Open" lets everyone read a private prefix or another bucket ("arn:aws:s3:::media/accounts/*" matches more than the public prefixes), but nothing in this bucket is public; remove it, or name the user or role in principals',
  ]);
});

test.each(["/", "accounts", "acc*/", "a?/", "", "${aws:username}/"])(
  "the prefix %j makes nothing public",
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
])("a condition limits the principals: %j", (Condition) => {
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
])("a condition does not exclude strangers: %j", (Condition) => {
  expect(messages({ ...all, Condition }).length).toBeGreaterThan(0);
});

test.each<Partial<Statement>>([
  { Principal: { AWS: "222222222222" } },
  { Effect: "Deny", Principal: "*" },
  { Effect: "Deny", Principal: { Service: "cloudfront.amazonaws.com" } },
  // No accounts, so nobody: policyFindings refuses them.
  { Principal: { AWS: "arn:aws:iam::*:root" } },
  { Principal: { AWS: "arn:aws:iam::anonymous:root" } },
])("is not for everyone: %j", (change) => {
  expect(messages({ ...all, ...change })).toEqual([]);
});

describe("an AWS service, which any AWS customer can send", () => {
  const distribution = `arn:aws:cloudfront::${account}:distribution/E1`;
  const cloudfront: Partial<Statement> = { ...all, Principal: { Service: "cloudfront.amazonaws.com" } };

  test("may do what everyone may do, and nothing else", () => {
    expect(messages({ Principal: { Service: "cloudfront.amazonaws.com" } })).toEqual([]);
    expect(messages({ ...cloudfront, Action: "s3:GetObject", Resource: `${arn}/backups/*` })).toEqual([
      'statement "Open" lets every AWS customer, through cloudfront.amazonaws.com, read a private prefix or another bucket ' +
        '("arn:aws:s3:::media/backups/*" matches more than the public prefixes); use "arn:aws:s3:::media/accounts/*", ' +
        '"arn:aws:s3:::media/cache/*", or remove the service from principals, or set sourceArns to ARNs of your account, such as ' +
        '"arn:aws:cloudfront::123456789012:distribution/*"',
    ]);
    expect(
      messages({ Principal: { Service: ["logging.s3.amazonaws.com"] }, Action: "s3:PutObject" }),
    ).toEqual([expect.stringContaining("lets every AWS customer, through logging.s3.amazonaws.com, write")]);
  });

  test.each<Partial<Statement>>([
    { NotAction: "s3:PutObject" },
    { NotResource: `${arn}/x/*` },
    { Action: "s3:None" },
    { Action: "s3:ListBucket", Resource: arn },
    { Principal: { AWS: account, Service: ["logging.s3.amazonaws.com", "cloudfront.amazonaws.com"] } },
  ])("the message names it: %j", (change) => {
    const found = messages({ ...cloudfront, ...change });
    expect(found.length).toBeGreaterThan(0);
    for (const message of found) {
      expect(message).toMatch(
        /every AWS customer, through .*amazonaws.com, .*remove the service from principals/,
      );
    }
  });

  test("where nothing is public, the message says so", () => {
    const nothing = { arn, publicPrefixes: [] };
    expect(messages({ Principal: { Service: "cloudfront.amazonaws.com" } }, nothing)).toEqual([
      expect.stringContaining("but nothing in this bucket is public; remove it, or remove the service"),
    ]);
  });

  test.each([
    { ArnLike: { "aws:SourceArn": distribution } },
    { ArnEquals: { "AWS:SourceArn": [distribution, `arn:aws:*:*:${account}:*`] } },
    { StringEquals: { "AWS:SourceArn": distribution } },
    { StringLike: { "aws:SourceArn": `arn:aws:cloudfront::${account}:distribution/*` } },
    { StringEquals: { "aws:SourceAccount": account } },
    {
      StringEquals: { "aws:SourceAccount": [account, home] },
      ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" },
    },
    // Requests of services have no such key: the statement is for nobody but the account.
    { StringEquals: { "aws:PrincipalAccount": account } },
  ])("limited to an account, it may do what its statement says: %j", (Condition) => {
    expect(messages({ ...all, Principal: { Service: "logging.s3.amazonaws.com" }, Condition })).toEqual([]);
    expect(messages({ ...cloudfront, Action: "s3:GetObject", Condition })).toEqual([]);
  });

  test.each<Partial<Statement>>([
    { Action: "s3:ListBucket", Resource: arn },
    { Action: ["s3:GetObject", "s3:ListBucket"], Resource: [arn, `${arn}/accounts/*`] },
    { Action: "s3:PutObject" },
    { Action: "s3:GetObjectVersion" },
    { Action: "s3:*" },
    { NotAction: "s3:PutObject" },
  ])(
    "CloudFront forwards requests of anybody, so even limited to an account it may only read: %j",
    (change) => {
      const Condition = { ArnLike: { "aws:SourceArn": distribution } };
      const none = change.NotAction === undefined ? {} : { Action: [] };
      const found = messages({ ...cloudfront, Condition, ...change, ...none });
      expect(found).toEqual([
        expect.stringMatching(
          /everyone, through CloudFront, .* or remove the service from principals$/,
        ) as string,
      ]);
    },
  );

  test.each([
    { Bool: { "aws:SecureTransport": "true" } },
    { ArnLikeIfExists: { "aws:SourceArn": distribution } },
    { StringEqualsIfExists: { "aws:SourceAccount": account } },
    { ArnNotLike: { "aws:SourceArn": distribution } },
    { "ForAllValues:ArnLike": { "aws:SourceArn": distribution } },
    { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::*:distribution/E1" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::11111111111?:distribution/E1" } },
    { ArnLike: { "aws:SourceArn": [distribution, "arn:aws:cloudfront::*:distribution/*"] } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::other" } },
    { ArnLike: { "aws:SourceArn": `arn:aws:logs:\${aws:x}:${account}:*` } },
    { StringLike: { "aws:SourceArn": "*" } },
    // Within a text `*` reaches over the account: arn:aws:logs:us-east-1:222222222222:log-group:111111111111:x.
    { StringLike: { "aws:SourceArn": `arn:aws:logs:*:${account}:*` } },
    { StringLike: { "aws:SourceAccount": account } },
    { StringEquals: { "aws:SourceAccount": "11111111111*" } },
    { StringEquals: { "aws:SourceAccount": [account, "1"] } },
    { StringEquals: { "aws:SourceAccount": [] } },
  ])("strangers can satisfy %j", (Condition) => {
    expect(messages({ ...cloudfront, Condition }).length).toBeGreaterThan(0);
  });

  test("next to everyone, a condition on the source of a service limits nobody", () => {
    const Principal = { AWS: "*", Service: "cloudfront.amazonaws.com" };
    const Condition = { StringEquals: { "aws:SourceAccount": account } };
    expect(messages({ ...cloudfront, Principal, Condition })[0]).toContain("lets everyone list");
  });
});

describe("the distributions of the media host", () => {
  const distribution = (id: string, of = account) => `arn:aws:cloudfront::${of}:distribution/${id}`;
  const ours = ["E1", "E0"].map((id) => distribution(id));
  /** Nothing is public, and the distributions serve two prefixes. */
  const served = { arns: ours, accountId: account, prefixes: scope.publicPrefixes };
  const onlyServed = { arn, publicPrefixes: [], distributions: served };
  /** The same before the first deployment. */
  const unknown = {
    ...onlyServed,
    distributions: { arns: [distribution("E-known-after-up-1", "000000000000")], prefixes: served.prefixes },
  };
  const own = (sourceArn: string | string[], change: Partial<Statement> = {}): Partial<Statement> => ({
    Principal: { Service: "cloudfront.amazonaws.com" },
    Resource: `${arn}/backups/*`,
    Condition: { ArnLike: { "aws:SourceArn": sourceArn } },
    ...change,
  });

  test.each([[ours], [["E1"]], [[...ours, distribution("E3")]]])(
    "may read the prefixes that the host serves: %j",
    (arns) => {
      const policy = document([cloudFrontRead(arn, scope.publicPrefixes, arns), denyInsecureTransport(arn)]);
      const distributions = { ...served, arns: [...arns] };
      const found = exposures(policy, { ...onlyServed, distributions });
      // A source that is not an ARN of one account pins nothing.
      expect(found.length).toBe(arns.includes("E1") ? 2 : 0);
    },
  );

  test("may not read anything else", () => {
    expect(messages(own(distribution("E0")), onlyServed)).toEqual([
      `statement "Open" lets everyone, through the media host's distribution, read a private prefix or another bucket ` +
        '("arn:aws:s3:::media/backups/*" matches more than the prefixes that the host serves); use "arn:aws:s3:::media/accounts/*", ' +
        `"arn:aws:s3:::media/cache/*", or list in sourceArns only other distributions than the media host's`,
    ]);
  });

  test.each<[string, Statement["Condition"] & object]>([
    ["a wildcard", { ArnLike: { "aws:SourceArn": distribution("*") } }],
    ["a wildcard for every service", { ArnLike: { "aws:SourceArn": `arn:aws:*:*:${account}:*` } }],
    ["one of several", { ArnEquals: { "aws:SourceArn": [distribution("E9"), distribution("E*")] } }],
    ["the account", { StringEquals: { "AWS:SourceAccount": account } }],
    [
      "a Referer beside it",
      { ArnLike: { "aws:SourceArn": distribution("*") }, StringLike: { "aws:Referer": "x" } },
    ],
  ])("are found behind %s, before and after they are deployed", (_, Condition) => {
    for (const within of [onlyServed, unknown]) {
      expect(messages(own([], { Condition }), within)).toEqual([
        expect.stringContaining("through the media host's distribution, read a private prefix") as string,
      ]);
    }
  });

  test("may not read every resource except some", () => {
    const { Resource, ...rest } = { ...read, ...own(distribution("E1")) };
    const statement: Statement = { ...rest, NotResource: Resource ?? "" };
    expect(exposures(document([statement]), onlyServed)).toHaveLength(1);
  });

  test("the operator decides what another distribution of the account reads", () => {
    expect(messages(own(distribution("E9")), onlyServed)).toEqual([]);
    expect(messages(own(distribution("E9")), unknown)).toEqual([]);
  });

  test("a distribution of another account is found once the account is known", () => {
    const abroadToo = own([distribution("E9"), distribution("E9", abroad)], { Resource: `${arn}/cache/*` });
    expect(messages(abroadToo, onlyServed)).toEqual([
      `statement "Open" lets distributions of the account ${abroad} read, but the media host's distribution is in ${account}; use ARNs of ${account} in sourceArns, or remove the statement`,
    ]);
    expect(messages(abroadToo, unknown)).toEqual([]);
    const logs = own(`arn:aws:logs:eu-west-1:${abroad}:*`, {
      Principal: { Service: "logging.s3.amazonaws.com" },
    });
    expect(messages(logs, onlyServed)).toEqual([]);
  });

  test("without a condition every AWS customer's distribution can read", () => {
    const open: Statement = { ...read, Principal: { Service: "cloudfront.amazonaws.com" } };
    expect(exposures(document([{ ...open, Resource: `${arn}/cache/*` }]), onlyServed)).toEqual([
      expect.objectContaining({
        message: expect.stringContaining(
          "lets every AWS customer, through cloudfront.amazonaws.com, read a private prefix",
        ) as string,
      }),
    ]);
  });
});

test("a Deny does not make an exposure safe", () => {
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

/** An unsigned request, another account, and a service on behalf of another account. */
const strangers: Principal[] = [
  { kind: "anonymous" },
  { kind: "service", service: "cloudfront.amazonaws.com" },
  { kind: "service", service: "logging.s3.amazonaws.com" },
];

/** A distribution of the media host, in the account of most random conditions. */
const hosted = `arn:aws:cloudfront::${home}:distribution/E1`;

test("without an exposure, everybody can only read through the media host what it serves", () => {
  const distributions = { arns: [hosted], accountId: home, prefixes: ["cache/"] };
  const { principal, context: sent } = cloudFrontRequest(hosted);
  let [closed, reads, refused] = [0, 0, 0];
  const sources = [
    hosted,
    hosted.replace(/E1$/, "*"),
    hosted.replace(/E1$/, "E9"),
    `arn:aws:cloudfront::${home}:*`,
  ];
  const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1 });
  const fromCloudFront = fc
    .record({
      Effect: fc.constantFrom("Allow" as const, "Deny" as const),
      Action: fc.oneof(fc.constant("s3:GetObject"), some("s3:GetObject", "s3:ListBucket", "s3:Get*")),
      Resource: some(`${arn}/cache/*`, `${arn}/cache/avatars/*`, `${arn}/backups/*`, `${arn}/*`, arn),
      operator: fc.constantFrom("ArnLike", "ArnEquals", "StringLike", "StringEquals"),
      sources: some(...sources),
    })
    .map(({ operator, sources: values, ...rest }): Statement => ({
      ...rest,
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { [operator]: { "aws:SourceArn": values } },
    }));
  const services = fc.array(fromCloudFront, { minLength: 1, maxLength: 2 }).map(document);
  fc.assert(
    fc.property(services, fc.array(request, { minLength: 5, maxLength: 15 }), (given, requests) => {
      const bucketPolicy = document([
        ...given.Statement.filter(({ Sid }) => Sid !== "PublicRead"),
        { ...cloudFrontRead(arn, distributions.prefixes, [hosted]), Sid: "Ours" },
      ]);
      if (exposures(bucketPolicy, { arn, publicPrefixes: [], distributions }).length > 0) {
        refused++;
        return;
      }
      closed++;
      for (const { action, resource, context = {} } of requests) {
        const { effect } = evaluate(
          { principal, action, resource, context: { ...context, ...sent } },
          { bucketAccountId: home, bucketPolicy },
        );
        const isServed = action === "s3:GetObject" && resource.startsWith(`${arn}/cache/`);
        if (effect === "allow") reads++;
        if (!isServed) expect([action, resource, effect]).not.toContain("allow");
      }
      const { effect } = evaluate(
        { principal, action: "s3:GetObject", resource: `${arn}/cache/x.png`, context: sent },
        { bucketAccountId: home, bucketPolicy },
      );
      if (effect === "allow") reads++;
    }),
    { numRuns: 1000, seed: 20261129 },
  );
  expect(closed).toBeGreaterThan(200);
  expect(reads).toBeGreaterThan(100);
  expect(refused).toBeGreaterThan(200);
});

test("without an exposure, strangers can only read what is public, whatever they send", () => {
  let closed = 0;
  let reads = 0;
  let services = 0;
  fc.assert(
    fc.property(mixed, fc.array(request, { minLength: 5, maxLength: 15 }), (given, requests) => {
      if (exposures(given, scope).length > 0) return;
      closed++;
      if (given.Statement.some(({ Principal: p }) => p !== undefined && p !== "*" && p.Service !== undefined))
        services++;
      for (const { action, resource, context = {} } of requests) {
        // They also claim to be somebody.
        const claims = {
          ...context,
          "aws:PrincipalArn": `arn:aws:iam::${home}:user/alice`,
          "aws:PrincipalAccount": home,
        };
        const isPublic =
          action === "s3:GetObject" && scope.publicPrefixes.some((p) => resource.startsWith(`${arn}/${p}`));
        for (const principal of strangers) {
          // AWS sets the source of a service's request, and here it is in another account.
          const sender = {
            "aws:SourceAccount": abroad,
            "aws:SourceArn": `arn:aws:cloudfront::${abroad}:distribution/E2`,
          };
          const { effect } = evaluate(
            {
              principal,
              action,
              resource,
              context: principal.kind === "service" ? { ...context, ...sender } : claims,
            },
            { bucketAccountId: home, bucketPolicy: given },
          );
          if (effect === "allow") reads++;
          if (!isPublic) expect([principal, action, resource, effect]).not.toContain("allow");
        }
      }
    }),
    { numRuns: 3000, seed: 20261122 },
  );
  expect(closed).toBeGreaterThan(200);
  expect(services).toBeGreaterThan(50);
  expect(reads).toBeGreaterThan(100);
}, 240_000);
