/** All problems of the map of instances, at once. */
import fc from "fast-check";
import { instancesProblems } from "../../config/check-instances";
import schema from "../../config/instances.schema.json";
import { codesOf, messagesOf, type Found } from "../validation/of";

const social = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
};
const found = (value: unknown): Found[] => codesOf(instancesProblems(value, "c:instances"));
/** The messages about the instances, for tests of the wording. */
const said = (value: unknown): string => messagesOf(instancesProblems(value, "c:instances")).join("\n");

test("instances without a problem", () => {
  expect(
    found({ social: { mastodon: social }, other: { mastodon: { ...social, bucket: "other-media" } } }),
  ).toEqual([]);
  const given = { accessKeyId: "AKIA", principal: "arn:aws:iam::111111111111:user/m" };
  expect(found({ social: { mastodon: { ...social, writer: { given } } } })).toEqual([]);
});

test.each<[string, unknown, ...Found[]]>([
  ["nothing", undefined, ["c:instances", "missing-member"]],
  ["null", null, ["c:instances", "missing-member"]],
  ["no instance", {}, ["c:instances", "instances-empty"]],
  ["a number", 5, ["c:instances", "wrong-type"]],
  ["an empty list", [], ["c:instances", "wrong-type"]],
  ["a list with nothing in it", [null], ["c:instances", "wrong-type"]],
  ["an instance without an app", { social: {} }, ["c:instances.social", "instance-app-missing"]],
  ["an instance that is not an object", { social: null }, ["c:instances.social", "wrong-type"]],
  ["an unknown app", { social: { mastodn: social } }, ["c:instances.social.mastodn", "unknown-member"]],
  [
    "an app without settings",
    { social: { mastodon: {} } },
    ["c:instances.social.mastodon.bucket", "missing-member"],
    ["c:instances.social.mastodon.store", "missing-member"],
    ["c:instances.social.mastodon.webDomain", "missing-member"],
  ],
  [
    "a value of a wrong type is not missing too",
    { social: { mastodon: { ...social, webDomain: 5 } } },
    ["c:instances.social.mastodon.webDomain", "unquoted-text"],
  ],
  [
    "nor is the object that contains it",
    { social: { mastodon: { ...social, store: { aws: { region: null } } } } },
    ["c:instances.social.mastodon.store.aws.region", "wrong-type"],
  ],
  ["an app that is empty", { social: { mastodon: null } }, ["c:instances.social.mastodon", "wrong-type"]],
  [
    "unknown members beside the app",
    { social: { mastodon: social, cloudflare: {} } },
    ["c:instances.social.cloudflare", "unknown-member"],
  ],
  [
    "every bad name",
    {
      "my-social": { mastodon: { ...social, bucket: "a-a" } },
      Social: { mastodon: { ...social, bucket: "b-b" } },
      "": { mastodon: { ...social, bucket: "c-c" } },
      "1": { mastodon: { ...social, bucket: "d-d" } },
    },
    ["c:instances.1", "instance-name"],
    ["c:instances.my-social", "instance-name"],
    ["c:instances.Social", "instance-name"],
    ["c:instances", "instance-name"],
  ],
  [
    "a name whose config keys are those of another instance's store",
    { social: { mastodon: social }, socialStore: { mastodon: { ...social, bucket: "a-a" } } },
    ["c:instances.socialStore", "instance-name-keys"],
  ],
  ["a name of a member that every object has", { constructor: { mastodon: social } }],
  ["a name with such an ending, but no other instance", { bookStore: { mastodon: social } }],
])("%s", (_, value, ...expected) => expect(found(value)).toEqual(expected));

const withRest = (rest: object) => ({ social: { mastodon: { ...social, ...rest } } });
const foundIn = (rest: object): Found[] =>
  found(withRest(rest)).map(([path, code]) => [path.replace("c:instances.social.mastodon.", ""), code]);
