import { randomBytes } from "node:crypto";

/** Told from anything else that an answer may hold; also in no name of the table. */
const MARK = `mark-${randomBytes(8).toString("hex")}`;

const contents = (keys: string[]): Record<string, string> =>
  Object.fromEntries(keys.map((key) => [key, `${MARK} the bytes of ${key}`]));

/** What is in the bucket under test before every request: its keys and their contents. */
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

/** What is in the other bucket: below a public prefix, and private. */
export const neighbourSeeds = contents(["accounts/avatars/9.png", "backups/dumps/9.zip"]);

/** What is in the bucket with ACLs. */
export const aclSeeds = contents([
  "media_attachments/files/shown.png",
  "site_uploads/files/shown.png",
  "media_attachments/files/hidden.png",
  "backups/dumps/8.zip",
]);

/** What was uploaded with the ACL public-read. */
export const SHOWN = ["media_attachments/files/shown.png", "site_uploads/files/shown.png"];

/** What the owner uploaded, as in a migration; the writer uploaded all else. On RGW an object belongs to its uploader. */
export const MIGRATED = ["site_uploads/files/1.png", "site_uploads/files/shown.png"];

/** What a key holds in whichever bucket it is; undefined for one that is in none. */
export const contentOf = (key: string): string | undefined =>
  ({ ...seeds, ...neighbourSeeds, ...aclSeeds })[key];

/** What a request writes. */
export const WRITTEN = "the bytes that a request brings";

/** Whether a text holds the content of any object. */
export const showsContent = (text: string): boolean => text.includes(MARK);
