import type { SupportedVersions } from "../../validation/version";

/** The settings of releases before the lowest were not read. */
export const MASTODON_VERSIONS: SupportedVersions = { app: "Mastodon", lowest: [4, 0], newestTried: [4, 6] };

/**
 * The first release of Mastodon in which each setting works as this library uses it, read in the releases' own source. What is not listed
 * works in every release that the library knows (`S3_ALIAS_HOST`, `S3_HOSTNAME`, `S3_OVERRIDE_PATH_STYLE`, credentials of a role).
 */
export const SINCE = {
  /**
   * Uploads without an ACL. An empty `S3_PERMISSION` is read from 4.0 on (https://github.com/mastodon/mastodon/pull/20510), but there the job
   * that suspends an account fails without ACLs (https://github.com/mastodon/mastodon/pull/22487).
   */
  emptyPermission: [4, 1],
  /** Data exports are uploaded with the ACL `private` (https://github.com/mastodon/mastodon/pull/24136). */
  privateExports: [4, 1, 1],
  /** Data exports follow an empty `S3_PERMISSION` and are handed out by presigned URLs (https://github.com/mastodon/mastodon/pull/24200). */
  exportsWithoutAcl: [4, 1, 2],
  /** The content security policy takes the host of `S3_ALIAS_HOST` only, not its path (https://github.com/mastodon/mastodon/pull/25273). */
  aliasPath: [4, 1, 3],
  /** Imports are kept in the database instead of files below `imports/` (https://github.com/mastodon/mastodon/pull/21054). */
  importsInDatabase: [4, 2],
  /** `CACHE_BUSTER_HTTP_METHOD` (https://github.com/mastodon/mastodon/pull/26528); before, every purge request is a GET. */
  purgeMethod: [4, 2],
  /** A purge request for a file that is deleted, and not only for one that is hidden (https://github.com/mastodon/mastodon/pull/31353). */
  purgeOnDelete: [4, 3],
  /** `S3_KEY_PREFIX` (https://github.com/mastodon/mastodon/pull/30181). */
  keyPrefix: [4, 3],
  /** `S3_RETRY_LIMIT` (https://github.com/mastodon/mastodon/pull/23215). */
  retries: [4, 3],
  /** `S3_BATCH_DELETE_LIMIT` (https://github.com/mastodon/mastodon/pull/28184). */
  deleteBatch: [4, 3],
  /** `EXTRA_MEDIA_HOSTS` (https://github.com/mastodon/mastodon/pull/34184), and the first media that only presigned URLs show (pull/34872). */
  extraMediaHosts: [4, 4],
} as const;
