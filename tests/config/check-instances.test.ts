/** Everything that is wrong with the map of instances, at once. */
import fc from "fast-check";
import { instancesProblems } from "../../config/check-instances";
import schema from "../../config/instances.schema.json";
import { codesOf } from "../problems/of";

const social = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
};
const found = (value: unknown): [string, string][] =>
  instancesProblems(value, "c:instances").map(({ path, message }) => [path, message]);
const name =
  "is no name for an instance; begin with a-z and go on with letters and digits, for it begins the names of outputs";
const example = "(Pulumi.dev.yaml has an example)";

test("instances without a problem", () => {
  expect(
    found({ social: { mastodon: social }, other: { mastodon: { ...social, bucket: "other-media" } } }),
  ).toEqual([]);
  const given = { accessKeyId: "AKIA", principal: "arn:aws:iam::111111111111:user/m" };
  expect(found({ social: { mastodon: { ...social, writer: { given } } } })).toEqual([]);
});

test.each<[string, unknown, ...[string, string][]]>([
  ["nothing", undefined, ["c:instances", `is missing; name your instances there ${example}`]],
  ["null", null, ["c:instances", `is missing; name your instances there ${example}`]],
  ["no instance", {}, ["c:instances", `is empty; name an instance ${example}`]],
  ["a number", 5, ["c:instances", "is a number; write a map of keys and values"]],
  ["an empty list", [], ["c:instances", "is a list; write a map of keys and values"]],
  ["a list with nothing in it", [null], ["c:instances", "is a list; write a map of keys and values"]],
  [
    "an instance without an app",
    { social: {} },
    [
      "c:instances.social",
      "names no app; write `mastodon:` or `authentik:` or `supabase:` with its settings",
    ],
  ],
  [
    "an instance that is none",
    { social: null },
    ["c:instances.social", "is empty; write a map of keys and values"],
  ],
  [
    "an app that is none",
    { social: { mastodn: social } },
    ["c:instances.social.mastodn", "is unknown; did you mean mastodon?"],
  ],
  [
    "an app that says nothing",
    { social: { mastodon: {} } },
    ["c:instances.social.mastodon.webDomain", "is missing; write it"],
    ["c:instances.social.mastodon.bucket", "is missing; write it"],
    ["c:instances.social.mastodon.store", "is missing; write it"],
  ],
  [
    "a value of a wrong type is not missing too",
    { social: { mastodon: { ...social, webDomain: 5 } } },
    ["c:instances.social.mastodon.webDomain", 'is the number 5; write it in quotes: "5"'],
  ],
  [
    "nor is what holds it",
    { social: { mastodon: { ...social, store: { aws: { region: null } } } } },
    ["c:instances.social.mastodon.store.aws.region", "is empty; write a text"],
  ],
  [
    "an app that is empty",
    { social: { mastodon: null } },
    ["c:instances.social.mastodon", "is empty; write a map of keys and values"],
  ],
  [
    "unknown members beside the app",
    { social: { mastodon: social, cloudflare: {} } },
    ["c:instances.social.cloudflare", "is unknown; known here: mastodon, authentik, supabase"],
  ],
  [
    "every bad name",
    {
      "my-social": { mastodon: { ...social, bucket: "a-a" } },
      Social: { mastodon: { ...social, bucket: "b-b" } },
      "": { mastodon: { ...social, bucket: "c-c" } },
      "1": { mastodon: { ...social, bucket: "d-d" } },
    },
    ["c:instances.1", name],
    ["c:instances.my-social", name],
    ["c:instances.Social", name],
    ["c:instances", name],
  ],
  [
    "a name whose keys would be those of another one's store",
    { social: { mastodon: social }, socialStore: { mastodon: { ...social, bucket: "a-a" } } },
    [
      "c:instances.socialStore",
      'is the name of social with "Store" behind it, so that the keys of both would be one; write another name',
    ],
  ],
  ["a name that objects have", { constructor: { mastodon: social } }],
  ["a name that only ends so", { bookStore: { mastodon: social } }],
])("%s", (_, value, ...expected) => expect(found(value)).toEqual(expected));

