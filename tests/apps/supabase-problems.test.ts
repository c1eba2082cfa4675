/** Every message about the args of a Supabase storage itself, and all of them at once. */
import fc from "fast-check";
import { supabaseProblems, tooOld } from "../../apps/supabase-problems";
import { statement, type Found } from "./settings";
import { backend, backendOnCeph, CEPH, endpointOnly, found } from "./supabase";

/** With members that the types would refuse: config and other languages do not read them. */
const looseBackend = (rest: Record<string, unknown>): object => ({ ...backend(), ...rest });
const looseEndpoint = (rest: Record<string, unknown>): object => ({ ...endpointOnly(), ...rest });

test.each<[string, object]>([
  ["a backend on AWS", backend()],
  ["a backend on Ceph", backendOnCeph()],
  [
    "a backend within a container network",
    backendOnCeph({ store: { s3: { ...CEPH, endpoint: "http://rgw:7480", allowHttp: true } } }),
  ],
  ["only the endpoint", endpointOnly()],
  ["both", backend({ protocolEndpoint: true, protocolKeyRotation: "2026-11" })],
  ["features that are said to be off", backend({ protocolEndpoint: false })],
  ["the template's tenant", endpointOnly({ tenantId: "stub" })],
  ["the default tenant", endpointOnly({ tenantId: "storage-single-tenant" })],
  ["a change of the tenant", endpointOnly({ tenantIdChangeFrom: "stub" })],
  ["an endpoint whose tenant nobody guards", endpointOnly({ data: { protect: false } })],
  ["a public URL with a port", endpointOnly({ publicUrl: "https://supabase.example:8443" })],
  ["the first version with the endpoint", endpointOnly({ version: "v1.0.0" })],
  ["a backend before the endpoint", backend({ version: "0.51.3" })],
])("%s has no problem", (_, settings) => expect(found(settings)).toEqual([]));

const ofBucket =
  "is about a bucket, which only the S3 backend has; write `s3Backend: true` too, or leave it out";
const noTenant =
  'is no tenant id; it is the first part of every key, so write letters, digits, "_", "." and "-" without a slash';
const localhost =
  'is a name of the machine itself, by which nobody else reaches it and no upload URL works elsewhere; write the public one, like "https://supabase.example"';
const noFeature: Found = [
  "",
  "has neither feature, so there is nothing to make; write `s3Backend: true` with a bucket and a store, `protocolEndpoint: true`, or both",
];
const wantedVersion = 'write the tag of your image supabase/storage-api, in quotes, such as "1.44.2"';

