/** What the configuration of a reverse proxy for a media host is made from, whichever server it is for. */
import type { MediaHostSigning } from "../args";
import { ERROR_SECONDS } from "../cache";

/** A file or folder on the machine of the proxy. */
export type ProxyPath = string;

/** The store behind the proxy. */
export interface ProxyUpstream {
  /** Scheme, host and port, such as "https://s3.eu-central-1.amazonaws.com". TLS names its host, and so does the Host header without `host`. */
  origin: string;
  /** The path before "/" and the key: "/BUCKET", or empty if the bucket is in the host. */
  path: string;
  /** The Host header, for a store that finds the bucket by it; undefined if it is the host of the origin. */
  host?: string;
  /** The store's own certificate authority; undefined if the machine trusts it. */
  caFile?: ProxyPath;
}

/** Where files that are not in the bucket yet are still served. */
export interface ProxyLegacy {
  /** The hostname, asked over https; with ":port" if it is not 443. */
  hostname: string;
  /** The path before "/" and the key, without a slash at either end; undefined for the root. */
  path?: string;
}

/** How the app purges a file from the proxy's cache. */
export interface ProxyPurge {
  /** The name of the request header that has the secret. */
  header: string;
  /** The file with the secrets, which `nginxPurge` prints. */
  includeFile: ProxyPath;
}

/** A certificate for all hostnames. */
export interface ProxyCertificate {
  file: ProxyPath;
  key: ProxyPath;
}

/** A media host that the operator's own proxy serves. */
export interface ProxySettings {
  /** The bucket, for comments. */
  bucket: string;
  /** The hostnames, the current one first. */
  hostnames: string[];
  /** The path below which the proxy serves the keys, without a slash at either end; undefined for the root. */
  path?: string;
  /** The prefixes that the proxy serves, each ending in "/". */
  prefixes: string[];
  upstream: ProxyUpstream;
  /** Asked for what the bucket answers with 403 or 404. Not with `signing`. */
  legacy?: ProxyLegacy;
  /** Undefined if everybody may read what the proxy serves; otherwise readers send signed URLs, and the proxy must cache nothing. */
  signing?: Exclude<MediaHostSigning, "cdn">;
  /** How long, in seconds, the proxy may serve a file from its cache. A server without a cache sends it as the browsers' time where the app sets none. */
  maxAgeSeconds: number;
  /** Undefined if the app does not purge. Not with `signing`. */
  purge?: ProxyPurge;
}

/** What nginx has to be told beside that. */
export interface NginxSettings extends ProxySettings {
  certificate: ProxyCertificate;
  /** The DNS servers that it asks for the store's address, each with ":port" if it is not 53, and IPv6 in brackets. */
  resolvers: string[];
  /** The machine's certificate authorities. */
  authoritiesFile: ProxyPath;
  /** The folder of the cache. */
  cacheFolder: ProxyPath;
  /** The port on 127.0.0.1 of a second server of this nginx, which the cache is filled from if there is `legacy` or `purge`. */
  innerPort: number;
}

/** What the redirect of old media URLs depends on, for any server. */
export interface WebRedirect {
  /** Mastodon's web domain, whose old URLs begin with /system/. */
  webDomain: string;
  /** The URL before "/" and the key in media URLs. */
  publicBaseUrl: string;
  /** The prefix of every key, which old URLs do not have; undefined if there is none. */
  keyPrefix?: string;
}

/** What a key follows in the URL that old URLs are redirected to. */
export const redirectBase = ({ publicBaseUrl, keyPrefix }: Omit<WebRedirect, "webDomain">): string =>
  keyPrefix === undefined ? publicBaseUrl : `${publicBaseUrl}/${keyPrefix}`;

/** The DNS resolver of systemd, which Debian and Ubuntu run by default on cloud images. */
export const DEFAULT_RESOLVERS = ["127.0.0.53"];

/** Of Debian, Ubuntu, Alpine and Arch Linux. Fedora has it at /etc/pki/tls/certs/ca-bundle.crt. */
export const DEFAULT_AUTHORITIES_FILE = "/etc/ssl/certs/ca-certificates.crt";

/** Not assigned by IANA, and below the ports that the kernel gives to clients. */
export const DEFAULT_INNER_PORT = 9480;

/** A dot, slash, backslash or zero byte that is encoded twice or more often, as a regular expression without regard to case. */
export const ENCODED_AGAIN = "%25(25)*(2e|2f|5c|00)";

/** How long, in seconds, an error may be kept: never longer than a file. */
export const errorSeconds = ({ maxAgeSeconds }: Pick<ProxySettings, "maxAgeSeconds">): number =>
  Math.min(ERROR_SECONDS, maxAgeSeconds);

/** The host of an origin, with its port if it has one, as the Host header names it. */
export const hostOfOrigin = (origin: string): string => origin.replace(/^https?:\/\//, "");

/** The path before "/" and the key in public URLs, with the slash at its start; empty for the root. */
export const pathBeforeKey = ({ path }: { path?: string }): string => (path === undefined ? "" : `/${path}`);
