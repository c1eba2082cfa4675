/** The settings of a reverse proxy for a media host, from the facts and what the operator says of the proxy's machine. */
import { maxAgeSecondsOf } from "../hosts/cache";
import { MediaHostSigning } from "../hosts/args";
import { hasInnerServer } from "../hosts/text/nginx-inner";
import { isPlainPath, isPort, isResolver } from "../hosts/text/proxy-characters";
import {
  DEFAULT_AUTHORITIES_FILE,
  DEFAULT_INNER_PORT,
  DEFAULT_RESOLVERS,
  hostOfOrigin,
  type NginxSettings,
  type ProxyUpstream,
} from "../hosts/text/proxy-settings";
import { storeSetting } from "../stores/store";
import type { BucketStorageFacts, MediaHostFacts } from "../storage/facts";
import type { Problem } from "../validation/problem";
import { parseUrl } from "../validation/url";
import { bucketOf } from "./index";
import { placeOf } from "./shell";

/** What the operator says of the proxy's machine. Each has a default. */
export interface AskedProxy {
  /** The DNS servers that the proxy asks: addresses, with ":port" if it is not 53. Default: 127.0.0.53; the command sets those of the machine it runs on, if it has any. */
  resolvers?: string[];
  /** The file with the certificate and its chain. Default: that of Let's Encrypt's client. */
  certificate?: string;
  /** The file with the certificate's key. Default: that of Let's Encrypt's client. */
  certificateKey?: string;
  /** The machine's certificate authorities. Default: Debian's file. */
  authorities?: string;
  /** The folder of the cache. Default: below /var/cache. */
  cacheFolder?: string;
  /** The file with the purge secrets. Default: below /etc/nginx. */
  purgeFile?: string;
  /** The port on 127.0.0.1 for a second server of the same nginx, which `legacy` and `purge` need, as it was typed. Default: 9480. */
  innerPort?: string;
}

/** The options of the command, as the operator writes them. */
export const PROXY_OPTIONS: Record<keyof AskedProxy, string> = {
  resolvers: "--resolver",
  certificate: "--certificate",
  certificateKey: "--certificate-key",
  authorities: "--authorities",
  cacheFolder: "--cache-folder",
  purgeFile: "--purge-file",
  innerPort: "--inner-port",
};

/** Those that are a file's path. */
const FILE_OPTIONS = ["certificate", "certificateKey", "authorities", "cacheFolder", "purgeFile"] as const;

/** What is wrong with the options, and what nginx cannot do with this storage. */
export function nginxProblems(facts: BucketStorageFacts, asked: AskedProxy): Problem[] {
  const unused = unusedProblems(facts, asked);
  const isUsed = ({ path }: Problem): boolean => !unused.some((problem) => problem.path === path);
  return [...unused, ...valueProblems(facts, asked).filter(isUsed)];
}

/** Options that change nothing in the configuration of this storage. */
function unusedProblems(facts: BucketStorageFacts, asked: AskedProxy): Problem[] {
  const host = hostFacts(facts);
  const found = (path: string, value: string | undefined, isUsed: boolean, reason: string): Problem[] =>
    value === undefined || isUsed ? [] : [{ code: "proxy-unused", path, message: `${reason}; remove it` }];
  return [
    ...found(
      PROXY_OPTIONS.cacheFolder,
      asked.cacheFolder,
      host.signing === undefined,
      "is not used with mediaHost.external.signing",
    ),
    ...found(
      PROXY_OPTIONS.purgeFile,
      asked.purgeFile,
      host.purge !== undefined,
      "is used only with mediaHost.external.purge",
    ),
    ...found(
      PROXY_OPTIONS.innerPort,
      asked.innerPort,
      hasInnerServer(host),
      "is used only with mediaHost.external.purge or mediaHost.legacy",
    ),
  ];
}

function valueProblems(facts: BucketStorageFacts, asked: AskedProxy): Problem[] {
  return [
    ...FILE_OPTIONS.flatMap((option) => fileProblems(PROXY_OPTIONS[option], asked[option])),
    ...authorityProblems(facts),
    ...(asked.resolvers ?? []).flatMap((resolver): Problem[] =>
      isResolver(resolver)
        ? []
        : [
            {
              code: "proxy-resolver",
              path: PROXY_OPTIONS.resolvers,
              message: `${JSON.stringify(resolver)} is not the address of a DNS server; set one such as "127.0.0.53" or "[2001:db8::1]:53"`,
            },
          ],
    ),
    ...(asked.innerPort === undefined || isTypedPort(asked.innerPort)
      ? []
      : [
          {
            code: "proxy-port" as const,
            path: PROXY_OPTIONS.innerPort,
            message: `${JSON.stringify(asked.innerPort)} is not a port; set a number from 1 to 65535`,
          },
        ]),
    ...addressProblems(facts),
  ];
}