test.each<[string, object, ...Found[]]>([
  ["a typing error", looseBackend({ tenantid: "a" }), ["tenantid", "is unknown; did you mean tenantId?"]],
  [
    "a media host",
    looseBackend({ mediaHost: { hostname: "files.example", external: {} } }),
    [
      "mediaHost",
      "is unknown; known here: bucket, store, additionalStatements, tags, writer, data, s3Backend, protocolEndpoint, publicUrl, allowHttp, tenantId, tenantIdChangeFrom, version, protocolKeyRotation",
    ],
  ],
  [
    "CORS origins",
    looseBackend({ corsOrigins: ["https://supabase.example"] }),
    [
      "corsOrigins",
      "has no effect: browsers talk to Supabase's API and never to the bucket, so that needs no CORS; leave it out",
    ],
  ],
  ["no public URL", looseBackend({ publicUrl: undefined }), ["publicUrl", "is missing; write it"]],
  ["no tenant id", looseBackend({ tenantId: undefined }), ["tenantId", "is missing; write it"]],
  ["neither feature", { publicUrl: "https://supabase.example", tenantId: "acme" }, noFeature],
  ["a bucket with neither feature", looseBackend({ s3Backend: undefined }), noFeature],
  ["both features off", looseBackend({ s3Backend: false, protocolEndpoint: false }), noFeature],
  [
    "features of wrong types",
    looseBackend({ s3Backend: "yes", protocolEndpoint: 1 }),
    ["s3Backend", 'is "yes"; write true or false'],
    ["protocolEndpoint", "is 1; write true or false"],
  ],
  [
    "a backend without a place",
    looseEndpoint({ s3Backend: true }),
    ["bucket", "is missing; write it"],
    ["store", "is missing; write it"],
  ],
  [
    "a place without a backend",
    looseEndpoint({
      ...backend({ tags: { team: "db" } }),
      s3Backend: false,
      writer: { role: { roleName: "r" } },
    }),
    ["bucket", ofBucket],
    ["store", ofBucket],
    ["tags", ofBucket],
    ["writer", ofBucket],
  ],
  [
    "statements and data without a backend",
    looseEndpoint({
      additionalStatements: [statement()],
      data: { protect: false, retainOnDelete: false, versioning: true },
    }),
    ["additionalStatements", ofBucket],
    ["data.retainOnDelete", ofBucket],
    ["data.versioning", ofBucket],
  ],
  [
    "a public URL without a scheme",
    endpointOnly({ publicUrl: "supabase.example" }),
    ["publicUrl", '"supabase.example" has no scheme; write it with "https://"'],
  ],
  [
    "a slash behind the public URL",
    endpointOnly({ publicUrl: "https://supabase.example/" }),
    [
      "publicUrl",
      '"https://supabase.example/" goes on behind the host, where /storage/v1 is put; write "https://supabase.example"',
    ],
  ],
  [
    "the URL of the endpoint, and of this machine",
    endpointOnly({ publicUrl: "http://localhost:8000/storage/v1/s3" }),
    [
      "publicUrl",
      '"http://localhost:8000/storage/v1/s3" goes on behind the host, where /storage/v1 is put; write one like "https://supabase.example"',
    ],
  ],
  ...["http://localhost:8000", "https://localhost", "https://127.0.0.1:8443", "http://[::1]:8000"].map(
    (publicUrl): [string, object, Found] => [
      publicUrl,
      endpointOnly({ publicUrl }),
      ["publicUrl", `"${publicUrl}" ${localhost}`],
    ],
  ),
  [
    "a public URL in the clear",
    endpointOnly({ publicUrl: "http://supabase.example:8000" }),
    [
      "publicUrl",
      '"http://supabase.example:8000" is plain http, so keys and files travel in clear text; write "https://supabase.example:8000", or set `allowHttp: true` for a private network',
    ],
  ],
  [
    "a public URL in capitals",
    endpointOnly({ publicUrl: "https://Supabase.example" }),
    ["publicUrl", '"https://Supabase.example" contains capitals; write "https://supabase.example"'],
  ],
  ...["", "a/b", "/acme", "acme/", "a b", "a*", "a$b", "..", "it's"].map(
    (tenantId): [string, object, Found] => [
      `the tenant id ${JSON.stringify(tenantId)}`,
      endpointOnly({ tenantId }),
      ["tenantId", `"${tenantId}" ${noTenant}`],
    ],
  ),
  [
    "a number for a tenant id",
    looseEndpoint({ tenantId: 42 }),
    ["tenantId", 'is the number 42; write it in quotes: "42"'],
  ],
  [
    "a change from what is no tenant id",
    endpointOnly({ tenantIdChangeFrom: "stub/" }),
    ["tenantIdChangeFrom", `"stub/" ${noTenant}`],
  ],
  [
    "a change from the same",
    endpointOnly({ tenantIdChangeFrom: "acme" }),
    ["tenantIdChangeFrom", "is the tenant id itself; write the one that it was before, or leave it out"],
  ],
  [
    "a rotation of keys that there are not",
    backend({ protocolKeyRotation: "1" }),
    [
      "protocolKeyRotation",
      "has no effect without the protocol endpoint; write `protocolEndpoint: true`, or leave it out",
    ],
  ],
  [
    "an empty rotation",
    endpointOnly({ protocolKeyRotation: "" }),
    ["protocolKeyRotation", '"" is empty; write any text, such as the day of the rotation, or leave it out'],
  ],
  [
    "a number for a rotation",
    looseEndpoint({ protocolKeyRotation: 2 }),
    ["protocolKeyRotation", 'is the number 2; write it in quotes: "2"'],
  ],
  ["a number for a version", looseEndpoint({ version: 1.44 }), ["version", `is a number; ${wantedVersion}`]],
  ...["latest", "1.44", "1", "2025.04"].map((version): [string, object, Found] => [
    `the version ${version}`,
    endpointOnly({ version }),
    ["version", `"${version}" is no version of Supabase Storage; ${wantedVersion}`],
  ]),
  [
    "the endpoint before it was there",
    endpointOnly({ version: "0.51.3" }),
    ["version", '"0.51.3" has no S3 protocol endpoint, which exists from 1.0.0: upgrade first'],
  ],
])("%s", (_, settings, ...problems) => expect(found(settings)).toEqual(problems));

