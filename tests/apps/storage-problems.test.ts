/** Every message about what all storage components take, but the writer and the statements. */
import * as pulumi from "@pulumi/pulumi";
import { found, loose, onCeph, type Found } from "./settings";

test.each<[string, Record<string, unknown>]>([
  ["a tag", { tags: { owner: "me" } }],
  ["versions that expire", { data: { versioning: true, noncurrentDays: 1 } }],
  ["versions suspended, expiring still", { data: { versioning: false, noncurrentDays: 90 } }],
  [
    "an adopted bucket, unprotected",
    { data: { importId: "social-media", protect: false, retainOnDelete: false } },
  ],
  [
    "as many tags, names and values as AWS takes",
    {
      tags: {
        ["n".repeat(128)]: "v".repeat(256),
        "my:aws:": "",
        ...Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`t${i}`, "x"])),
      },
    },
  ],
  ["versions for as long as S3 can hold", { data: { versioning: true, noncurrentDays: 2147483647 } }],
  ["CORS origins", { corsOrigins: ["*", "https://*.social.example", "http://localhost:3000"] }],
])("%s has no problem", (_, rest) => expect(found(loose(rest))).toEqual([]));

test.each<[string, Record<string, unknown>, ...Found[]]>([
  [
    "a store that is none",
    { store: {} },
    [
      "store",
      'does not say where the bucket lives; write `aws: { region: "eu-central-1" }`, or `s3:` for an S3-compatible server',
    ],
  ],
  ["no region", { store: { aws: {} } }, ["store.aws.region", 'is missing; write it, such as "eu-central-1"']],
  ["null for a text", { bucket: null }, ["bucket", "is empty; write a text"]],
  ["null for a map", { data: null }, ["data", "is empty; write a map of keys and values"]],
  ["a text for a list", { corsOrigins: "*" }, ["corsOrigins", "is a text; write a list"]],
  ["a text for true", { data: { protect: "yes" } }, ["data.protect", 'is "yes"; write true or false']],
  [
    "a text for false",
    { data: { retainOnDelete: "no" } },
    ["data.retainOnDelete", 'is "no"; write true or false'],
  ],
  [
    "a text for versioning",
    { data: { versioning: "on" } },
    ["data.versioning", 'is "on"; write true or false'],
  ],
  ["a number in tags", { tags: { a: 1 } }, ["tags.a", 'is the number 1; write it in quotes: "1"']],
  ["null in tags", { tags: { a: null } }, ["tags.a", "is empty; write a text"]],
  [
    "a bucket with a dot",
    { bucket: "Social_Media" },
    ["bucket", '"Social_Media" contains capitals; write small letters'],
    ["bucket", '"Social_Media" may contain only a-z, 0-9 and "-"'],
  ],
  [
    "an availability zone",
    { store: { aws: { region: "eu-central-1a" } } },
    ["store.aws.region", '"eu-central-1a" is an availability zone; write the region "eu-central-1"'],
  ],
  [
    "a CORS origin with a path",
    { corsOrigins: ["*", "https://a.example/"] },
    [
      "corsOrigins[1]",
      '"https://a.example/" has a path; an origin is scheme, host and port only: write "https://a.example"',
    ],
  ],
  [
    "no CORS origin",
    { corsOrigins: [] },
    ["corsOrigins", "is empty and says nothing; write an origin, or leave it out"],
  ],
  [
    "another bucket to import",
    { data: { importId: "other" } },
    [
      "data.importId",
      '"other" is not the bucket "social-media", so the wrong one would be adopted; write the same name in both',
    ],
  ],
  [
    "half a day",
    { data: { versioning: true, noncurrentDays: 0.5 } },
    ["data.noncurrentDays", "is 0.5, which is no number of days; write a whole number from 1 to 2147483647"],
  ],
  [
    "no day",
    { data: { versioning: true, noncurrentDays: 0 } },
    ["data.noncurrentDays", "is 0, which is no number of days; write a whole number from 1 to 2147483647"],
  ],
  [
    "days beyond what S3 can hold",
    { data: { versioning: true, noncurrentDays: 2147483648 } },
    [
      "data.noncurrentDays",
      "is 2147483648, which is no number of days; write a whole number from 1 to 2147483647",
    ],
  ],
  [
    "a tag that AWS reserves",
    { tags: { "AWS:owner": "me" } },
    ["tags.AWS:owner", 'begins with "aws:", which AWS reserves; write another name'],
  ],
  [
    "a tag without a name",
    { tags: { "": "me" } },
    ["tags", "has a tag without a name; name it, or leave it out"],
  ],
  [
    "long tags",
    { tags: { ["n".repeat(129)]: "v".repeat(257) } },
    [`tags.${"n".repeat(129)}`, "has a name of 129 characters; AWS takes at most 128"],
    [`tags.${"n".repeat(129)}`, "has a value of 257 characters; AWS takes at most 256"],
  ],
  [
    "too many tags",
    { tags: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ""])) },
    ["tags", "has 51 tags; AWS takes at most 50"],
  ],
  [
    "unknown members of a store",
    { store: { aws: { region: "eu-central-1", zone: "a" }, awss: {} } },
    ["store.awss", "is unknown; did you mean aws?"],
    ["store.aws.zone", "is unknown; known here: region"],
  ],
  ["a store that is unknown", { store: { gcs: {} } }, ["store.gcs", "is unknown; known here: aws, s3"]],
  [
    "all problems of the data at once",
    { data: { protct: false, protect: "no", importId: "other" } },
    ["data.protct", "is unknown; did you mean protect?"],
    ["data.protect", 'is "no"; write true or false'],
    [
      "data.importId",
      '"other" is not the bucket "social-media", so the wrong one would be adopted; write the same name in both',
    ],
  ],
  [
    "days as a text",
    { data: { versioning: true, noncurrentDays: "30" } },
    ["data.noncurrentDays", 'is "30"; write a number'],
  ],
  [
    "days without versions",
    { data: { noncurrentDays: 30 } },
    [
      "data.noncurrentDays",
      "has no effect without versions; write `versioning: true` beside it, or leave it out",
    ],
  ],
])("%s", (_, rest, ...problems) => expect(found(loose(rest))).toEqual(problems));