const isTypedPort = (port: string): boolean => /^\d+$/.test(port) && isPort(Number(port));

/** What Caddy cannot do with this storage. */
export const caddyProblems = (facts: BucketStorageFacts): Problem[] => authorityProblems(facts);

/** The store's certificate authority, which both servers read. */
const authorityProblems = ({ store }: BucketStorageFacts): Problem[] =>
  fileProblems(storeSetting(store, "caFile"), store.caFile);

function fileProblems(path: string, file: string | undefined): Problem[] {
  if (file === undefined || isPlainPath(file)) return [];
  const message = `${JSON.stringify(file)} must be an absolute path of letters, digits and "/_.@+-", because other characters can change the proxy's configuration; use a path such as "/etc/ssl/media.pem"`;
  return [{ code: "proxy-file", path, message }];
}

/** nginx compares a certificate with names only: https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ssl_name */
function addressProblems(facts: BucketStorageFacts): Problem[] {
  const { origin } = upstreamOf(facts);
  if (!origin.startsWith("https:") || !/^(\[|\d+\.\d+\.\d+\.\d+(:|$))/.test(hostOfOrigin(origin))) return [];
  const path = storeSetting(facts.store, "endpoint");
  const message = `is at an IP address over https, and nginx cannot check a certificate for an address; use a hostname in ${path}, or \`--server caddy\``;
  return [{ code: "proxy-store-address", path, message }];
}

/**
 * The settings for any server. Call only for facts whose media host is `external` and not a "cdn", and after `nginxProblems` or
 * `caddyProblems` found nothing.
 */
export function proxySettings(facts: BucketStorageFacts, asked: AskedProxy = {}): NginxSettings {
  const { bucket, store } = facts;
  const { hostname, path, previousHosts = [], legacy, signing, maxAgeSeconds, purge } = hostFacts(facts);
  if (signing === MediaHostSigning.Cdn) throw new Error("bug: a CDN has no configuration of a proxy");
  const letsEncrypt = `/etc/letsencrypt/live/${hostname}`;
  const { resolvers = [] } = asked;
  return {
    bucket: bucket.name,
    hostnames: [hostname, ...previousHosts],
    ...(path !== undefined && { path }),
    // A signed URL is for whatever the app signs, and the store checks it.
    prefixes: signing === undefined ? (bucket.hostPrefixes ?? bucket.publicPrefixes) : bucket.privatePrefixes,
    upstream: { ...upstreamOf(facts), ...(store.caFile !== undefined && { caFile: store.caFile }) },
    ...(legacy && { legacy }),
    ...(signing && { signing }),
    maxAgeSeconds: maxAgeSeconds ?? maxAgeSecondsOf({}),
    ...(purge && {
      purge: { header: purge.header, includeFile: asked.purgeFile ?? `/etc/nginx/purge-${hostname}` },
    }),
    certificate: {
      file: asked.certificate ?? `${letsEncrypt}/fullchain.pem`,
      key: asked.certificateKey ?? `${letsEncrypt}/privkey.pem`,
    },
    resolvers: resolvers.length > 0 ? resolvers : DEFAULT_RESOLVERS,
    authoritiesFile: asked.authorities ?? DEFAULT_AUTHORITIES_FILE,
    cacheFolder: asked.cacheFolder ?? `/var/cache/nginx-${hostname}`,
    innerPort: asked.innerPort === undefined ? DEFAULT_INNER_PORT : Number(asked.innerPort),
  };
}

function hostFacts({ mediaHost }: BucketStorageFacts): MediaHostFacts {
  if (mediaHost === undefined) throw new Error("bug: a proxy without a media host");
  return mediaHost;
}

/** Where the proxy asks for keys: for signed URLs what was signed, otherwise the web endpoint or the bucket's own URL. */
function upstreamOf(facts: BucketStorageFacts): ProxyUpstream {
  const { webEndpoint } = facts.mediaHost ?? {};
  if (webEndpoint !== undefined) return { origin: webEndpoint, path: "", host: facts.bucket.name };
  const signed = parseUrl(facts.mediaHost?.signedBaseUrl ?? "");
  if (signed !== undefined) return { origin: signed.origin, path: signed.pathname.replace(/\/$/, "") };
  const { origin, path } = placeOf(bucketOf(facts));
  return { origin, path };
}
