/** Remedies about names of settings that do not exist, and values of another type. */
import { given, type Row, settings } from "./row";

const hostname = "files.social.example";

export const SHAPE: Row[] = [
  settings("missing-member", "set it", { webDomain: undefined }, { webDomain: "social.example" }),
  settings("unknown-member", "did you mean access?", { acces: "bucket-policy" }, { access: "bucket-policy" }),
  settings(
    "unknown-member",
    "move it to `store: { aws: { region: ... } }`",
    { store: undefined, region: "eu-central-1" },
    { store: { aws: { region: "eu-central-1" } } },
  ),
  settings(
    "unknown-member",
    "move it up, beside mediaHost",
    { webDomain: undefined, mediaHost: { hostname, external: {}, webDomain: "social.example" } },
    { webDomain: "social.example", mediaHost: { hostname, external: {} } },
  ),
  settings(
    "unknown-member",
    "remove it, or set mediaHost.cloudFront.priceClass instead",
    { mediaHost: { hostname, external: { priceClass: "PriceClass_100" } } },
    { mediaHost: { hostname, external: {} } },
  ),
  settings(
    "unknown-member",
    "move what is in it (bucket) one level up, and remove it",
    { bucket: undefined, mastodon: { bucket: "social-media" } },
    { bucket: "social-media" },
  ),
  settings(
    "unknown-member",
    "did you mean bucket?",
    { bucket: undefined, bucketName: "social-media" },
    { bucket: "social-media" },
  ),
  settings(
    "unknown-member",
    "move it to `mediaHost: { hostname: ... }`",
    { S3_ALIAS_HOST: hostname, mediaHost: { external: {} } },
    { mediaHost: { hostname, external: {} } },
  ),
  settings(
    "unknown-member",
    "is a variable of the app, not a setting; remove it",
    { S3_PROTOCOL: "https" },
    {},
  ),
  settings(
    "unknown-member",
    "remove it, and set `mediaHost: { hostname: ... }` for a CDN",
    { cdn: hostname },
    { mediaHost: { hostname, external: {} } },
  ),
  settings("unknown-member", "remove one of the two", { Bucket: "social-media" }, {}),
  settings(
    "unknown-value",
    'did you mean "bucket-policy"?',
    { access: "bucket_policy" },
    { access: "bucket-policy" },
  ),
  settings(
    "wrong-type",
    "remove the quotes: true",
    { data: { protect: "true" } },
    { data: { protect: true } },
  ),
  settings("wrong-type", "or remove it", { corsOrigins: null }, {}),
  settings("wrong-type", '`corsOrigins: ["*"]`', { corsOrigins: "*" }, { corsOrigins: ["*"] }),
  settings("unknown-value", '"bucket-policy"', { access: "x" }, { access: "bucket-policy" }),
  settings("wrong-type", "set an object", { data: "x" }, { data: {} }),
  settings("unquoted-text", 'put it in quotes: "555"', { bucket: 555 }, { bucket: "555" }),
  settings("unquoted-version", 'put the version in quotes, like "4.4"', { version: 4.1 }, { version: "4.4" }),
  settings(
    "nested-secret",
    "store each secret in its own config value",
    { writer: { given: { ...given, accessKeyId: { secure: "x" } } } },
    { writer: { given } },
  ),
  settings("not-plain", "set a plain value", { bucket: Promise.resolve("x") }, { bucket: "social-media" }),
];
