/** Problems of the arguments of all storage components, except the writer and the statements. */
import * as pulumi from "@pulumi/pulumi";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { messagesOf, type Found } from "../validation/of";
import { found, loose, onCeph, statement } from "../apps/mastodon/fixtures";

test.each<[string, Record<string, unknown>]>([
  ["a tag", { tags: { owner: "me" } }],
  ["versions that expire", { data: { versioning: { enabled: true, noncurrentDays: 1 } } }],
  ["suspended versions that still expire", { data: { versioning: { enabled: false, noncurrentDays: 90 } } }],
  [
    "an adopted bucket, unprotected",
    { bucketSource: "adopt", data: { protect: false, retainOnDelete: false } },
  ],
  ["a bucket that is left alone", { bucketSource: "existing" }],
  [
    "tags of the user that may write to a bucket that is left alone",
    { bucketSource: "existing", tags: { a: "b" } },
  ],
  [
    "tags of the distribution that serves a bucket that is left alone",
    {
      bucketSource: "existing",
      tags: { a: "b" },
      writer: { role: { roleName: "app" } },
      mediaHost: {
        hostname: "files.social.example",
        cloudFront: { dns: { route53: { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" } } },
      },
    },
  ],
  [
    "as many tags, and as long names and values, as AWS supports",
    {
      tags: {
        ["n".repeat(128)]: "v".repeat(256),
        "my:aws:": "",
        ...Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`t${i}`, "x"])),
      },
    },
  ],
  [
    "versions for the largest number of days that S3 can store",
    { data: { versioning: { enabled: true, noncurrentDays: 2147483647 } } },
  ],
  ["CORS origins", { corsOrigins: ["*", "https://*.social.example", "http://localhost:3000"] }],
])("%s has no problem", (_, rest) => expect(found(loose(rest))).toEqual([]));

test.each<[string, Record<string, unknown>, ...Found[]]>([
  ["an unknown kind of store", { store: {} }, ["store", "store-missing"]],
  ["no region", { store: { aws: {} } }, ["store.aws.region", "missing-member"]],
  ["null instead of a string", { bucket: null }, ["bucket", "wrong-type"]],
  ["null instead of a map", { data: null }, ["data", "wrong-type"]],
  ["a string instead of a list", { corsOrigins: "*" }, ["corsOrigins", "wrong-type"]],
  ["a string for true", { data: { protect: "yes" } }, ["data.protect", "wrong-type"]],
  ["a string for false", { data: { retainOnDelete: "no" } }, ["data.retainOnDelete", "wrong-type"]],
  ["a string for versioning", { data: { versioning: "on" } }, ["data.versioning", "wrong-type"]],
  ["a number in tags", { tags: { a: 1 } }, ["tags.a", "unquoted-text"]],
  ["null in tags", { tags: { a: null } }, ["tags.a", "wrong-type"]],
  [
    "a bucket with a dot",
    { bucket: "Social_Media" },
    ["bucket", "bucket-name-capitals"],
    ["bucket", "bucket-name-characters"],
  ],
  [
    "an availability zone",
    { store: { aws: { region: "eu-central-1a" } } },
    ["store.aws.region", "store-region-zone"],
  ],
  [
    "a CORS origin with a path",
    { corsOrigins: ["*", "https://a.example/"] },
    ["corsOrigins[1]", "origin-path"],
  ],
  ["no CORS origin", { corsOrigins: [] }, ["corsOrigins", "cors-empty"]],
  ["an unknown source of the bucket", { bucketSource: "import" }, ["bucketSource", "unknown-value"]],
  [
    "the protection of a bucket that is left alone",
    { bucketSource: "existing", data: { protect: true } },
    ["data", "existing-bucket"],
  ],
  [
    "the tags of a bucket that is left alone, for which nothing else is created",
    {
      bucketSource: "existing",
      tags: { a: "b" },
      data: { versioning: { enabled: true } },
      writer: { role: { roleName: "app" } },
    },
    ["data", "existing-bucket"],
    ["tags", "tags-unused"],
  ],
  [
    "the location of a bucket that is left alone",
    {
      bucketSource: "existing",
      store: { r2: { accountId: "0".repeat(32), location: "weur" } },
      mediaHost: { hostname: "files.social.example", r2: { zoneId: "0".repeat(32) } },
    },
    ["store.r2.location", "existing-bucket"],
  ],
  [
    "half a day",
    { data: { versioning: { enabled: true, noncurrentDays: 0.5 } } },
    ["data.versioning.noncurrentDays", "noncurrent-days"],
  ],
  [
    "no day",
    { data: { versioning: { enabled: true, noncurrentDays: 0 } } },
    ["data.versioning.noncurrentDays", "noncurrent-days"],
  ],
  [
    "more days than S3 can store",
    { data: { versioning: { enabled: true, noncurrentDays: 2147483648 } } },
    ["data.versioning.noncurrentDays", "noncurrent-days"],
  ],
  ["a tag that AWS reserves", { tags: { "AWS:owner": "me" } }, ["tags.AWS:owner", "tag-name-reserved"]],
  ["a tag without a name", { tags: { "": "me" } }, ["tags", "tag-name-empty"]],
  ...(
    [
      "__proto__",
      "toString",
      "4dabf18193072939515e22adb298388d",
      "__defaults",
      "__meta",
      "__pulumi_raw_state_delta",
    ] as const
  ).map((name): [string, Record<string, unknown>, Found] => [
    `the tag ${name}, which Pulumi cannot carry to AWS`,
    { tags: Object.fromEntries([[name, "me"]]) },
    [`tags.${name}`, "tag-name-lost"],
  ]),
  [
    "long tags",
    { tags: { ["n".repeat(129)]: "v".repeat(257) } },
    [`tags.${"n".repeat(129)}`, "tag-name-length"],
    [`tags.${"n".repeat(129)}`, "tag-value-length"],
  ],
  [
    "too many tags",
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ""])) },
    ["tags", "tags-many"],
  ],
  [
    "unknown members of a store",
    { store: { aws: { region: "eu-central-1", zone: "a" }, awss: {} } },
    ["store.awss", "unknown-member"],
    ["store.aws.zone", "unknown-member"],
  ],
  ["a store of an unknown server", { store: { gcs: {} } }, ["store.gcs", "unknown-member"]],
  [
    "all problems of the data at once",
    { data: { protct: false, protect: "no", versioning: { noncurrentDays: 0 } } },
    ["data.protct", "unknown-member"],
    ["data.protect", "wrong-type"],
    ["data.versioning.enabled", "missing-member"],
    ["data.versioning.noncurrentDays", "noncurrent-days"],
  ],
  [
    "days as a string",
    { data: { versioning: { enabled: true, noncurrentDays: "30" } } },
    ["data.versioning.noncurrentDays", "wrong-type"],
  ],
  ["days without versioning", { data: { noncurrentDays: 30 } }, ["data.noncurrentDays", "unknown-member"]],
])("%s", (_, rest, ...problems) => expect(found(loose(rest))).toEqual(problems));