const foundIn = (rest: object): [string, string][] =>
  found({ social: { mastodon: { ...social, ...rest } } }).map(([path, message]) => [
    path.replace("c:instances.social.mastodon.", ""),
    message,
  ]);
const given = (rest: object) => ({ writer: { given: { accessKeyId: "AKIA", ...rest } } });
const misplaced =
  "does not belong here, where it would lose its mark as a secret; run `pulumi config set --secret socialSecretAccessKey`";
const nested = "is a nested secret, which would lose its mark; secrets are config values of their own";

test.each<[string, object, ...[string, string][]]>([
  [
    "a nested secret access key",
    given({ secretAccessKey: "CANARY" }),
    ["writer.given.secretAccessKey", misplaced],
  ],
  [
    "the same, marked, with a typing error",
    given({ secretAcessKey: { secure: "CANARY" } }),
    ["writer.given.secretAcessKey", misplaced],
  ],
  [
    "a nested secret for a text",
    given({ accessKeyId: { secure: "CANARY" } }),
    ["writer.given.accessKeyId", nested],
  ],
  ["another nested secret", { data: { importId: { secure: "CANARY" } } }, ["data.importId", nested]],
  ["no id of the key", { writer: { given: {} } }, ["writer.given.accessKeyId", "is missing; write it"]],
  [
    "every problem of a media host",
    { mediaHost: { hostname: "FILES.example/x", previousHosts: [] } },
    ["mediaHost.previousHosts", "is unknown; known here: hostname, external"],
    ["mediaHost.hostname", '"FILES.example/x" contains a path; write "files.example"'],
  ],
  [
    "every problem of the data",
    { data: { importId: "other-bucket", protect: "no" } },
    ["data.protect", 'is "no"; write true or false'],
    [
      "data.importId",
      '"other-bucket" is not the bucket "social-media", so the wrong one would be adopted; write the same name in both',
    ],
  ],
  [
    "slots of wrong types",
    { writer: { keys: { slots: [1, "a"], current: "c" } } },
    ["writer.keys.slots[0]", 'is 1; write "a" or "b"'],
    ["writer.keys.current", 'is "c"; write "a" or "b"'],
  ],
  [
    "slashes, tildes, percents",
    { "a/b~c%d#e": 1 },
    ["a/b~c%d#e", expect.stringMatching(/^is unknown; known here: /) as string],
  ],
])("%s", (_, rest, ...expected) => {
  const problems = foundIn(rest);
  expect(problems).toEqual(expected);
  expect(JSON.stringify(problems)).not.toContain("CANARY");
});

const sso = {
  version: "2026.5.1",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
};
const foundInAuthentik = (rest: object) => found({ sso: { authentik: { ...sso, ...rest } } });

test("an instance of authentik, and beside it one of Mastodon", () => {
  expect(found({ sso: { authentik: sso }, social: { mastodon: social } })).toEqual([]);
  expect(found({ sso: { authentik: sso, mastodon: social } })).toEqual([
    ["c:instances.sso", "names mastodon and authentik; write one instance for each"],
  ]);
  expect(found({ sso: { authentik: sso }, social: { mastodon: { ...social, bucket: sso.bucket } } })).toEqual(
    [["c:instances.social.mastodon.bucket", expect.stringContaining("is the bucket of sso too")]],
  );
});

test("a version as YAML reads it without quotes, and origins without a scheme", () => {
  expect(foundInAuthentik({ version: 2025.1, origins: ["authentik.company"] }).map(([path]) => path)).toEqual(
    ["c:instances.sso.authentik.version", "c:instances.sso.authentik.origins[0]"],
  );
});

test("a nested session token, marked or not, whatever else is there", () => {
  for (const sessionToken of ["CANARY", { secure: "CANARY" }]) {
    for (const rest of [{}, given({})]) {
      expect(foundInAuthentik({ ...rest, sessionToken })).toEqual([
        [
          "c:instances.sso.authentik.sessionToken",
          "does not belong here, where it would lose its mark as a secret; run `pulumi config set --secret ssoSessionToken`",
        ],
      ]);
    }
  }
});

