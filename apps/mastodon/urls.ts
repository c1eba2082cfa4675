/** Where browsers get Mastodon's media from. Source lines are those of mastodon/mastodon and kreeti/kt-paperclip. */
import { hostAndPath } from "../../hosts";
import { isPrivateUrl } from "../../validation/private-url";
import { versionHas } from "../../validation/version";
import type { Opened } from "../../storage/opened";
import { originOf } from "../../stores/store";
import type { MastodonSettings } from "./args";
import { SINCE } from "./versions";

/** Host and path of public URLs where the app has to be told (`S3_ALIAS_HOST`); else they name the bucket on the S3 host. */
export function aliasHost({ settings, store, host }: Opened): string | undefined {
  if (host !== undefined) return hostAndPath(host);
  // Mastodon puts the bucket into the path, whatever the calls to the API do (s3.rb L150-176).
  return store.virtualHostOnly ? `${settings.bucket}.${store.host}` : undefined;
}

/** `S3_PROTOCOL`: a media host is served over https, whatever the store behind it is. */
export function publicScheme({ store, host }: Opened): string {
  return host === undefined && store.isPlainHttp ? "http" : "https";
}

/** What stands before `/<key>` in the URL of a public object (s3.rb L150-176). */
export function mastodonPublicBaseUrl(opened: Opened): string {
  const { settings, store } = opened;
  return `${publicScheme(opened)}://${aliasHost(opened) ?? `${store.host}/${settings.bucket}`}`;
}

/** The URL before `/<key>` in the presigned URLs of data exports, which always name the store's own host (backups_controller.rb L15). */
export function mastodonPresignedBaseUrl({ settings, store }: Opened): string {
  return store.bucketUrl(settings.bucket);
}

/** The origins that go into `EXTRA_MEDIA_HOSTS`; empty where the line is left out. */
export function mastodonExtraMediaHosts(opened: Opened<MastodonSettings>): string[] {
  const { settings, store, host } = opened;
  if (!versionHas(settings.version, SINCE.extraMediaHosts)) return [];
  // Presigned URLs name the store's own host, which the content security policy does not list beside an alias host
  // (app/lib/content_security_policy.rb L84-104). From plain http, or a host of a private network, browsers load nothing, listed or not.
  const presignedUrl = mastodonPresignedBaseUrl(opened);
  const isListed = host !== undefined && !store.isPlainHttp && !isPrivateUrl(presignedUrl);
  const presigned = isListed ? [originOf(presignedUrl)] : [];
  return [...new Set([...presigned, ...(settings.extraMediaHosts ?? [])])];
}