const given = (rest: object) => ({ writer: { given: { accessKeyId: "AKIA", ...rest } } });

test.each<[string, object, ...Found[]]>([
  [
    "a nested secret access key",
    given({ secretAccessKey: "CANARY" }),
    ["writer.given.secretAccessKey", "secret-misplaced"],
  ],
  [
    "the same, encrypted and misspelled",
    given({ secretAcessKey: { secure: "CANARY" } }),
    ["writer.given.secretAcessKey", "secret-misplaced"],
  ],
  [
    "a nested secret instead of a string",
    given({ accessKeyId: { secure: "CANARY" } }),
    ["writer.given.accessKeyId", "nested-secret"],
  ],
  [
    "a secret in a store that takes no credentials from the config",
    { store: { aws: { region: "eu-central-1", accessKey: "AKIA", secretKey: "CANARY" } } },
    ["store.aws.accessKey", "secret-misplaced"],
    ["store.aws.secretKey", "secret-misplaced"],
  ],
  [
    "a secret beside the kind of the store",
    { store: { ...social.store, secretAccessKey: "CANARY" } },
    ["store.secretAccessKey", "secret-misplaced"],
  ],
  [
    "a secret anywhere else",
    { mediaHost: { hostname: "files.social.example", external: { secret_key: "CANARY" } } },
    ["mediaHost.external.secret_key", "secret-misplaced"],
  ],
  [
    "a variable of authentik with a secret",
    { AUTHENTIK_STORAGE__S3__SECRET_KEY: "CANARY" },
    ["AUTHENTIK_STORAGE__S3__SECRET_KEY", "secret-misplaced"],
  ],
  ["another nested secret", { keyPrefix: { secure: "CANARY" } }, ["keyPrefix", "nested-secret"]],
  ["no id of the key", { writer: { given: {} } }, ["writer.given.accessKeyId", "missing-member"]],
  [
    "every problem of a media host",
    { mediaHost: { hostname: "FILES.example/x", formerHosts: [] } },
    ["mediaHost.formerHosts", "unknown-member"],
    ["mediaHost.hostname", "hostname-path"],
  ],
  [
    "every problem of the data",
    { data: { protect: "no", versioning: true } },
    ["data.protect", "wrong-type"],
    ["data.versioning", "wrong-type"],
  ],
  [
    "slots of wrong types",
    { writer: { keys: { slots: [1, "a"], current: "c" } } },
    ["writer.keys.slots[0]", "wrong-type"],
    ["writer.keys.current", "unknown-value"],
  ],
  ["slashes, tildes, percents", { "a/b~c%d#e": 1 }, ["a/b~c%d#e", "unknown-member"]],
])("%s", (_, rest, ...expected) => {
  expect(foundIn(rest)).toEqual(expected);
  expect(said(withRest(rest))).not.toContain("CANARY");
});

const sso = {
  version: "2026.5.1",
  origins: ["https://authentik.company"],
  bucket: "authentik-files",
  store: { aws: { region: "eu-central-1" } },
};
const foundInAuthentik = (rest: object) => found({ sso: { authentik: { ...sso, ...rest } } });

test("an instance with authentik and Mastodon", () => {
  expect(found({ sso: { authentik: sso }, social: { mastodon: social } })).toEqual([]);
  expect(found({ sso: { authentik: sso, mastodon: social } })).toEqual([
    ["c:instances.sso", "instance-apps"],
  ]);
  expect(found({ sso: { authentik: sso }, social: { mastodon: { ...social, bucket: sso.bucket } } })).toEqual(
    [["c:instances.social.mastodon.bucket", "bucket-shared"]],
  );
});

test("a version as YAML reads it without quotes, and origins without a scheme", () => {
  expect(foundInAuthentik({ version: 2025.1, origins: ["authentik.company"] }).map(([path]) => path)).toEqual(
    ["c:instances.sso.authentik.version", "c:instances.sso.authentik.origins[0]"],
  );
});