test("a session token where one looks for it first, and for an app that takes none", () => {
  const nested = given({ sessionToken: "CANARY" });
  expect(foundInAuthentik(nested)).toEqual([
    [
      "c:instances.sso.authentik.writer.given.sessionToken",
      "does not belong here, where it would lose its mark as a secret; run `pulumi config set --secret ssoSessionToken`",
    ],
  ]);
  expect(foundIn(nested)).toEqual([
    ["writer.given.sessionToken", expect.stringMatching(/^is unknown; /) as string],
  ]);
  expect(foundIn({ sessionToken: "CANARY" })).toEqual([
    ["sessionToken", expect.stringMatching(/^is unknown; /) as string],
  ]);
});

const endpoint = { publicUrl: "https://supabase.example", tenantId: "acme", protocolEndpoint: true };

test("instances of Supabase, with a bucket and without", () => {
  const backend = { ...endpoint, s3Backend: true, bucket: "supabase-files", store: social.store };
  expect(found({ a: { supabase: endpoint }, b: { supabase: endpoint }, c: { supabase: backend } })).toEqual(
    [],
  );
  expect(
    found({ db: { supabase: backend }, social: { mastodon: { ...social, bucket: backend.bucket } } }),
  ).toEqual([["c:instances.social.mastodon.bucket", expect.stringContaining("is the bucket of db too")]]);
});

test("a tenant id and a version as YAML reads them without quotes", () => {
  expect(
    found({ db: { supabase: { ...endpoint, tenantId: 1, version: 1.44 } } }).map(([path]) => path),
  ).toEqual(["c:instances.db.supabase.tenantId", "c:instances.db.supabase.version"]);
});

// A member that the types have and the checks do not know would be refused; one that only the checks know is unused.
test("the checks know exactly the members that the schema has", () => {
  const { definitions } = schema as unknown as { definitions: Record<string, Node> };
  let maps = 0;
  const full = (node: Node): unknown => {
    const target = node.$ref === undefined ? node : definitions[node.$ref.replace("#/definitions/", "")]!;
    if (target.items !== undefined) return [full(target.items)];
    if (target.type !== "object") return 5;
    // Of the maps only the tags may have any member.
    if (target.properties !== undefined) maps++;
    const members = Object.entries(target.properties ?? {}).map(([name, member]) => [name, full(member)]);
    return { ...(Object.fromEntries(members) as object), ...(target.properties && { "no such": 1 }) };
  };
  const unknown = found({ social: full({ $ref: "#/definitions/InstanceConfig" }) }).filter(([, message]) =>
    message.startsWith("is unknown"),
  );
  expect(unknown.map(([path]) => path.endsWith(".no such"))).not.toContain(false);
  expect(unknown).toHaveLength(maps);
});

interface Node {
  $ref?: string;
  type?: string;
  items?: Node;
  properties?: Record<string, Node>;
}

test("two instances on one bucket: each later one is told the first", () => {
  const value = {
    a: { mastodon: social },
    b: { mastodon: { ...social, bucket: "x-y-z" } },
    c: { mastodon: social },
    d: { mastodon: social },
  };
  const message =
    '"social-media" is the bucket of a too; one would delete or overwrite what the other keeps: write another name';
  expect(found(value)).toEqual([
    ["c:instances.c.mastodon.bucket", message],
    ["c:instances.d.mastodon.bucket", message],
  ]);
});