test.each<[string, Record<string, unknown>, ...string[]]>([
  ["an unknown kind of store", { store: {} }, '`aws: { region: "eu-central-1" }`'],
  ["a number in tags", { tags: { a: 1 } }, 'in quotes: "1"'],
  ["an availability zone", { store: { aws: { region: "us-gov-west-1b" } } }, '"us-gov-west-1"'],
  ["an unknown source of the bucket", { bucketSource: "import" }, '"create" or "adopt" or "existing"'],
  ["no day", { data: { versioning: { enabled: true, noncurrentDays: 0 } } }, "from 1 to 2147483647"],
  ["a long tag name", { tags: { ["n".repeat(129)]: "" } }, "129", "128"],
  ["a long tag value", { tags: { a: "v".repeat(257) } }, "257", "256"],
  ["a misspelled member of a store", { store: { awss: {} } }, "did you mean aws?"],
  ["an output", { bucket: pulumi.output("x") }, "is an output"],
  ["a promise", { bucket: Promise.resolve("x") }, "is a promise"],
])("the message about %s", (_, rest, ...words) => {
  const said = messagesOf(mastodonProblems(loose(rest))).join("\n");
  for (const part of words) expect(said).toContain(part);
});

describe("outputs and promises in arguments that decide which resources exist", () => {
  const later = pulumi.output("x");

  test.each<[string, Record<string, unknown>]>([
    ["bucket", { bucket: later }],
    ["store", { store: pulumi.output({ aws: { region: "eu-central-1" } }) }],
    ["store.aws.region", { store: { aws: { region: later } } }],
    ["data.protect", { data: { protect: pulumi.output(true) } }],
    [
      "data.versioning.noncurrentDays",
      { data: { versioning: { enabled: true, noncurrentDays: pulumi.output(5) } } },
    ],
    ["corsOrigins", { corsOrigins: pulumi.output(["*"]) }],
    ["tags", { tags: pulumi.output({ a: "x" }) }],
    ["access", { access: later }],
    ["version", { version: later }],
    ["mediaHost", { mediaHost: pulumi.output({ hostname: "a.example", external: {} }) }],
    ["mediaHost.hostname", { mediaHost: { hostname: later, external: {} } }],
    ["writer", { writer: pulumi.secret({ given: { accessKeyId: "a", secretAccessKey: "b" } }) }],
    ["writer.given", { writer: { given: pulumi.output({}) } }],
    ["additionalStatements", { additionalStatements: pulumi.output([]) }],
  ])("%s", (path, rest) => expect(found(loose(rest))).toEqual([[path, "not-plain"]]));

  test.each<[string, Record<string, unknown>]>([
    ["a tag", { tags: { a: later } }],
    [
      "the writer's principal",
      { writer: { given: { accessKeyId: "a", secretAccessKey: "b", principal: later } } },
    ],
    ["a principal", { additionalStatements: [{ ...statement(), principals: [later] }] }],
  ])("%s may be an output, because it does not decide that", (_, rest) =>
    expect(found(loose(rest))).toEqual([]),
  );

  test("a promise", () =>
    expect(found(loose({ bucket: Promise.resolve("x") }))).toEqual([["bucket", "not-plain"]]));

  test("all of them", () => expect(found(pulumi.output(loose({})), "p")).toEqual([["p", "not-plain"]]));
});

describe("on Ceph", () => {
  test.each<[string, Record<string, unknown>]>([
    ["protection and adoption", { bucketSource: "adopt", data: { protect: false, retainOnDelete: false } }],
    ["ACLs", { access: "acl" }],
  ])("%s is fine", (_, rest) => expect(found({ ...onCeph(), ...rest })).toEqual([]));

  test.each<[string, Record<string, unknown>, ...Found[]]>([
    ["tags", { tags: { a: "b" } }, ["tags", "store-tags"]],
    [
      "versions",
      { data: { versioning: { enabled: true, noncurrentDays: 3 } } },
      ["data.versioning", "store-lifecycle"],
    ],
  ])("%s", (_, rest, ...expected) => expect(found({ ...onCeph(), ...rest })).toEqual(expected));
});
