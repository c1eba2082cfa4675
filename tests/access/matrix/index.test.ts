import { accessMatrix } from "../../../access/matrix";
import type { MatrixHost, MatrixInput } from "../../../access/matrix/input";
import type { Statement } from "../../../access/policy";
import {
  cloudFrontRead,
  denyInsecureTransport,
  document,
  publicRead,
  writer,
} from "../../../access/statements";

const bucketArn = "arn:aws:s3:::media";
const accountId = "111111111111";
const objectActions = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
const input: MatrixInput = {
  bucketArn,
  accountId,
  publicPrefixes: ["accounts/", "cache/"],
  privatePrefixes: ["backups/"],
  bucketPolicy: document([publicRead(bucketArn, ["accounts/", "cache/"]), denyInsecureTransport(bucketArn)]),
  writer: {
    arn: `arn:aws:iam::${accountId}:user/mastodon`,
    policies: [document(writer(bucketArn, { objectActions, bucketActions: ["s3:ListBucket"] }))],
  },
  publicAccessBlock: { blockPublicAcls: true, ignorePublicAcls: true },
  objectAcls: false,
};
const withStatements = (...more: Statement[]): MatrixInput => ({
  ...input,
  bucketPolicy: document([...(input.bucketPolicy?.Statement ?? []), ...more]),
});
/** `part prefixes / what`: the verdicts for anonymous, writer, another principal. */
const lines = (of: MatrixInput) =>
  accessMatrix(of).groups.flatMap(({ part, examples, rows }) =>
    rows.map(({ what, verdicts }) => `${[part, ...examples].join(" ")} / ${what}: ${verdicts.join(" ")}`),
  );
const line = (of: MatrixInput, start: string) => lines(of).filter((each) => each.startsWith(start));
const everyone: Statement = {
  Effect: "Allow",
  Principal: "*",
  Action: "s3:GetObject",
  Resource: `${bucketArn}/*`,
};

test("the matrix of a bucket with public prefixes", () => {
  expect(accessMatrix(input).who).toEqual(["anonymous", "writer", "another principal"]);
  expect(lines(input)).toEqual([
    "public prefixes accounts/ cache/ / read an object: yes yes yes",
    "public prefixes accounts/ cache/ / write an object: no yes no",
    "public prefixes accounts/ cache/ / delete an object: no yes no",
    "public prefixes accounts/ cache/ / get an object's ACL: no no no",
    "public prefixes accounts/ cache/ / put an object's ACL: no no no",
    "private prefixes backups/ / read an object: no yes no",
    "private prefixes backups/ / write an object: no yes no",
    "private prefixes backups/ / delete an object: no yes no",
    "private prefixes backups/ / get an object's ACL: no no no",
    "private prefixes backups/ / put an object's ACL: no no no",
    "every other key / read an object: no yes no",
    "every other key / write an object: no yes no",
    "every other key / delete an object: no yes no",
    "every other key / get an object's ACL: no no no",
    "every other key / put an object's ACL: no no no",
    "the bucket media / list keys: no yes no",
    "the bucket media / list versions: no no no",
    "the bucket media / list multipart uploads: no no no",
    "the bucket media / read the bucket policy: no no no",
    "the bucket media / change the bucket policy: no no no",
    "the bucket media / change the bucket ACL: no no no",
    "the bucket media / change CORS: no no no",
  ]);
});

test("has a note with its assumptions", () => {
  expect(accessMatrix(input).notes).toEqual([
    "All requests are over https.",
    "Another principal is a user of another AWS account which allows it s3:* itself.",
  ]);
});

test("the note names another principal of a store without users of AWS", () =>
  expect(accessMatrix({ ...input, otherPrincipal: "a token" }).notes?.[1]).toBe(
    "Another principal is a token.",
  ));

test("a part without prefixes is left out", () => {
  const parts = accessMatrix({ ...input, publicPrefixes: [], privatePrefixes: [] }).groups.map(
    ({ part }) => part,
  );
  expect(parts).toEqual(["every other key", "the bucket"]);
});