describe("outputs and promises, where the value decides what exists", () => {
  const later = pulumi.output("x");
  const says = (kind: string) => `is ${kind}; it decides what exists, so write the value itself`;

  test.each<[string, Record<string, unknown>]>([
    ["bucket", { bucket: later }],
    ["store", { store: pulumi.output({ aws: { region: "eu-central-1" } }) }],
    ["store.aws.region", { store: { aws: { region: later } } }],
    ["data.protect", { data: { protect: pulumi.output(true) } }],
    ["data.noncurrentDays", { data: { versioning: true, noncurrentDays: pulumi.output(5) } }],
    ["corsOrigins", { corsOrigins: pulumi.output(["*"]) }],
    ["tags.a", { tags: { a: later } }],
    ["access", { access: later }],
    ["version", { version: later }],
    ["mediaHost", { mediaHost: pulumi.output({ hostname: "a.example", external: {} }) }],
    ["mediaHost.hostname", { mediaHost: { hostname: later, external: {} } }],
    ["writer", { writer: pulumi.secret({ given: { accessKeyId: "a", secretAccessKey: "b" } }) }],
    ["writer.given", { writer: { given: pulumi.output({}) } }],
    [
      "writer.given.principal",
      { writer: { given: { accessKeyId: "a", secretAccessKey: "b", principal: later } } },
    ],
    ["additionalStatements", { additionalStatements: pulumi.output([]) }],
  ])("%s", (path, rest) => expect(found(loose(rest))).toEqual([[path, says("an output")]]));

  test("a promise", () =>
    expect(found(loose({ bucket: Promise.resolve("x") }))).toEqual([["bucket", says("a promise")]]));

  test("all of it", () => expect(found(pulumi.output(loose({})), "p")).toEqual([["p", says("an output")]]));
});

describe("on Ceph", () => {
  test.each<[string, Record<string, unknown>]>([
    [
      "protection and adoption",
      { data: { protect: false, retainOnDelete: false, importId: "social-media" } },
    ],
    ["ACLs", { access: "acl" }],
  ])("%s is fine", (_, rest) => expect(found({ ...onCeph(), ...rest })).toEqual([]));

  const versions = "cannot be managed on ceph, where no rule would ever end a deleted version; leave it out";
  test.each<[string, Record<string, unknown>, ...Found[]]>([
    ["tags", { tags: { a: "b" } }, ["tags", "cannot be managed on ceph; leave them out"]],
    [
      "versions",
      { data: { versioning: true, noncurrentDays: 3 } },
      ["data.versioning", versions],
      ["data.noncurrentDays", versions],
    ],
  ])("%s", (_, rest, ...expected) => expect(found({ ...onCeph(), ...rest })).toEqual(expected));
});
