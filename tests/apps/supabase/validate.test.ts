/** What can be wrong with the args of a Supabase storage itself, and all of it at once. */
import fc from "fast-check";
import { supabaseProblems } from "../../../apps/supabase/validate";
import { aws } from "../../../stores/aws";
import { codesOf, messagesOf, type Found } from "../../validation/of";
import { statement } from "../mastodon/fixtures";
import { backend, backendOnCeph, CEPH, endpointOnly, found } from "./fixtures";

/** With members that the types would refuse: config and other languages do not read them. */
const looseBackend = (rest: Record<string, unknown>): object => ({ ...backend(), ...rest });
const looseBucket = (rest: Record<string, unknown>): object => backend({}, rest);
const looseEndpoint = (rest: Record<string, unknown>): object => ({ ...endpointOnly(), ...rest });

test.each<[string, object]>([
  ["a backend on AWS", backend()],
  ["a backend on Ceph", backendOnCeph()],
  [
    "a backend within a container network",
    backendOnCeph({}, { store: { s3: { ...CEPH, endpoint: "http://rgw:7480", allowHttp: true } } }),
  ],
  ["only the endpoint", endpointOnly()],
  ["both", backend({ protocolEndpoint: { keyRotation: "2026-11" } })],
  ["the template's tenant", endpointOnly({ tenantId: "stub" })],
  ["the default tenant", endpointOnly({ tenantId: "storage-single-tenant" })],
  ["a change of the tenant", endpointOnly({ previousTenantId: "stub" })],
  ["an endpoint whose tenant nobody guards", endpointOnly({ protectTenantId: false })],
  ["a public URL with a port", endpointOnly({ publicUrl: "https://supabase.example:8443" })],
  ["the first version with the endpoint", endpointOnly({ version: "v1.0.0" })],
  ["a backend before the endpoint", backend({ version: "0.51.3" })],
])("%s has no problem", (_, settings) => expect(found(settings)).toEqual([]));

const noFeature: Found = ["", "feature-missing"];