test("prefixes with different answers have different groups", () => {
  const half = { ...input, bucketPolicy: document([publicRead(bucketArn, ["accounts/"])]) };
  expect(line(half, "public").filter((each) => each.includes("read"))).toEqual([
    "public prefixes accounts/ / read an object: yes yes yes",
    "public prefixes cache/ / read an object: no yes no",
  ]);
});

test("a grant deep in a private prefix is shown, and for strangers yes overrides no", () => {
  const deep = withStatements({ ...everyone, Resource: `${bucketArn}/backups/dumps/?*.zip` });
  expect(line(deep, "private prefixes backups/ / read")).toEqual([
    "private prefixes backups/ / read an object: yes yes yes",
  ]);
});

test("a grant elsewhere is shown in the group of every other key", () => {
  const elsewhere = withStatements({ ...everyone, Resource: `${bucketArn}/tmp/\${*}/x` });
  expect(line(elsewhere, "every other key / read")).toEqual([
    "every other key / read an object: yes yes yes",
  ]);
});

test("for the writer no overrides yes, because a permission for only some keys is not enough", () => {
  const denied = withStatements({ ...everyone, Effect: "Deny", Resource: `${bucketArn}/cache/locked/*` });
  expect(line(denied, "public prefixes cache/ / read")).toEqual([
    "public prefixes cache/ / read an object: yes no yes",
  ]);
});

test.each<[string, Statement["Condition"] & object]>([
  ["an address", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }],
  ["a Referer", { StringLike: { "aws:Referer": "https://social.example/*" } }],
  ["a prefix", { StringEquals: { "s3:prefix": ["accounts/"] } }],
  ["a key that has to be absent", { Null: { "aws:Referer": "true" } }],
])("%s can be satisfied by strangers", (_, Condition) => {
  const open = withStatements({ ...everyone, Action: "s3:ListBucket", Resource: bucketArn, Condition });
  expect(line(open, "the bucket media / list keys")).toEqual(["the bucket media / list keys: yes yes yes"]);
});

describe("a statement with the name and the condition of the library's statement for a proxy", () => {
  const addresses = ["203.0.113.0/24", "2001:db8::/48"];
  const proxy: MatrixHost = {
    hostname: "files.example",
    addresses,
    methods: ["GET", "HEAD", "OPTIONS"],
    pathPatterns: ["*"],
  };
  const theirs: Statement = { ...publicRead(bucketArn, ["backups/"], addresses) };
  const reads = (statement: Statement, hosts: MatrixHost[]) =>
    line({ ...input, bucketPolicy: document([statement]), hosts }, "private prefixes backups/ / read");

  test("counts in the column of the proxy with these addresses", () => {
    expect(reads(theirs, [proxy])).toEqual(["private prefixes backups/ / read an object: no yes no yes"]);
  });

  test.each<[string, Statement, MatrixHost[]]>([
    ["there is no proxy", theirs, []],
    ["the proxy has other addresses", theirs, [{ ...proxy, addresses: ["198.51.100.0/24"] }]],
    ["its condition is another one", { ...theirs, Condition: { StringEquals: { "aws:Referer": "x" } } }, []],
    [
      "it has one more condition",
      { ...theirs, Condition: { ...theirs.Condition, StringEquals: { "aws:Referer": "x" } } },
      [proxy],
    ],
    ["its principal is written differently", { ...theirs, Principal: "*" }, [proxy]],
  ])("can be satisfied by strangers if %s", (_, statement, hosts) => {
    expect(reads(statement, hosts)[0]).toMatch(/^private prefixes backups\/ \/ read an object: yes yes yes/);
  });
});

test("a grant for http only is not shown, because the matrix is for https", () => {
  const clear = withStatements({ ...everyone, Condition: { Bool: { "aws:SecureTransport": "false" } } });
  expect(line(clear, "private prefixes backups/ / read")).toEqual([
    "private prefixes backups/ / read an object: no yes no",
  ]);
});

