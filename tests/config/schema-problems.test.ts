/** What the schema says of the config, in an operator's words. */
import fc from "fast-check";
import { schemaProblems } from "../../config/schema-problems";

// Thousands of generated values take their time on a busy machine.
jest.setTimeout(60_000);

const fine = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
};
const found = (value: unknown): [string, string][] =>
  schemaProblems(value, "c:instances").problems.map(({ path, message }) => [path, message]);
const foundIn = (rest: Record<string, unknown>): [string, string][] =>
  found({ social: { mastodon: { ...fine, ...rest } } }).map(([path, message]) => [
    path.replace("c:instances.social.mastodon.", ""),
    message,
  ]);

test("a sound value has no problem and stays as it is", () => {
  const value = {
    social: { mastodon: fine },
    other: { mastodon: { ...fine, bucket: "b", tags: { a: "b" } } },
  };
  expect(schemaProblems(value, "p")).toEqual({ problems: [], sound: value });
});

const secretsElsewhere =
  "is a nested secret, which would lose its mark; secrets are config values of their own";
const given = (rest: object) => ({ writer: { given: { accessKeyId: "AKIA", ...rest } } });

test.each<[string, Record<string, unknown>, ...[string, string][]]>([
  // Unknown keys.
  ["a typing error", { bukcet: "x" }, ["bukcet", "is unknown; did you mean bucket?"]],
  ["other capitals", { mediahost: {} }, ["mediahost", "is unknown; did you mean mediaHost?"]],
  [
    "deep",
    { mediaHost: { hostname: "a.b", external: { pth: "x" } } },
    ["mediaHost.external.pth", "is unknown; did you mean path?"],
  ],
  [
    "in a list",
    {
      additionalStatements: [
        { sid: "a", effect: "Allow", principals: [], actions: [], resources: [], Condition: {} },
      ],
    },
    [
      "additionalStatements[0].Condition",
      "is unknown; known here: sid, effect, principals, actions, resources",
    ],
  ],
  ["nothing like it", { store: { cloudflare: {} } }, ["store.cloudflare", "is unknown; known here: aws"]],
  [
    "a name that objects have",
    { constructor: 1 },
    ["constructor", expect.stringMatching(/^is unknown; known here: bucket, /) as string],
  ],
  ["two lines", { "bucket\n": "x" }, ["bucket\n", "is unknown; did you mean bucket?"]],
  [
    "slashes, tildes, percents",
    { "a/b~c%d#e": 1 },
    ["a/b~c%d#e", expect.stringMatching(/^is unknown; known here: /) as string],
  ],
  [
    "a nested secret access key",
    given({ secretAccessKey: "CANARY" }),
    [
      "writer.given.secretAccessKey",
      "does not belong here, where it would lose its mark as a secret; run `pulumi config set --secret socialSecretAccessKey`",
    ],
  ],
  [
    "the same, marked",
    given({ secretAccessKey: { secure: "CANARY" } }),
    [
      "writer.given.secretAccessKey",
      "does not belong here, where it would lose its mark as a secret; run `pulumi config set --secret socialSecretAccessKey`",
    ],
  ],
  // Wrong types.
  [
    "a version as a number",
    { version: 4.1 },
    ["version", 'is the number 4.1, as YAML reads it (4.10 is 4.1); put it in quotes: "4.1"'],
  ],
  [
    "a bucket as a number",
    { bucket: 2025 },
    ["bucket", 'is the number 2025, as YAML reads it (4.10 is 4.1); put it in quotes: "2025"'],
  ],
  ["a text as true", { keyPrefix: true }, ["keyPrefix", 'is true; put it in quotes: "true"']],
  ["nothing behind the colon", { keyPrefix: null }, ["keyPrefix", "is empty; write a text"]],
  ["an empty map", { data: null }, ["data", "is empty; write a map of keys and values"]],
  ["a text for true", { data: { protect: "true" } }, ["data.protect", 'is "true"; write true or false']],
  [
    "a text for a number",
    { data: { noncurrentDays: "30" } },
    ["data.noncurrentDays", 'is "30"; write a number'],
  ],
  ["a text for a list", { corsOrigins: "*" }, ["corsOrigins", 'is "*"; write a list: ["..."]']],
  ["a map in a list", { corsOrigins: ["*", { a: 1 }] }, ["corsOrigins[1]", "is a map; write a text"]],
  ["a list for a map", { store: ["aws"] }, ["store", "is a list; write a map of keys and values"]],
  [
    "a text for a map",
    { store: { aws: "eu-central-1" } },
    ["store.aws", 'is "eu-central-1"; write a map of keys and values'],
  ],
  [
    "a number among tags",
    { tags: { a: "b", cost: 5 } },
    ["tags.cost", 'is the number 5, as YAML reads it (4.10 is 4.1); put it in quotes: "5"'],
  ],
  [
    "a nested secret",
    given({ accessKeyId: { secure: "CANARY" } }),
    ["writer.given.accessKeyId", secretsElsewhere],
  ],
  [
    "a nested secret for a map",
    { data: { importId: { secure: "CANARY" } } },
    ["data.importId", secretsElsewhere],
  ],
  // One of a few texts.
  ["an access that is none", { access: "ACL" }, ["access", 'is "ACL"; write "bucket-policy" or "acl"']],
  ["an access as true", { access: true }, ["access", 'is true; write "bucket-policy" or "acl"']],
  ["no access", { access: null }, ["access", 'is empty; write "bucket-policy" or "acl"']],
  [
    "slots as numbers",
    { writer: { keys: { slots: [1, "a"], current: "c" } } },
    ["writer.keys.current", 'is "c"; write "a" or "b"'],
    ["writer.keys.slots[0]", 'is 1; write "a" or "b"'],
  ],
  // Missing.
  ["no region", { store: { aws: {} } }, ["store.aws.region", "is missing; write it"]],
  [
    "no parts of keys",
    { writer: { keys: {} } },
    ["writer.keys.slots", "is missing; write it"],
    ["writer.keys.current", "is missing; write it"],
  ],
])("%s", (_, rest, ...expected) => {
  const problems = foundIn(rest);
  const byPath = ([a]: [string, string], [b]: [string, string]): number => a.localeCompare(b);
  expect(problems.sort(byPath)).toEqual(expected.sort(byPath));
  expect(JSON.stringify(problems)).not.toContain("CANARY");
});

