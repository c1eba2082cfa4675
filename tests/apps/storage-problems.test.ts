/** Every message about what all storage components take, but the writer and the statements. */
import { found, loose, type Found } from "./settings";

test.each<[string, Record<string, unknown>]>([
  ["a tag", { tags: { owner: "me" } }],
  ["versions that expire", { data: { versioning: true, noncurrentDays: 1 } }],
  ["versions suspended, expiring still", { data: { versioning: false, noncurrentDays: 90 } }],
  [
    "an adopted bucket, unprotected",
    { data: { importId: "social-media", protect: false, retainOnDelete: false } },
  ],
  ["CORS origins", { corsOrigins: ["*", "https://*.social.example", "http://localhost:3000"] }],
])("%s has no problem", (_, rest) => expect(found(loose(rest))).toEqual([]));

test.each<[string, Record<string, unknown>, ...Found[]]>([
  [
    "a store that is none",
    { store: {} },
    ["store", 'does not say where the bucket lives; write `aws: { region: "eu-central-1" }`'],
  ],
  ["no region", { store: { aws: {} } }, ["store.aws.region", 'is missing; write it, such as "eu-central-1"']],
  ["null for a text", { bucket: null }, ["bucket", "is empty; write a text"]],
  ["null for a map", { data: null }, ["data", "is empty; write a map of keys and values"]],
  ["a text for a list", { corsOrigins: "*" }, ["corsOrigins", 'is "*"; write a list']],
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
  [
    "a number in tags",
    { tags: { a: 1 } },
    ["tags.a", 'is the number 1 (4.10 is 4.1); put it in quotes: "1"'],
  ],
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
    ["corsOrigins", "is empty, so no web client could read media; write an origin, or leave it out"],
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
    ["data.noncurrentDays", "is 0.5, which is no number of days; write a whole number from 1 on"],
  ],
  [
    "no day",
    { data: { versioning: true, noncurrentDays: 0 } },
    ["data.noncurrentDays", "is 0, which is no number of days; write a whole number from 1 on"],
  ],
  [
    "days as a text",
    { data: { versioning: true, noncurrentDays: "30" } },
    ["data.noncurrentDays", 'is "30", which is no number of days; write a whole number from 1 on'],
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