test("a session token in the map of instances, marked or not, and for an app that reads none", () => {
  for (const sessionToken of ["CANARY", { secure: "CANARY" }]) {
    expect(foundInAuthentik(given({ sessionToken }))).toEqual([
      ["c:instances.sso.authentik.writer.given.sessionToken", "secret-misplaced"],
    ]);
  }
  const problems = foundIn(given({ sessionToken: "CANARY" }));
  expect(problems).toEqual([["writer.given.sessionToken", "credential-unused"]]);
  expect(foundIn({ sessionToken: "CANARY" })).toEqual([["sessionToken", "unknown-member"]]);
});

test.each<[string, unknown, ...string[]]>([
  ["an instance without an app", { social: {} }, "`mastodon:` or `authentik:` or `supabase:`"],
  ["a misspelled app", { social: { mastodn: social } }, "did you mean mastodon?"],
  [
    "a misspelled app and a setting in it",
    { social: { mastadon: { webDomain: social.webDomain, store: social.store, buket: "a-b" } } },
    "did you mean mastodon?",
    "did you mean bucket?",
  ],
  ["two apps", { sso: { authentik: sso, mastodon: social } }, "mastodon and authentik"],
  [
    "a name whose keys are those of another instance",
    { social: { mastodon: social }, socialStore: { mastodon: { ...social, bucket: "a-a" } } },
    'social followed by "Store"',
  ],
  [
    "the bucket of another app",
    { sso: { authentik: sso }, social: { mastodon: { ...social, bucket: sso.bucket } } },
    "is also the bucket of sso",
  ],
  [
    "a secret of Mastodon's",
    withRest(given({ secretAccessKey: "CANARY" })),
    "`pulumi config set --secret socialSecretAccessKey`",
  ],
  [
    "the same, misspelled",
    withRest(given({ secretAcessKey: "CANARY" })),
    "`pulumi config set --secret socialSecretAccessKey`",
  ],
  [
    "a session token",
    { sso: { authentik: { ...sso, ...given({ sessionToken: "CANARY" }) } } },
    "`pulumi config set --secret ssoSessionToken`",
  ],
])("the message about %s", (_, value, ...words) => {
  for (const part of words) expect(said(value)).toContain(part);
  expect(said(value)).not.toContain("CANARY");
});

const endpoint = { publicUrl: "https://supabase.example", tenantId: "acme", protocolEndpoint: {} };

test("instances of Supabase, with a bucket and without", () => {
  const backend = { ...endpoint, backend: { bucket: "supabase-files", store: social.store } };
  expect(found({ a: { supabase: endpoint }, b: { supabase: endpoint }, c: { supabase: backend } })).toEqual(
    [],
  );
  expect(
    found({ db: { supabase: backend }, social: { mastodon: { ...social, bucket: "supabase-files" } } }),
  ).toEqual([["c:instances.social.mastodon.bucket", "bucket-shared"]]);
  expect(
    found({ asocial: { mastodon: { ...social, bucket: "supabase-files" } }, db: { supabase: backend } }),
  ).toEqual([["c:instances.db.supabase.backend.bucket", "bucket-shared"]]);
});

test("settings that are not indented below the app are one problem", () => {
  expect(instancesProblems({ social: { mastodon: null, ...social } }, "c:instances")).toEqual([
    {
      code: "instance-app-missing",
      path: "c:instances.social.mastodon",
      message: `is empty, because ${Object.keys(social).join(", ")} are not indented below it; indent each line below \`mastodon:\` by two more spaces`,
    },
  ]);
});

