/** Everything that is wrong with the map of instances, at once. */
import fc from "fast-check";
import { instancesProblems } from "../../config/check-instances";

// Thousands of generated values take their time on a busy machine.
jest.setTimeout(60_000);

const social = {
  webDomain: "social.example",
  bucket: "social-media",
  store: { aws: { region: "eu-central-1" } },
};
const found = (value: unknown): [string, string][] =>
  instancesProblems(value, "c:instances").map(({ path, message }) => [path, message]);
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
  ["a number", 5, ["c:instances", "is 5; write a map of keys and values"]],
  ["an empty list", [], ["c:instances", "is a list; write a map of keys and values"]],
  ["a list with nothing in it", [null], ["c:instances", "is a list; write a map of keys and values"]],
  [
    "an instance without an app",
    { social: {} },
    ["c:instances.social", "names no app; write `mastodon:` with its settings"],
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
    ["c:instances.social.mastodon.bucket", "is missing; write it"],
    ["c:instances.social.mastodon.store", "is missing; write it"],
    ["c:instances.social.mastodon.webDomain", "is missing; write it"],
  ],
  [
    "a value of a wrong type is not missing too",
    { social: { mastodon: { ...social, webDomain: 5 } } },
    [
      "c:instances.social.mastodon.webDomain",
      'is the number 5, as YAML reads it (4.10 is 4.1); put it in quotes: "5"',
    ],
  ],
  [
    "nor is what holds it",
    { social: { mastodon: { ...social, store: { aws: { region: null } } } } },
    ["c:instances.social.mastodon.store.aws.region", "is empty; write a text"],
  ],
])("%s", (_, value, ...expected) => expect(found(value)).toEqual(expected));

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