test.each<[string, object, ...Found[]]>([
  ["a typing error", looseBackend({ tenantid: "a" }), ["tenantid", "unknown-member"]],
  [
    "a media host",
    looseBackend({ mediaHost: { hostname: "files.example", external: {} } }),
    ["mediaHost", "media-host-unsupported"],
  ],
  [
    "CORS origins",
    looseBucket({ corsOrigins: ["https://supabase.example"] }),
    ["backend.corsOrigins", "cors-unused"],
  ],
  ["no public URL", looseBackend({ publicUrl: undefined }), ["publicUrl", "missing-member"]],
  ["no tenant id", looseBackend({ tenantId: undefined }), ["tenantId", "missing-member"]],
  ["neither feature", { publicUrl: "https://supabase.example", tenantId: "acme" }, noFeature],
  [
    "the place of a bucket that is not in backend",
    looseEndpoint({ ...backend().backend, tags: { team: "db" }, writer: { role: { roleName: "r" } } }),
    ["bucket", "unknown-member"],
    ["store", "unknown-member"],
    ["tags", "unknown-member"],
    ["writer", "unknown-member"],
  ],
  [
    "a media host, at both places where other apps or buckets have one",
    looseBackend({ mediaHost: {}, backend: { ...backend().backend, mediaHost: {} } }),
    ["mediaHost", "media-host-unsupported"],
    ["backend.mediaHost", "media-host-unsupported"],
  ],
  [
    "statements, data and a source that are not in backend",
    looseEndpoint({ additionalStatements: [statement()], data: { protect: false }, bucketSource: "adopt" }),
    ["additionalStatements", "unknown-member"],
    ["data", "unknown-member"],
    ["bucketSource", "unknown-member"],
  ],
  [
    "features of wrong types",
    looseBackend({ backend: true, protocolEndpoint: true }),
    ["backend", "wrong-type"],
    ["protocolEndpoint", "wrong-type"],
  ],
  [
    "a bucket without a name and a place",
    looseEndpoint({ backend: {} }),
    ["backend.bucket", "missing-member"],
    ["backend.store", "missing-member"],
  ],
  [
    "no bucket beside a wrong region",
    looseEndpoint({ backend: { store: { aws: { region: "eu" } } } }),
    ["backend.bucket", "missing-member"],
    ["backend.store.aws.region", "store-region-unknown"],
  ],
  [
    "a session token, which Storage does not read",
    looseBucket({ writer: { given: { accessKeyId: "AKIA", secretAccessKey: "x", sessionToken: "t" } } }),
    ["backend.writer.given.sessionToken", "credential-unused"],
  ],
  [
    "a profile, which Storage does not read",
    looseBucket({ writer: { role: { roleName: "r", profile: "p" } } }),
    ["backend.writer.role.profile", "credential-unused"],
  ],
  [
    "a public URL without a scheme",
    endpointOnly({ publicUrl: "supabase.example" }),
    ["publicUrl", "public-url-scheme"],
  ],
  [
    "a slash behind the public URL",
    endpointOnly({ publicUrl: "https://supabase.example/" }),
    ["publicUrl", "public-url-path"],
  ],
  [
    "the URL of the endpoint, and of this machine",
    endpointOnly({ publicUrl: "http://localhost:8000/storage/v1/s3" }),
    ["publicUrl", "public-url-path"],
  ],
  ...["http://localhost:8000", "https://localhost", "https://127.0.0.1:8443", "http://[::1]:8000"].map(
    (publicUrl): [string, object, Found] => [
      publicUrl,
      endpointOnly({ publicUrl }),
      ["publicUrl", "public-url-loopback"],
    ],
  ),
  [
    "a public URL in the clear",
    endpointOnly({ publicUrl: "http://supabase.example:8000" }),
    ["publicUrl", "public-url-http"],
  ],
  [
    "a public URL in capitals",
    endpointOnly({ publicUrl: "https://Supabase.example" }),
    ["publicUrl", "hostname-capitals"],
  ],
  ...["", "a/b", "/acme", "acme/", "a b", "a*", "a$b", "..", "it's"].map(
    (tenantId): [string, object, Found] => [
      `the tenant id ${JSON.stringify(tenantId)}`,
      endpointOnly({ tenantId }),
      ["tenantId", "tenant-id"],
    ],
  ),
  ["a number for a tenant id", looseEndpoint({ tenantId: 42 }), ["tenantId", "unquoted-text"]],
  [
    "a change from what is no tenant id",
    endpointOnly({ previousTenantId: "stub/" }),
    ["previousTenantId", "tenant-id"],
  ],
  [
    "a change from the same",
    endpointOnly({ previousTenantId: "acme" }),
    ["previousTenantId", "tenant-id-same"],
  ],
  [
    "an empty rotation",
    endpointOnly({ protocolEndpoint: { keyRotation: "" } }),
    ["protocolEndpoint.keyRotation", "key-rotation-empty"],
  ],
  [
    "a number for a rotation",
    looseEndpoint({ protocolEndpoint: { keyRotation: 2 } }),
    ["protocolEndpoint.keyRotation", "unquoted-text"],
  ],
  ["a flag that is none", looseEndpoint({ protectTenantId: "no" }), ["protectTenantId", "wrong-type"]],
  ["a number for a version", looseEndpoint({ version: 1.44 }), ["version", "unquoted-version"]],
  ...["latest", "1.44", "1", "2025.04"].map((version): [string, object, Found] => [
    `the version ${version}`,
    endpointOnly({ version }),
    ["version", "version-format"],
  ]),
  ["the endpoint before it was there", endpointOnly({ version: "0.51.3" }), ["version", "version-too-old"]],
])("%s", (_, settings, ...problems) => expect(found(settings)).toEqual(problems));

