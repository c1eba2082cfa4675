/** Mastodon's purge requests to the media host, its "cache buster" (app/lib/cache_buster.rb, config/cache_buster.yml). */
import type { EnvLine } from "../../env/entry";
import type { Host } from "../../hosts/host";
import { PURGE_HEADER, PURGE_METHOD } from "../../hosts/purge";
import type { PurgeSecrets } from "../../storage/plan";
import { isPrivateUrl } from "../../validation/private-url";
import { versionHas } from "../../validation/version";
import { duration } from "../../hosts/duration";
import type { MastodonSettings } from "./args";
import { SINCE } from "./versions";

/** The lines that turn purge requests on; none without `external.purge`. */
export function purgeLines<V>({ version }: MastodonSettings, purge?: PurgeSecrets<V>): EnvLine<V>[] {
  if (purge === undefined) return [];
  const plain = (name: string, value: string, comment = ""): EnvLine<V> => ({
    name,
    value,
    secret: false,
    comment,
  });
  const inUse = purge.secrets.find(({ slot }) => slot === purge.current);
  if (inUse === undefined) throw new Error(`bug: the purge slot ${purge.current} has no secret`);
  return [
    plain("CACHE_BUSTER_ENABLED", "true", "Purges deleted files from the media host's cache."),
    // The default, but a method that another proxy needed must not stay.
    ...(versionHas(version, SINCE.purgeMethod) ? [plain("CACHE_BUSTER_HTTP_METHOD", PURGE_METHOD)] : []),
    plain("CACHE_BUSTER_SECRET_HEADER", PURGE_HEADER),
    { name: "CACHE_BUSTER_SECRET", value: inUse.secret, secret: true, comment: "" },
  ];
}

/** The names of the lines that are not secret, as part of a regular expression. */
export const PURGE_NAMES = "CACHE_BUSTER_(ENABLED|HTTP_METHOD|SECRET_HEADER)";

/**
 * What happens to cached files that Mastodon deletes or, with ACLs, hides (app/models/media_attachment.rb, app/lib/attachment_batch.rb,
 * app/services/update_media_attachments_permissions_service.rb).
 */
export function deletedFiles(
  { hides, version }: { hides: boolean; version?: string },
  { hostname, maxAgeSeconds = 0, purge }: { hostname: string; maxAgeSeconds?: number; purge?: object },
): string {
  const limit = `at most ${duration(maxAgeSeconds)} with the configuration that \`media-storage proxy\` prints (mediaHost.cache.maxAgeSeconds)`;
  const what = hides ? "deletes or hides" : "deletes";
  if (purge === undefined) {
    const remedy =
      hides || versionHas(version, SINCE.purgeOnDelete)
        ? "Set `external.purge: {}` to let Mastodon remove attachments from it at once."
        : "Mastodon 4.3 and later can remove attachments from it at once (`external.purge`).";
    return `A file that Mastodon ${what} stays in the cache of ${hostname}: ${limit}, up to ten years with most others. ${remedy}`;
  }
  return (
    `Mastodon removes an attachment from the cache of ${hostname} at once when it is ${hides ? "hidden or " : ""}deleted with its post. Avatars, headers, emoji, previews and what Mastodon deletes in ` +
    `batches (cached remote files, blocked domains, orphans) stay there: ${limit}.`
  );
}

/** Mastodon sends no request to a private address that is not listed (`PrivateAddressCheck` in app/lib/request.rb). */
export function unsentPurges({ hostname, purge }: Host): string[] {
  if (purge === undefined || !isPrivateUrl(`https://${hostname}`)) return [];
  return [
    `Mastodon sends no purge request to ${hostname}, because it is in a private network: add its address to ALLOWED_PRIVATE_ADDRESSES in .env.production.`,
  ];
}
