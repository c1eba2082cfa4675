/** Where browsers get authentik's files from. All URLs are presigned; their shapes were measured with boto3 1.43. */
import { MediaHostSigning } from "../../hosts/args";
import { hostAndPath, hostOf } from "../../hosts";
import { storeOf } from "../../stores";
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
export function storeBaseUrl({ bucket, store, version }: AuthentikSettings): string {
  const { addressingStyle, signsPublicHost } = generationOf(version);
  const where = storeOf(store);
  if (where.endpoint !== undefined) return where.bucketUrl(bucket);
  const host = addressingStyle ? (where.globalHost ?? where.host) : where.host;
  const isInPath = signsPublicHost || !addressingStyle;
  return isInPath ? `https://${host}/${bucket}` : `https://${bucket}.${host}`;
}

/** The hosts that authentik has to be told of, the wider one first. */
export function publicHosts(settings: AuthentikSettings): PublicHost[] {
  const { mediaHost } = settings;
  const own = ownHost(settings);
  if (mediaHost === undefined) return own ? [own] : [];
  const served = hostOf(mediaHost);
  const host = { domain: customDomain(settings, hostAndPath(served)), isHttps: served.isHttps };
  if (served.signing !== MediaHostSigning.Cdn || onlyUsage(settings) === AuthentikUsage.Media) return [host];
  // Reports do not go through a CDN: whoever has the URL can read what is behind one.
  return [...(own ? [own] : []), { usage: AuthentikUsage.Media, ...host }];
}

/** From 2026.5 on the bucket would stand in the path, whatever calls to the API do, of a store that wants it in the host name. */
function ownHost({ bucket, store, version }: AuthentikSettings): PublicHost | undefined {
  const { host, isPlainHttp, virtualHostOnly } = storeOf(store);
  if (!virtualHostOnly || !generationOf(version).signsPublicHost) return undefined;
  return { domain: `${bucket}.${host}`, isHttps: !isPlainHttp };
}

/** 2025.12.0 and .1 add the bucket by themselves where it is in the path; the checks have seen to it that it ends with it. */
function customDomain({ bucket, store, version }: AuthentikSettings, whole: string): string {
  const isAdded = generationOf(version).keepsBucketInPath && storeOf(store).pathStyle;
  return isAdded ? whole.slice(0, -`/${bucket}`.length) : whole;
}

/** What stands before "/" and the key in the URLs that browsers get; of media, where they are stored. */
export function authentikPresignedBaseUrl(settings: AuthentikSettings): string {
  const { mediaHost } = settings;
  if (mediaHost !== undefined) {
    const host = hostOf(mediaHost);
    return `${host.isHttps ? "https" : "http"}://${hostAndPath(host)}`;
  }
  const [own] = publicHosts(settings);
  return own ? `${own.isHttps ? "https" : "http"}://${own.domain}` : storeBaseUrl(settings);
}