test("a grant to an organization is not shown for strangers", () => {
  const org = withStatements({
    ...everyone,
    Condition: { StringEquals: { "aws:PrincipalAccount": "123456789012" } },
  });
  expect(line(org, "private prefixes backups/ / read")).toEqual([
    "private prefixes backups/ / read an object: no yes no",
  ]);
});

test("restricted public buckets are closed to strangers", () => {
  const restricted = { ...input, publicAccessBlock: { restrictPublicBuckets: true } };
  expect(line(restricted, "public prefixes accounts/ cache/ / read")).toEqual([
    "public prefixes accounts/ cache/ / read an object: no yes no",
  ]);
});

describe("with object ACLs", () => {
  const { bucketPolicy, ...rest } = input;
  const acl: MatrixInput = { ...rest, objectAcls: true, publicAccessBlock: { restrictPublicBuckets: true } };

  test("the ACL of each object decides what strangers read", () => {
    const reads = lines(acl).filter((each) => !each.endsWith("no no no") && !each.includes("no yes no"));
    expect(reads).toEqual([
      "public prefixes accounts/ cache/ / read an object: depends yes depends",
      "private prefixes backups/ / read an object: depends yes depends",
      "every other key / read an object: depends yes depends",
    ]);
  });

  test("an ACL does not override a Deny", () => {
    const deny: Statement = { ...everyone, Effect: "Deny", Resource: `${bucketArn}/backups/*` };
    const denied = { ...acl, bucketPolicy: document([deny]) };
    expect(line(denied, "private")[0]).toBe("private prefixes backups/ / read an object: no no no");
  });

  test("ignored ACLs do not decide anything", () => {
    const ignored = { ...acl, publicAccessBlock: { ignorePublicAcls: true } };
    expect(line(ignored, "private")[0]).toBe("private prefixes backups/ / read an object: no yes no");
    expect(bucketPolicy).toBeDefined();
  });
});

test("a writer whose ARN has no account is in the bucket's account, as on Ceph and MinIO", () => {
  const ceph = { ...input, writer: { ...input.writer, arn: "arn:aws:iam:::user/mastodon" } };
  expect(lines(ceph)).toEqual(lines(input));
});

test("another principal is in another account, whatever the bucket's account is", () => {
  expect(
    lines({
      ...input,
      accountId: "999999999999",
      writer: { ...input.writer, arn: "arn:aws:iam::999999999999:user/m" },
    }),
  ).toEqual(lines(input));
});

