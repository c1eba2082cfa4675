export type Outcomes = Record<string, unknown>;

export const AVATAR = "accounts/avatars/000/000/001/original/a.png";

/** What Mastodon's calls (attachments.rb) come to where everything works and the store itself serves the files. */
export const MASTODON_OUTCOMES: Outcomes = {
  upload: "ok",
  "upload in parts": "ok",
  "upload of an export": "ok",
  "read back": "avatar",
  "a key that is missing": "NotFound",
  list: [AVATAR],
  copy: "ok",
  browser: {
    status: 200,
    type: "image/png",
    cache: "public, max-age=315576000, immutable",
    body: "avatar",
  },
  "browser, an export": 403,
  "browser, an export with its URL": 200,
  abort: "ok",
  "delete in a batch": "ok",
  delete: "ok",
};

/** What changes if the writer lacks a permission, by the action. */
export const WITHOUT_ACTION: Record<string, Outcomes> = {
  // `remove-orphans` fails, and a missing key is no longer told from a forbidden one.
  "s3:ListBucket": { list: "AccessDenied", "a key that is missing": "Forbidden" },
  "s3:AbortMultipartUpload": { abort: "AccessDenied" },
  // The silent leak: Mastodon swallows these.
  "s3:DeleteObject": { "delete in a batch": "AccessDenied", delete: "AccessDenied" },
};

/** A server that says so to users who may not list. */
const tellsMissingKeys = { "s3:ListBucket": { "a key that is missing": "NotFound" } };

/** What a server answers otherwise then, by its name in stores/s3. */
export const OTHERWISE: Record<string, typeof WITHOUT_ACTION> = {
  minio: tellsMissingKeys,
  // It does not check the permission to abort.
  seaweedfs: { ...tellsMissingKeys, "s3:AbortMultipartUpload": { abort: "ok" } },
  rustfs: tellsMissingKeys,
  versitygw: tellsMissingKeys,
};