test("the same name at other stores is another bucket", () => {
  const s3 = { flavour: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const writer = { given: { accessKeyId: "K" } };
  const ceph = (endpoint: string) => ({
    mastodon: { ...social, store: { s3: { ...s3, endpoint } }, writer },
  });
  const [here, there] = [ceph("https://s3.example.org"), ceph("https://s3.example.net")];
  expect(found({ a: { mastodon: social }, b: here, c: there })).toEqual([]);
  expect(found({ a: here, b: here }).map(([path]) => path)).toEqual(["c:instances.b.mastodon.bucket"]);
});

test("one server behind two URLs has one bucket of a name", () => {
  const s3 = { flavour: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const at = (rest: object) => ({
    mastodon: { ...social, store: { s3: { ...s3, ...rest } }, writer: { given: { accessKeyId: "K" } } },
  });
  const value = {
    a: at({}),
    b: at({ endpoint: "http://s3.example.org:7480", allowHttp: true }),
    c: at({ pathStyle: false }),
  };
  expect(found(value).map(([path]) => path)).toEqual([
    "c:instances.b.mastodon.bucket",
    "c:instances.c.mastodon.bucket",
  ]);
});

test("one name in two partitions of AWS is two buckets, and in two regions one", () => {
  const at = (region: string) => ({ mastodon: { ...social, store: { aws: { region } } } });
  expect(
    found({ a: at("eu-central-1"), b: at("cn-north-1"), c: at("us-gov-west-1"), d: at("eusc-de-east-1") }),
  ).toEqual([]);
  expect(found({ a: at("cn-north-1"), b: at("cn-northwest-1") }).map(([path]) => path)).toEqual([
    "c:instances.b.mastodon.bucket",
  ]);
});

test("the problems of all instances, of shape and of meaning, in one go", () => {
  const value = {
    "my-social": { mastodon: { ...social, bucket: "My_Media" } },
    other: { mastodon: { ...social, version: 4.4, corsOrigins: ["a.example"], mediahost: {} } },
    third: { mastodon: { ...social, webDomain: "social", store: {} } },
    fourth: { wordpress: {} },
  };
  expect(
    found(value)
      .map(([path]) => path.replace("c:instances.", ""))
      .sort(),
  ).toEqual([
    "fourth.wordpress",
    "my-social",
    "my-social.mastodon.bucket",
    "my-social.mastodon.bucket",
    "other.mastodon.corsOrigins[0]",
    "other.mastodon.mediahost",
    "other.mastodon.version",
    "third.mastodon.bucket",
    "third.mastodon.store",
    "third.mastodon.webDomain",
  ]);
});

describe("whatever the config is, it never throws", () => {
  const isBelow = (path: string): boolean => path === "p" || path.startsWith("p.") || path.startsWith("p[");
  const check = (value: unknown): void => {
    for (const { path, message } of instancesProblems(value, "p")) {
      expect([path, isBelow(path)]).toEqual([path, true]);
      expect(message).not.toBe("");
    }
  };

  test("any JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        check(value);
        // Chance does not write a whole instance.
        expect(instancesProblems(value, "p")).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("any JSON in the place of any setting", () => {
    const members = fc.constantFrom(
      "webDomain",
      "bucket",
      "store",
      "data",
      "corsOrigins",
      "additionalStatements",
      "tags",
      "writer",
      "version",
      "access",
      "mediaHost",
      "keyPrefix",
      "extraMediaHosts",
      "__proto__",
    );
    const inner = fc.dictionary(
      fc.constantFrom(
        "aws",
        "keys",
        "role",
        "given",
        "slots",
        "hostname",
        "external",
        "secure",
        "importId",
        "region",
      ),
      fc.jsonValue({ maxDepth: 2 }),
      { maxKeys: 3 },
    );
    const settings = fc.dictionary(members, fc.oneof(fc.jsonValue({ maxDepth: 3 }), inner), { maxKeys: 5 });
    const instances = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom("social", "other", "__proto__", "constructor")),
      settings.map((rest) => ({ mastodon: { ...social, ...rest } })),
      { maxKeys: 2 },
    );
    fc.assert(fc.property(instances, check), { numRuns: 500 });
  });
});

test("credentials of a store where its secret would be plain text", () => {
  const s3 = { flavour: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const writer = { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/mastodon" } };
  for (const provider of [{ accessKey: "ADMIN", secretKey: "canary" }, { customCaBundle: "/ca.pem" }]) {
    const mastodon = { ...social, store: { s3: { ...s3, provider } }, writer };
    const problems = instancesProblems({ social: { mastodon } }, "c:instances");
    expect(codesOf(problems)).toEqual([
      ["c:instances.social.mastodon.store.s3.provider", "secret-misplaced"],
    ]);
    expect(JSON.stringify(problems)).not.toContain("canary");
  }
});