test.each([
  [null, "indent each line"],
  [{}, "remove `{}` and indent each line"],
])("settings beside `mastodon: %j` are checked as if they were indented", (mastodon, remedy) => {
  const { bucket, store } = social;
  const instance = { mastodon, bukcet: bucket, store, access: "nobody", secretAccessKey: "CANARY" };
  const problems = instancesProblems({ social: instance }, "c:instances");
  expect(problems.map(({ path, code }) => [path, code])).toEqual([
    ["c:instances.social.mastodon", "instance-app-missing"],
    ["c:instances.social.secretAccessKey", "secret-misplaced"],
    ["c:instances.social.bukcet", "unknown-member"],
    ["c:instances.social.mastodon.webDomain", "missing-member"],
    ["c:instances.social.access", "unknown-value"],
  ]);
  expect(problems[0]?.message).toContain(`bukcet, store, access are not indented below it; ${remedy}`);
});

test.each([
  ["with settings", { mastodon: social }, []],
  ["without an app", {}, [["c:instances.social", "instance-app-missing"]]],
])("a secret beside the app, in an instance %s", (_, instance, others) => {
  expect(found({ social: { ...instance, secretAccessKey: "CANARY" } })).toEqual([
    ...others,
    ["c:instances.social.secretAccessKey", "secret-misplaced"],
  ]);
});

test("a setting beside the app is not meant for an app that is not set", () => {
  const { webDomain, ...rest } = social;
  expect(
    instancesProblems(
      { social: { mastodon: rest, webDomain, publicUrl: "https://x.example" } },
      "c:instances",
    ),
  ).toEqual([
    {
      code: "unknown-member",
      path: "c:instances.social.webDomain",
      message: "is unknown here; move it to `mastodon: { webDomain: ... }`",
    },
    {
      code: "unknown-member",
      path: "c:instances.social.publicUrl",
      message: "is unknown; use one of mastodon, authentik, supabase, or remove it",
    },
  ]);
});

test("secrets of a Supabase bucket have their own config values too", () => {
  const ofBucket = (rest: object): Found[] =>
    found({
      db: { supabase: { ...endpoint, backend: { bucket: "b-files", store: social.store, ...rest } } },
    });
  const at = "c:instances.db.supabase.backend";
  expect(ofBucket(given({ secretAccessKey: "CANARY" }))).toEqual([
    [`${at}.writer.given.secretAccessKey`, "secret-misplaced"],
  ]);
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default", provider: {} };
  const user = given({ accessKeyId: "A", principal: "arn:aws:iam:::user/db" });
  expect(ofBucket({ store: { s3 }, ...user })).toEqual([[`${at}.store.s3.provider`, "secret-misplaced"]]);
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
  const unknown = found({ social: full({ $ref: "#/definitions/InstanceConfig" }) }).filter(
    ([, code]) => code === "unknown-member",
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

test("two instances with one bucket: each later one has a problem that names the first", () => {
  const value = {
    a: { mastodon: social },
    b: { mastodon: { ...social, bucket: "x-y-z" } },
    c: { mastodon: social },
    d: { mastodon: social },
  };
  expect(found(value)).toEqual([
    ["c:instances.c.mastodon.bucket", "bucket-shared"],
    ["c:instances.d.mastodon.bucket", "bucket-shared"],
  ]);
  expect(said(value).match(/also the bucket of a\b/g)).toHaveLength(2);
});

test("the same name in another store is another bucket", () => {
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
  const writer = { given: { accessKeyId: "K" } };
  const ceph = (endpoint: string) => ({
    mastodon: { ...social, store: { s3: { ...s3, endpoint } }, writer },
  });
  const [here, there] = [ceph("https://s3.example.org"), ceph("https://s3.example.net")];
  expect(found({ a: { mastodon: social }, b: here, c: there })).toEqual([]);
  expect(found({ a: here, b: here }).map(([path]) => path)).toEqual(["c:instances.b.mastodon.bucket"]);
});

test("one server with two URLs has one bucket of that name", () => {
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
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

test("the problems of all instances, of their types and their meaning, are reported at once", () => {
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

describe("no config makes the check throw", () => {
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
        // Random JSON rarely contains a whole instance.
        expect(instancesProblems(value, "p")).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("any JSON instead of any setting", () => {
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
        "versioning",
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
  const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
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
