/** A reverse proxy or CDN that the operator runs. */
import { nested } from "../validation/rules";
import { MediaHostSigning, type ExternalHostArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import { dnsKindOf } from "./dns";
import type { HostDefinition } from "./host";
import { PATH_RULE } from "./path";
import { purgeOf, PURGE_RULES } from "./purge";

export const external: HostDefinition<ExternalHostArgs> = {
  can: {
    // mastodon/documentation, content/en/admin/optional/object-storage-proxy.md: a proxy_pass without credentials
    objectAcls: true,
    // What it sends is not known here.
    signsRequests: false,
    namedInPolicy: false,
    managed: false,
  },
  inWords: "`external: {}` for your own proxy",
  rules: [PATH_RULE, nested("purge", PURGE_RULES)],
  hostRules: [
    {
      at: "cache",
      code: "cache-unused",
      when: ({ cache, external: host }) => cache !== undefined && host?.signing !== undefined,
      message: ({ external: host }) =>
        host?.signing === MediaHostSigning.Cdn
          ? "has no effect with external.signing: your own CDN decides how long copies are kept; remove it"
          : "has no effect with external.signing, because a proxy must not cache presigned URLs; remove it",
    },
  ],
  open: (host, { path, signing, https = true, dns, addresses, purge }) => ({
    hostname: host.hostname,
    // What the operator's proxy has to do depends on the app.
    warnings: [],
    ...(path !== undefined && { path }),
    isHttps: https,
    ...(signing === undefined ? { maxAgeSeconds: maxAgeSecondsOf(host) } : { signing }),
    ...(dns !== undefined && { dns: dnsKindOf(dns) }),
    ...(addresses !== undefined && { addresses }),
    ...(purge !== undefined && { purge: purgeOf(purge) }),
  }),
};

/** The hostname that a proxy must send to the store, as part of a sentence. */
export function upstreamHost(hostname: string, origin: string): string {
  const [, host = "", pathname = ""] = /^[a-z]+:\/\/([^/]*)(.*)$/s.exec(origin) ?? [];
  const names = `with \`${host}\` in the Host header and in TLS`;
  // On servers that allow such a bucket name, the store itself can answer for the media host.
  if (pathname === `/${hostname}` || host.startsWith(`${hostname}.`)) return names;
  return (
    `${names} (a CNAME record from ${hostname} to ${host} is not enough: the store would look for a ` +
    `bucket named ${hostname}, and its certificate is for another name)`
  );
}
