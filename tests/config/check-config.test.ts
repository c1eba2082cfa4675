/** The keys of the config: those of the instances, and the key of the instances itself. */
import { checkConfig } from "../../config/check-config";

const store = { aws: { region: "eu-central-1" } };
const mastodon = { webDomain: "social.example", bucket: "social-media", store };
const withKey = { ...mastodon, writer: { given: { accessKeyId: "AKIAGIVEN" } } };
const instances = (settings: unknown): string => JSON.stringify({ social: settings });
const VALID = instances({ mastodon });

const said = (values: Record<string, string>, project = "media-storage"): string[] =>
  checkConfig(new Map(Object.entries(values)), project, () => [], "prod").problems.map(
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

test.each([
  ["media-storage:media-storage", { instances: JSON.parse(VALID) as object }, "instances"],
  ["media-storage:media", { instance: JSON.parse(VALID) as object }, "instance"],
])("instances nested in %s are found", (key, value, member) =>
  expect(said({ [key]: JSON.stringify(value) })).toEqual([
    `${key}: has the instances in its member ${member}; write one line \`media-storage:instances:\` in place of the two`,
  ]),
);

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

describe("a key that nothing reads", () => {
  const onCeph = {
    ...mastodon,
    store: { s3: { server: "ceph", endpoint: "https://s3.example.org", region: "default" } },
    writer: { given: { accessKeyId: "RGWKEY", principal: "arn:aws:iam:::user/mastodon" } },
  };
  const of = (settings: object, keys: readonly string[]): string[] =>
    said({
      "media-storage:instances": instances({ mastodon: settings }),
      ...Object.fromEntries(keys.map((key) => [`media-storage:${key}`, "x"])),
    });

  it.each<[keys: string[], settings: object, problems: string[]]>([
    [
      ["socialSecretAcessKey"],
      withKey,
      [
        "socialSecretAcessKey: is unknown; did you mean media-storage:socialSecretAccessKey? Rename it if it is encrypted; otherwise remove it, create another key, and run `pulumi config set --secret socialSecretAccessKey --stack prod`",
      ],
    ],
    [
      ["social_secret"],
      withKey,
      [
        "social_secret: is unknown; did you mean media-storage:socialSecretAccessKey? Rename it if it is encrypted; otherwise remove it, create another key, and run `pulumi config set --secret socialSecretAccessKey --stack prod`",
      ],
    ],
    [
      ["AWS_SECRET_ACCESS_KEY"],
      withKey,
      [
        "AWS_SECRET_ACCESS_KEY: is unknown; did you mean media-storage:socialSecretAccessKey? Rename it if it is encrypted; otherwise remove it, create another key, and run `pulumi config set --secret socialSecretAccessKey --stack prod`",
      ],
    ],
    [
      ["socialSecretAccessKey", "socialSecretKey"],
      withKey,
      [
        "socialSecretKey: is unknown; did you mean media-storage:socialSecretAccessKey? (it is set already: run `pulumi config rm socialSecretKey --stack prod`)",
      ],
    ],
    [
      ["socialSecretAccessKey", "socialStoreAccessKey", "socialStoreSecretKye"],
      onCeph,
      [
        "socialStoreAccessKey: is unknown; did you mean media-storage:socialStoreAccessKeyId?",
        "socialStoreSecretKye: is unknown; did you mean media-storage:socialStoreSecretAccessKey? Rename it if it is encrypted; otherwise remove it, create another key, and run `pulumi config set --secret socialStoreSecretAccessKey --stack prod`",
      ],
    ],
    [
      ["bucket"],
      mastodon,
      [
        "bucket: is unknown; move it into an instance below media-storage:instances if it is a setting of an app, or run `pulumi config rm bucket --stack prod`",
      ],
    ],
    [
      ["social_secret"],
      mastodon,
      [
        "social_secret: is unknown, and no instance uses such a secret; run `pulumi config rm social_secret --stack prod`",
      ],
    ],
  ])("%j is one problem with the key that was meant, if any is similar", (keys, settings, problems) => {
    expect(of(settings, keys)).toEqual(problems.map((problem) => `media-storage:${problem}`));
  });
});
