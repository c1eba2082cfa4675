/** The keys of the config: those of the instances, and the key of the instances itself. */
import { checkConfig } from "../../config/check-config";

const store = { aws: { region: "eu-central-1" } };
const mastodon = { webDomain: "social.example", bucket: "social-media", store };
const withKey = { ...mastodon, writer: { given: { accessKeyId: "AKIAGIVEN" } } };
const instances = (settings: unknown): string => JSON.stringify({ social: settings });
const VALID = instances({ mastodon });

const said = (values: Record<string, string>, project = "media-storage"): string[] =>
  checkConfig(new Map(Object.entries(values)), project, () => []).problems.map(
    ({ path, message }) => `${path}: ${message}`,
  );

test("instances under the key that the program reads have no problem, whatever other projects have", () =>
  expect(said({ "media-storage:instances": VALID, "other:instances": VALID })).toEqual([]));

test.each(["mediastorage", "media_storage", "other"])(
  "the namespace %s is not the project's name",
  (namespace) =>
    expect(said({ [`${namespace}:instances`]: VALID, [`${namespace}:socialSecretAccessKey`]: "x" })).toEqual([
      `${namespace}:instances: is not read, because Pulumi.yaml names this project "media-storage"; rename it to media-storage:instances`,
    ]),
);

test("the package's name as the namespace of a project with another name", () =>
  expect(said({ "media-storage:instances": VALID }, "infra")).toEqual([
    'media-storage:instances: is not read, because Pulumi.yaml names this project "infra"; rename it to infra:instances',
  ]));

test("a misspelled key of the instances is not missing too", () =>
  expect(said({ "media-storage:instance": VALID })).toEqual([
    "media-storage:instance: is unknown; did you mean media-storage:instances?",
  ]));

test("a text with a similar name is another project's", () =>
  expect(said({ "other:instances": "3" })).toEqual([
    expect.stringMatching(/^media-storage:instances: is missing; add an instance below `config:`/),
  ]));

test.each<[string, Record<string, string>]>([
  ["no instances", {}],
  ["a text in place of the instances", { "media-storage:instances": "social" }],
])("with %s no other key is said to be unknown", (_, values) =>
  expect(said({ ...values, "media-storage:socialSecretAccessKey": "x" })).toHaveLength(1),
);

test("a secret in another namespace is to be renamed", () =>
  expect(
    said({
      "media-storage:instances": instances({ mastodon: withKey }),
      "mediastorage:socialSecretAccessKey": "x",
    }),
  ).toEqual([
    'media-storage:socialSecretAccessKey: is missing; rename mediastorage:socialSecretAccessKey, which is not read in a project with the name "media-storage"',
  ]));

test("a secret in the instances is not missing too", () => {
  const given = { ...withKey.writer.given, secretAccessKey: "CANARY" };
  expect(
    said({ "media-storage:instances": instances({ mastodon: { ...withKey, writer: { given } } }) }),
  ).toEqual([
    expect.stringMatching(
      /^media-storage:instances\.social\.mastodon\.writer\.given\.secretAccessKey: would not/,
    ),
  ]);
});

test("a key of an instance that has a problem is not said to be unused", () => {
  const secret = { "media-storage:socialSecretAccessKey": "x" };
  expect(said({ "media-storage:instances": instances({ Mastodon: withKey }), ...secret })).toEqual([
    "media-storage:instances.social.Mastodon: is unknown; did you mean mastodon?",
  ]);
  expect(said({ "media-storage:instances": VALID, ...secret })).toEqual([
    expect.stringContaining("socialSecretAccessKey: is not used"),
  ]);
});
