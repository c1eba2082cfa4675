import type { StorageSettings } from "./settings";
import type { MediaHostArgs } from "../hosts/args";

/** Who decides what anybody may read. */
export const Access = {
  /** The bucket policy: every object below the public prefixes is readable, objects carry no ACL. */
  BucketPolicy: "bucket-policy",
  /** Each object's ACL, which Mastodon sets: it alone hides the media of suspended accounts. */
  Acl: "acl",
} as const;
export type Access = (typeof Access)[keyof typeof Access];

/** What the storage of a Mastodon instance is told. */
export interface MastodonSettings extends StorageSettings {
  /** The host of the web client, `WEB_DOMAIN` (else `LOCAL_DOMAIN`) of the instance, such as "social.example". */
  webDomain: string;
  /**
   * The Mastodon version, such as "4.4" (in YAML in quotes: 4.10 is 4.1). A setting that it does not have is an error.
   * By default a current version, which has them all.
   */
  version?: string;
  /**
   * Who decides what anybody may read: "bucket-policy" by default, or "acl". With "bucket-policy" Mastodon cannot hide the
   * media of suspended accounts: whoever has the URL can read the file until it is deleted
   * (https://github.com/mastodon/mastodon/pull/17979). With "acl" every object is public by its own ACL. Changing it later
   * needs the ACLs of the objects that exist changed as well (docs/access-acl.md).
   */
  access?: Access;
  /** The public hostname of the media; by default URLs name the bucket on the S3 host. */
  mediaHost?: MediaHostArgs;
  /**
   * A prefix of every key (`S3_KEY_PREFIX`, Mastodon 4.3), without slashes at its ends; by default none. With a prefix
   * `tootctl media remove-orphans` finds nothing to remove.
   */
  keyPrefix?: string;
  /**
   * Origins besides the media host that the web client may load media from (`EXTRA_MEDIA_HOSTS`, Mastodon 4.4), such as
   * "https://old-files.social.example"; by default the bucket's own host where there is a `mediaHost`. Name a new media host here a week
   * before you switch to it.
   */
  extraMediaHosts?: string[];
}