const name =
  "is no name for an instance; begin with a-z and go on with letters and digits, for it begins the names of outputs";
test.each<[string, unknown, ...[string, string][]]>([
  ["a text", "social", ["c:instances", 'is "social"; write a map of keys and values']],
  ["a list", [{ mastodon: fine }], ["c:instances", "is a list; write a map of keys and values"]],
  ["an empty instance", { social: null }, ["c:instances.social", "is empty; write a map of keys and values"]],
  [
    "an app that is empty",
    { social: { mastodon: null } },
    ["c:instances.social.mastodon", "is empty; write a map of keys and values"],
  ],
  [
    "an app that is none",
    { social: { mastodn: fine } },
    ["c:instances.social.mastodn", "is unknown; did you mean mastodon?"],
  ],
  [
    "every bad name",
    { "my-social": { mastodon: fine }, Social: { mastodon: fine }, "": { mastodon: fine } },
    ["c:instances.my-social", name],
    ["c:instances.Social", name],
    ["c:instances", name],
  ],
  ["a number for a name", { "1": { mastodon: fine } }, ["c:instances[1]", name]],
  ["a name that objects have", { constructor: { mastodon: fine } }],
])("%s", (_, value, ...expected) => expect(found(value)).toEqual(expected));

test("what is left is sound: a setting with a problem is gone as a whole, the others stay", () => {
  const { sound } = schemaProblems(
    {
      social: { mastodon: { ...fine, version: 4.4, writer: { keys: { slots: ["c"], current: "a" } } } },
      "bad-name": { mastodon: fine },
      gone: 5,
    },
    "p",
  );
  expect(sound).toEqual({ social: { mastodon: fine }, "bad-name": { mastodon: fine } });
});

test("any JSON: what is left of it has no problem but what is missing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { sound } = schemaProblems(value, "p");
      if (typeof value !== "object" || value === null || Array.isArray(value)) return;
      for (const { message } of schemaProblems(sound, "p").problems)
        expect(message).toMatch(/^is (missing|no name)/);
    }),
  );
});
