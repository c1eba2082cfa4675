/** Remedies about the name of the bucket, its tags and the key prefix. */
import { cephSettings, change, onMastodon, type Row, s3, settings } from "./row";

const bucket = change(onMastodon, (value) => ({ bucket: value }));
const existingOnR2 = {
  bucketSource: "existing",
  store: { r2: { accountId: "0".repeat(32) } },
  mediaHost: { hostname: "files.social.example", r2: { zoneId: "0".repeat(32) } },
};
const tags = change(onMastodon, (value) => ({ tags: value }));

export const BUCKET: Row[] = [
  bucket("bucket-name-length", "3 to 63", "ab", "abc"),
  bucket("bucket-name-dot", 'use "-"', "files.social", "files-social"),
  bucket("bucket-name-capitals", 'change it to "social-media"', "Social-Media", "social-media"),
  bucket("bucket-name-characters", 'use only a-z, 0-9 and "-"', "social_media", "social-media"),
  bucket("bucket-name-ends", "change the first or the last character", "-media", "media"),
  bucket("bucket-name-reserved-prefix", "choose another name", "xn--media", "media"),
  bucket("bucket-name-reserved-suffix", "choose another name", "media-s3alias", "media"),
  cephSettings("bucket-name-address", "choose another name", { bucket: "10.0.0.1" }, { bucket: "media-10" }),
  cephSettings("bucket-name-api", "choose another name", { bucket: "swift" }, { bucket: "swift-media" }),
  cephSettings(
    "bucket-name-dot",
    "keep one of the two",
    { bucket: "files.-social" },
    { bucket: "files.social" },
  ),
  bucket(
    "bucket-name-region",
    'change it to "media-123456789012-eu-central-1-an"',
    "media-123456789012-us-east-1-an",
    "media-123456789012-eu-central-1-an",
  ),
  bucket("bucket-name-reserved-suffix", "or another ending", "media-an", "media-one"),
  cephSettings(
    "store-virtual-host-dots",
    "remove it",
    { bucket: "files.social", store: { s3: { ...s3, pathStyle: false } } },
    { bucket: "files.social", store: { s3 } },
  ),
  settings("key-prefix", 'change it to "a"', { keyPrefix: "/a" }, { keyPrefix: "a" }),
  settings("key-prefix-empty", "remove it", { keyPrefix: "" }, {}),
  settings(
    "existing-bucket",
    "remove it",
    { bucketSource: "existing", data: { protect: false } },
    { bucketSource: "existing" },
  ),
  settings(
    "existing-bucket",
    'set bucketSource to "adopt"',
    { bucketSource: "existing", data: { protect: false } },
    { bucketSource: "adopt", data: { protect: false } },
  ),
  settings(
    "existing-bucket",
    "remove it",
    { ...existingOnR2, store: { r2: { accountId: "0".repeat(32), location: "weur" } } },
    existingOnR2,
  ),
  settings(
    "tags-unused",
    "remove them",
    { bucketSource: "existing", tags: { a: "b" }, writer: { role: { roleName: "app" } } },
    { bucketSource: "existing", writer: { role: { roleName: "app" } } },
  ),
  tags("tag-name-empty", "set a name", { "": "a" }, { b: "a" }),
  tags("tag-name-reserved", "choose another name", { "aws:a": "a" }, { a: "a" }),
  tags("tag-name-lost", "choose another name", { __defaults: "a" }, { defaults: "a" }),
  tags("tag-name-length", "at most 128", { ["a".repeat(129)]: "a" }, { ["a".repeat(128)]: "a" }),
  tags("tag-value-length", "at most 256", { a: "a".repeat(257) }, { a: "a".repeat(256) }),
  tags("tags-many", "at most 50", Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ""])), {
    a: "",
  }),
];
