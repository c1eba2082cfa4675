/** Where browsers get Mastodon's media from. Source lines are those of mastodon/mastodon and kreeti/kt-paperclip. */
import { hostAndPath, hostOf } from "../../hosts";
import { isPrivateUrl } from "../../validation/private-url";
import { versionHas } from "../../validation/version";
import { storeOf } from "../../stores";
import { originOf } from "../../stores/store";
import type { MastodonSettings } from "./args";
import { SINCE } from "./versions";

/** Host and path of public URLs where the app has to be told (`S3_ALIAS_HOST`); else they name the bucket on the S3 host. */
export function aliasHost({ bucket, mediaHost, store }: MastodonSettings): string | undefined {
  if (mediaHost !== undefined) return hostAndPath(hostOf(mediaHost));
  const { host, virtualHostOnly } = storeOf(store);
  // Mastodon puts the bucket into the path, whatever the calls to the API do (s3.rb L150-176).
  return virtualHostOnly ? `${bucket}.${host}` : undefined;
}

/** `S3_PROTOCOL`: a media host is served over https, whatever the store behind it is. */
export function publicScheme({ mediaHost, store }: MastodonSettings): string {
  return mediaHost === undefined && storeOf(store).isPlainHttp ? "http" : "https";
}

/** What stands before `/<key>` in the URL of a public object (s3.rb L150-176). */
export function mastodonPublicBaseUrl(settings: MastodonSettings): string {
  const where = aliasHost(settings) ?? `${storeOf(settings.store).host}/${settings.bucket}`;
  return `${publicScheme(settings)}://${where}`;
}

/** The URL before `/<key>` in the presigned URLs of data exports, which always name the store's own host (backups_controller.rb L15). */
export function mastodonPresignedBaseUrl({ bucket, store }: MastodonSettings): string {
  return storeOf(store).bucketUrl(bucket);
}

/** The origins that go into `EXTRA_MEDIA_HOSTS`; empty where the line is left out. */
export function mastodonExtraMediaHosts(settings: MastodonSettings): string[] {
  if (!versionHas(settings.version, SINCE.extraMediaHosts)) return [];
  // Presigned URLs name the store's own host, which the content security policy does not list beside an alias host
  // (app/lib/content_security_policy.rb L84-104). From plain http, or a host of a private network, browsers load nothing, listed or not.
  const store = storeOf(settings.store);
  const presignedUrl = mastodonPresignedBaseUrl(settings);
  const isListed = settings.mediaHost !== undefined && !store.isPlainHttp && !isPrivateUrl(presignedUrl);
  const presigned = isListed ? [originOf(presignedUrl)] : [];
  return [...new Set([...presigned, ...(settings.extraMediaHosts ?? [])])];
}