describe("media hosts", () => {
  const arnOf = (id: string, of = accountId) => `arn:aws:cloudfront::${of}:distribution/${id}`;
  const served = ["accounts/", "cache/"];
  const pathPatterns = served.map((prefix) => `/${prefix}*`);
  const files: MatrixHost = {
    hostname: "files.example",
    distributionArn: arnOf("E1"),
    methods: ["GET", "HEAD", "OPTIONS"],
    pathPatterns,
  };
  const closed = {
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: true,
  };
  /** A private bucket that only the host's distribution reads. */
  const cdn = (change: Partial<MatrixHost> = {}, ...more: Statement[]): MatrixInput => ({
    ...input,
    publicPrefixes: [],
    hostPrefixes: served,
    publicAccessBlock: closed,
    bucketPolicy: document([
      cloudFrontRead(bucketArn, served, [arnOf("E1"), arnOf("E0")]),
      denyInsecureTransport(bucketArn),
      ...more,
    ]),
    hosts: [{ ...files, ...change }],
  });
  const reads = (of: MatrixInput) => lines(of).filter((each) => each.includes("read an object"));

  test("a private bucket can only be read through its host", () => {
    expect(accessMatrix(cdn()).who).toEqual([
      "anonymous",
      "writer",
      "another principal",
      "through files.example",
      "another account's AWS service",
    ]);
    expect(reads(cdn())).toEqual([
      "prefixes of the media host accounts/ cache/ / read an object: no yes no yes no",
      "private prefixes backups/ / read an object: no yes no no no",
      "every other key / read an object: no yes no no no",
    ]);
    expect(
      lines(cdn()).filter((each) => !each.includes("read an object") && / yes (yes|no)$/.test(each)),
    ).toEqual([]);
  });

  test("with a public policy both ways work, and nothing else", () => {
    const both: MatrixInput = {
      ...withStatements(cloudFrontRead(bucketArn, served, [arnOf("E1")])),
      hostPrefixes: served,
      hosts: [files],
    };
    expect(reads(both)).toEqual([
      "public prefixes accounts/ cache/ / read an object: yes yes yes yes yes",
      "private prefixes backups/ / read an object: no yes no no no",
      "every other key / read an object: no yes no no no",
    ]);
  });

  test("a host that does not sign serves what each object's ACL allows, only below its prefixes", () => {
    const unsigned = { hostname: files.hostname, methods: files.methods, pathPatterns };
    const bucketPolicy = document([denyInsecureTransport(bucketArn)]);
    const open = { bucketPolicy, publicAccessBlock: {}, objectAcls: true };
    const acl = { ...input, ...open, hostPrefixes: served, hosts: [unsigned] };
    expect(reads(acl)).toEqual([
      "public prefixes accounts/ cache/ / read an object: depends yes depends depends",
      "private prefixes backups/ / read an object: depends yes depends no",
      "every other key / read an object: depends yes depends no",
    ]);
  });

  test("a distribution that the policy does not name reads nothing", () => {
    expect(reads(cdn({ distributionArn: arnOf("E2") }))[0]).toBe(
      "prefixes of the media host accounts/ cache/ / read an object: no yes no no no",
    );
  });

  test.each<[string, Statement]>([
    [
      "all distributions of the account",
      {
        ...everyone,
        Principal: { Service: "cloudfront.amazonaws.com" },
        Condition: { ArnLike: { "aws:SourceArn": arnOf("*") } },
      },
    ],
    [
      "this one",
      {
        ...everyone,
        Principal: { Service: "cloudfront.amazonaws.com" },
        Condition: { ArnLike: { "aws:SourceArn": arnOf("E1") } },
      },
    ],
  ])("a statement for %s is shown, if the host forwards the path", (_, statement) => {
    const leaking = (change: Partial<MatrixHost>) =>
      reads(cdn(change, statement)).filter((each) => each.startsWith("private prefixes"));
    expect(leaking({ pathPatterns: ["*"] })).toEqual([
      "private prefixes backups/ / read an object: no yes no yes no",
    ]);
    expect(leaking({})).toEqual(["private prefixes backups/ / read an object: no yes no no no"]);
  });

  test("before the first `pulumi up` the account is unknown, so each account in a statement is tried", () => {
    const statement: Statement = {
      ...everyone,
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { ArnLike: { "aws:SourceArn": arnOf("*") } },
    };
    const of = cdn(
      { distributionArn: arnOf("E-known-after-up-1", "000000000000"), pathPatterns: ["*"] },
      statement,
    );
    expect(reads(of).filter((each) => each.startsWith("private"))).toEqual([
      "private prefixes backups/ / read an object: no yes no yes no",
    ]);
  });

  test("the host can list the bucket if it has no root object and the policy allows it", () => {
    const list: Statement = {
      ...everyone,
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:ListBucket",
      Resource: bucketArn,
    };
    const of = (change: Partial<MatrixHost>) => line(cdn(change, list), "the bucket media / list keys");
    expect(of({ pathPatterns: ["*"] })).toEqual(["the bucket media / list keys: no yes no yes yes"]);
    expect(of({})).toEqual(["the bucket media / list keys: no yes no no yes"]);
  });

  test("a host that forwards writing methods can write what the policy allows", () => {
    const write: Statement = {
      ...everyone,
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Condition: { StringEquals: { "aws:SourceArn": arnOf("E1") } },
    };
    const of = (methods: string[]) =>
      lines(cdn({ methods }, write)).filter((each) =>
        /^prefixes of the media host .*(write|delete) an/.test(each),
      );
    expect(of(["GET", "HEAD"]).map((each) => each.slice(-6))).toEqual([" no no", " no no"]);
    expect(of(["GET", "HEAD", "PUT", "DELETE"]).map((each) => each.slice(-6))).toEqual(["yes no", "yes no"]);
  });

  test("hosts with the same answers share a column", () => {
    const old = { ...files, hostname: "old.example", distributionArn: arnOf("E0") };
    const { who, notes } = accessMatrix({ ...cdn(), hosts: [files, old] });
    expect(who).toEqual(accessMatrix(cdn()).who);
    expect(notes).toContain("What holds through files.example holds through old.example too.");
    const gone = { ...old, distributionArn: arnOf("E9") };
    expect(accessMatrix({ ...cdn(), hosts: [files, gone] }).who).toContain("through old.example");
  });
});