test("a version without TUS_ALLOW_S3_TAGS, on a store without tags", () => {
  const stores = { aws: { objectTags: false } };
  const problems = (version: string, with_ = stores) =>
    tooOld({ ...backend({ version }) }, "p", with_).map(({ path, message }) => [path, message]);
  expect(problems("1.14.5")).toEqual([
    [
      "p.version",
      '"1.14.5" has no TUS_ALLOW_S3_TAGS, without which resumable uploads need a store with tags, which exists from 1.14.6: upgrade first',
    ],
  ]);
  expect(problems("1.14.6")).toEqual([]);
  expect(problems("1.14.5", { aws: { objectTags: true } })).toEqual([]);
});

test.each([
  ["anybody may read", { principals: ["*"] }],
  [
    "anybody may list",
    { principals: ["*"], actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::supabase-files"] },
  ],
  ["anybody may upload", { principals: ["*"], actions: ["s3:PutObject"] }],
])("no statement can open the bucket: %s", (_, rest) => {
  const open = statement({ resources: ["arn:aws:s3:::supabase-files/acme/avatars/*"], ...rest });
  const problems = found(backend({ additionalStatements: [open] }));
  expect([...new Set(problems.map(([path]) => path))]).toEqual(["additionalStatements[0]"]);
});

test("a statement for one user is none's business", () => {
  const resources = ["arn:aws:s3:::supabase-files/acme/*"];
  expect(found(backend({ additionalStatements: [statement({ resources })] }))).toEqual([]);
});

test("all problems at once, each below the given path", () => {
  const settings = looseBackend({
    publicUrl: "supabase.example",
    tenantIdChangeFrom: "acme",
    protocolKeyRotation: "1",
    version: 1.44,
    corsOrigins: [],
    data: { importId: "x" },
    store: { aws: { region: "eu-central-1" } },
    additionalStatements: [
      statement({ principals: ["*"], resources: ["arn:aws:s3:::supabase-files/acme/*"] }),
    ],
  });
  expect(found(settings, "config.db.supabase").map(([path]) => path)).toEqual([
    "config.db.supabase.data.importId",
    "config.db.supabase.corsOrigins",
    "config.db.supabase.publicUrl",
    "config.db.supabase.tenantIdChangeFrom",
    "config.db.supabase.protocolKeyRotation",
    "config.db.supabase.version",
    "config.db.supabase.additionalStatements[0]",
  ]);
});

test("no args at all", () => {
  const message =
    "is missing; write at least publicUrl, tenantId and one of `s3Backend: true` and `protocolEndpoint: true`";
  expect(supabaseProblems(undefined)).toEqual([{ code: "missing-member", path: "", message }]);
});

test("args that are none", () => {
  for (const value of [null, "x", []]) {
    expect(found(value, "p")).toEqual([["p", expect.stringMatching(/^is .*; write a map/)]]);
  }
});

test("no value whatever makes a TypeError, and no message shows a secret", () => {
  const member = fc.constantFrom(
    ...["publicUrl", "tenantId", "tenantIdChangeFrom", "version", "s3Backend", "protocolEndpoint"],
    ...["protocolKeyRotation", "bucket", "store", "data", "corsOrigins", "additionalStatements"],
    ...["tags", "writer", "mediaHost", "__proto__"],
  );
  const inner = fc.constantFrom("aws", "region", "keys", "given", "protect", "importId", "sid", "principals");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom<unknown>(
        null,
        undefined,
        0,
        true,
        false,
        "",
        "a",
        "*",
        "https://a.example",
        "CANARY\n",
      ),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(inner, tie("value"), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(member, value, { maxKeys: 4 }), value, (rest, secretAccessKey) => {
      const all = [
        ...supabaseProblems({ ...backend(), ...rest }, "p"),
        ...supabaseProblems({ ...endpointOnly(), ...rest }, "p"),
        ...supabaseProblems(
          looseBackend({ writer: { given: { accessKeyId: "AKIA", secretAccessKey } } }),
          "p",
        ),
      ];
      for (const { path, message } of all) {
        expect(path).toMatch(/^p($|[.[])/);
        expect(message).not.toBe("");
        if (path.endsWith("secretAccessKey")) expect(message).not.toContain("CANARY");
      }
    }),
    { numRuns: 1000 },
  );
});