test.each<[string, object, ...string[]]>([
  ["a typing error", looseBackend({ tenantid: "a" }), "did you mean tenantId?"],
  [
    "neither feature",
    { publicUrl: "https://a.example", tenantId: "acme" },
    "`backend`",
    "`protocolEndpoint: {}`",
  ],
  [
    "a slash behind the public URL",
    endpointOnly({ publicUrl: "https://supabase.example/" }),
    'change it to "https://supabase.example"',
  ],
  [
    "a public URL in the clear",
    endpointOnly({ publicUrl: "http://supabase.example:8000" }),
    'change it to "https://supabase.example:8000"',
    "`allowHttp: true`",
  ],
  ["a bucket that is not in backend", looseEndpoint({ bucket: "b" }), "`backend: { bucket: ... }`"],
  ["a number for a tenant id", looseEndpoint({ tenantId: 42 }), 'in quotes: "42"'],
  ["a version of no image", endpointOnly({ version: "1.44" }), "supabase/storage-api", '"1.44.2"'],
  ["a version without the endpoint", endpointOnly({ version: "0.51.3" }), "0.51.3", "since 1.0.0"],
])("what is said about %s", (_, settings, ...words) => {
  const said = messagesOf(supabaseProblems(settings)).join("\n");
  for (const part of words) expect(said).toContain(part);
});

test.each([
  ["TUS_ALLOW_S3_TAGS", "tags", "objectTags", "1.14.5", "1.14.6"],
  ["TUS_PART_SIZE", "parts of different sizes", "unequalParts", "0.48.1", "0.48.2"],
])("a version without %s, on a store without %s", (name, _, capability, before, since) => {
  const problems = (version: string) => supabaseProblems(backend({ version }), "p");
  expect(problems(before)).toEqual([]);
  const without = jest.replaceProperty(aws, "can", { ...aws.can, [capability]: false });
  try {
    expect(codesOf(problems(before))).toEqual([["p.version", "version-too-old"]]);
    expect(messagesOf(problems(before)).join()).toContain(name);
    expect(problems(since)).toEqual([]);
  } finally {
    without.restore();
  }
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
  const problems = found(backend({}, { additionalStatements: [open] }));
  expect([...new Set(problems.map(([path]) => path))]).toEqual(["backend.additionalStatements[0]"]);
});

test("a statement for one user is none's business", () => {
  const resources = ["arn:aws:s3:::supabase-files/acme/*"];
  expect(found(backend({}, { additionalStatements: [statement({ resources })] }))).toEqual([]);
});

test("all problems at once, each below the given path", () => {
  const settings = looseBackend({
    publicUrl: "supabase.example",
    previousTenantId: "acme",
    protocolEndpoint: { keyRotation: "" },
    version: 1.44,
    tags: {},
    backend: {
      bucket: "supabase-files",
      store: { aws: { region: "eu-central-1" } },
      corsOrigins: [],
      data: { importId: "x" },
      additionalStatements: [
        statement({ principals: ["*"], resources: ["arn:aws:s3:::supabase-files/acme/*"] }),
      ],
    },
  });
  expect(found(settings, "config.db.supabase").map(([path]) => path)).toEqual([
    "config.db.supabase.tags",
    "config.db.supabase.version",
    "config.db.supabase.backend.corsOrigins",
    "config.db.supabase.backend.data.importId",
    "config.db.supabase.publicUrl",
    "config.db.supabase.protocolEndpoint.keyRotation",
    "config.db.supabase.previousTenantId",
    "config.db.supabase.backend.additionalStatements[0]",
  ]);
});

test("no args at all", () => {
  const problems = supabaseProblems(undefined);
  expect(codesOf(problems)).toEqual([["", "missing-member"]]);
  expect(problems[0]?.message).toMatch(
    /publicUrl, tenantId and at least one of `backend`.* and `protocolEndpoint: \{\}`/,
  );
});

test("args that are none", () => {
  for (const value of [null, "x", []]) {
    expect(found(value, "p")).toEqual([["p", "wrong-type"]]);
  }
});

test("no value whatever makes a TypeError, and no message shows a secret", () => {
  const member = fc.constantFrom(
    ...["publicUrl", "tenantId", "previousTenantId", "protectTenantId", "version", "backend"],
    ...["protocolEndpoint", "bucket", "store", "data", "corsOrigins", "mediaHost", "__proto__"],
  );
  const inner = fc.constantFrom(
    ...["bucket", "store", "data", "tags", "writer", "additionalStatements", "corsOrigins"],
    ...["aws", "region", "keys", "given", "protect", "keyRotation", "sid", "principals"],
  );
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
          looseBucket({ writer: { given: { accessKeyId: "AKIA", secretAccessKey } } }),
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
