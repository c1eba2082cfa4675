import { randomBytes } from "node:crypto";

/** Different from everything else in an answer, and in no name of the table. */
const MARK = `mark-${randomBytes(8).toString("hex")}`;

const contents = (keys: string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, `${MARK} the bytes of ${key}`]));

/** The objects in the bucket under test before every request: their keys and contents. */
export const seeds = contents([
  "accounts/avatars/1.png",
  "cache/media_attachments/files/1.png",
  "custom_emojis/images/1.png",
  "media_attachments/files/1.png",
  "preview_card_providers/images/1.png",
  "preview_cards/images/1.png",
  "site_uploads/files/1.png",
  // Private: exports and imports of users, a key outside all prefixes, and one that only begins like a public prefix.
  "backups/dumps/1.zip",
  "imports/data/1.csv",
  "index.html",
  "accounts-private/1.png",
]);

/** The objects in the other bucket: below a public prefix, and private. */
export const neighbourSeeds = contents(["accounts/avatars/9.png", "backups/dumps/9.zip"]);

/** The objects in the bucket with ACLs. */
export const aclSeeds = contents([
  "media_attachments/files/shown.png",
  "site_uploads/files/shown.png",
  "media_attachments/files/hidden.png",
  "backups/dumps/8.zip",
]);

/** The objects that were uploaded with the ACL public-read. */
export const SHOWN = ["media_attachments/files/shown.png", "site_uploads/files/shown.png"];

/** The objects that the owner uploaded, as in a migration; the writer uploaded the rest. On RGW an object belongs to its uploader. */
export const MIGRATED = ["site_uploads/files/1.png", "site_uploads/files/shown.png"];

/** The content of a key in any of the buckets; undefined if it is in none. */
export const contentOf = (key: string): string | undefined =>
  ({ ...seeds, ...neighbourSeeds, ...aclSeeds })[key];

/** The content that a request writes. */
export const WRITTEN = "the bytes that a request brings";

/** Whether a string contains the content of any object. */
export const showsContent = (text: string): boolean => text.includes(MARK);
