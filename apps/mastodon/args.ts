import type { StorageSettings } from "../../storage/args";
import type { MediaHostArgs } from "../../hosts/args";

/** What makes objects public. */
export const MastodonAccess = {
  /** The bucket policy: every object below the public prefixes is public, and objects have no ACLs. */
  BucketPolicy: "bucket-policy",
  /** Each object's ACL, which Mastodon sets. Only this mode can hide media of suspended accounts. */
  Acl: "acl",
  /** Nothing in the bucket: it is private, and everyone reads media through `mediaHost.cloudFront` or `mediaHost.r2` only. */
  Cdn: "cdn",
} as const;
export type MastodonAccess = (typeof MastodonAccess)[keyof typeof MastodonAccess];

/** Retries, timeouts and batch sizes for a slow or unreliable store. */
export interface TuningArgs {
  /**
   * How often Mastodon retries a failed request to the store (`S3_RETRY_LIMIT`, Mastodon 4.3): 0 to 3; default: 2. Mastodon's own
   * default is 0, with which one lost packet permanently leaves a picture "Not Available"
   * (https://github.com/mastodon/mastodon/issues/12085). Each retry holds a worker for as long as the timeouts below.
   */
  retries?: number;
  /** How long Mastodon waits for a connection to the store, in seconds (`S3_OPEN_TIMEOUT`): 1 to 300; default: Mastodon's 5. */
  openTimeoutSeconds?: number;
  /** How long Mastodon waits for an answer of the store, in seconds (`S3_READ_TIMEOUT`): 1 to 300; default: Mastodon's 5. */
  readTimeoutSeconds?: number;
  /**
   * How many keys Mastodon deletes in one request (`S3_BATCH_DELETE_LIMIT`, Mastodon 4.3): 1 to 1000; default: Mastodon's 1000. Set
   * less for a store that cannot delete so many before the read timeout.
   */
  deleteBatch?: number;
}

/** The settings of a Mastodon instance's storage. */
export interface MastodonSettings extends StorageSettings {
  /** The host of the web client, `WEB_DOMAIN` (else `LOCAL_DOMAIN`) of the instance, such as "social.example". */
  webDomain: string;
  /**
   * The Mastodon version, such as "4.4.2" (in YAML in quotes: 4.10 is 4.1). Without a patch, as in "4.4", it is the newest patch of that
   * release. A version before 4.0 is an error, and so is a setting that the version does not have. Default: 4.6, the newest version that
   * was tried, which has all settings.
   */
  version?: string;
  /**
   * What makes objects public: "bucket-policy", "cdn" or "acl". Default: "bucket-policy", and "cdn" on Cloudflare R2, where the two
   * others are errors, because its buckets have neither policies nor ACLs. With "bucket-policy" and "cdn" Mastodon cannot hide the
   * media of suspended accounts: everyone who has the URL can read the file until it is deleted
   * (https://github.com/mastodon/mastodon/pull/17979). With "cdn" the bucket is private and only the distribution of
   * `mediaHost.cloudFront`, or the Worker of `mediaHost.r2`, reads it, so direct URLs of the bucket end. An instance on AWS whose media is public already changes to "cdn" in two
   * deployments: first `mediaHost.cloudFront` with "bucket-policy", then, when the media host answers, "cdn"
   * (https://git.example/media-storage/media-storage/blob/main/docs/access-cdn.md). With "acl" every object is public by its own ACL. If you
   * change it later, the ACLs of existing objects must change too
   * (https://git.example/media-storage/media-storage/blob/main/docs/access-acl.md). With "acl", the lists that people import are
   * public before Mastodon 4.2, and data exports before 4.1.1; a warning says so.
   */
  access?: MastodonAccess;
  /** The public hostname of the media; default: URLs have the S3 host and the bucket. On Cloudflare R2 it is required, with `r2`. */
  mediaHost?: MediaHostArgs;
  /**
   * Whether the media host serves **every** object of the bucket, also people's data exports below `backups/`, which contain their
   * private posts: everybody who gets or guesses the URL of one can download it, without logging in. Default: false, and then a Worker
   * serves public keys only. With true an R2 custom domain serves the host instead of the Worker, which saves the Worker's requests.
   * Deleted files then stay in Cloudflare's cache for as long as Mastodon's header says (ten years), unless a cache rule of your zone
   * says otherwise. Only with `mediaHost.r2`; `mediaHost.cache` and `mediaHost.legacy` are errors with it.
   */
  exposeUserExports?: boolean;
  /**
   * A prefix of every key (`S3_KEY_PREFIX`, Mastodon 4.3), without a slash at either end; default: none. With a prefix
   * `tootctl media remove-orphans` finds nothing to remove.
   */
  keyPrefix?: string;
  /**
   * Additional origins from which the web client may load media (`EXTRA_MEDIA_HOSTS`, Mastodon 4.4), such as
   * "https://old-files.social.example". Default: the bucket's own host, if `mediaHost` is set and browsers can reach the bucket's
   * host. Add a new media host here a week before you switch to it.
   */
  extraMediaHosts?: string[];
  /** Retries, timeouts and batch sizes for the store; default: two retries, and Mastodon's own values for the others. */
  tuning?: TuningArgs;
}
