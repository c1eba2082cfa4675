/** Where browsers get authentik's files from. All URLs are presigned; their shapes were measured with boto3 1.43. */
import { MediaHostSigning } from "../../hosts/args";
import { hostAndPath } from "../../hosts";
import type { Opened } from "../../storage/opened";
import type { Store } from "../../stores/store";
import { generationOf } from "./versions";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { onlyUsage } from "./usages";

/** A host in URLs that authentik has to be told of. */
export interface PublicHost {
  /** The usage whose URLs name it; without one those of all that is stored. */
  usage?: AuthentikUsage;
  /** Host and path as `CUSTOM_DOMAIN` has them. */
  domain: string;
  isHttps: boolean;
}

/** What stands before "/" and the key in a URL of the store's own, which is what `rewrite-host` has to ask for. */
export function storeBaseUrl({ settings, store }: Opened<AuthentikSettings>): string {
  const { bucket, version } = settings;
  const { addressingStyle, signsPublicHost } = generationOf(version);
  if (store.endpoint !== undefined) return store.bucketUrl(bucket);
  const host = addressingStyle ? (store.globalHost ?? store.host) : store.host;
  const isInPath = signsPublicHost || !addressingStyle;
  return isInPath ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

/** The hosts that authentik has to be told of, the wider one first. */
export function publicHosts({ settings, store, host }: Opened<AuthentikSettings>): PublicHost[] {
  const own = ownHost(settings, store);
  if (host === undefined) return own ? [own] : [];
  const served = { domain: customDomain(settings, store, hostAndPath(host)), isHttps: host.isHttps };
  if (host.signing !== MediaHostSigning.Cdn || onlyUsage(settings) === AuthentikUsage.Media) return [served];
  // Reports do not go through a CDN: whoever has the URL can read what is behind one.
  return [...(own ? [own] : []), { usage: AuthentikUsage.Media, ...served }];
}

/** From 2026.5 on the bucket would stand in the path, whatever calls to the API do, of a store that wants it in the host name. */
function ownHost(
  { bucket, version }: AuthentikSettings,
  { host, isPlainHttp, virtualHostOnly }: Store,
): PublicHost | undefined {
  if (!virtualHostOnly || !generationOf(version).signsPublicHost) return undefined;
  return { domain: `${bucket}.${host}`, isHttps: !isPlainHttp };
}

/** 2025.12.0 and .1 add the bucket by themselves where it is in the path; the checks have seen to it that it ends with it. */
function customDomain({ bucket, version }: AuthentikSettings, { pathStyle }: Store, whole: string): string {
  const isAdded = generationOf(version).keepsBucketInPath && pathStyle;
  return isAdded ? whole.slice(0, -`/${bucket}`.length) : whole;
}

/** What stands before "/" and the key in the URLs that browsers get; of media, where they are stored. */
export function authentikPresignedBaseUrl(opened: Opened<AuthentikSettings>): string {
  const { host } = opened;
  if (host !== undefined) return `${host.isHttps ? "https" : "http"}://${hostAndPath(host)}`;
  const [own] = publicHosts(opened);
  return own ? `${own.isHttps ? "https" : "http"}://${own.domain}` : storeBaseUrl(opened);
}