describe("an AWS service that the bucket policy allows", () => {
  const cloudfront: Statement = { ...everyone, Principal: { Service: "cloudfront.amazonaws.com" } };
  const distribution = (account: string) => `arn:aws:cloudfront::${account}:distribution/E1`;
  const backups = (Condition?: Statement["Condition"], more: Partial<Statement> = {}) =>
    line(
      withStatements({ ...cloudfront, ...more, ...(Condition && { Condition }) }),
      "private prefixes backups/ / read",
    );
  const open = ["private prefixes backups/ / read an object: no yes no yes"];
  const closed = ["private prefixes backups/ / read an object: no yes no no"];

  test("has a column and a note", () => {
    const { who, notes } = accessMatrix(withStatements(cloudfront));
    expect(who).toEqual(["anonymous", "writer", "another principal", "another account's AWS service"]);
    expect(notes).toContain(
      "Another account's AWS service is one that the bucket policy names, and any AWS customer has made it ask.",
    );
  });

  test("has no column for a Deny, nor for everyone", () => {
    const without = withStatements(
      { ...cloudfront, Effect: "Deny" },
      { ...everyone, Principal: { AWS: "*" } },
    );
    expect(accessMatrix(without).who).toHaveLength(3);
  });

  test("any of several services counts", () => {
    const logs: Statement = {
      ...cloudfront,
      Principal: { AWS: accountId, Service: ["cloudfront.amazonaws.com", "logging.s3.amazonaws.com"] },
      Action: "s3:PutObject",
    };
    expect(line(withStatements(cloudfront, logs), "private prefixes backups/ / write")).toEqual([
      "private prefixes backups/ / write an object: no yes no yes",
    ]);
    expect(line(withStatements(logs, cloudfront), "the bucket media / list keys")).toEqual([
      "the bucket media / list keys: no yes no no",
    ]);
  });

  test.each([
    undefined,
    { ArnLike: { "aws:SourceArn": "arn:aws:cloudfront::*:distribution/*" } },
    { ArnLike: { "aws:SourceArn": "arn:aws:s3:::logs" } },
    { StringLike: { "AWS:SourceArn": "*" } },
    { StringLike: { "aws:SourceAccount": "*" } },
    { StringEqualsIfExists: { "aws:SourceAccount": accountId } },
    { StringEquals: { "aws:Referer": "x" } },
  ])("is used by another account, unless a condition limits the source: %j", (condition) => {
    expect(backups(condition)).toEqual(open);
  });

  test.each([
    { ArnLike: { "AWS:SourceArn": distribution(accountId) } },
    { StringEquals: { "aws:SourceAccount": accountId } },
    { ArnEquals: { "aws:SourceArn": distribution("123456789012") } },
  ])("is not used by another account if its source is limited: %j", (condition) => {
    expect(backups(condition)).toEqual(closed);
  });
});
