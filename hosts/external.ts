/** A reverse proxy or CDN that the operator runs. */
import type { ExternalHostArgs } from "./args";
import type { HostDefinition } from "./host";
import { PATH_RULE } from "./path";

export const external: HostDefinition<ExternalHostArgs> = {
  can: {
    // mastodon/documentation, content/en/admin/optional/object-storage-proxy.md: a proxy_pass without credentials
    objectAcls: true,
    // What it sends is not known here.
    signsRequests: false,
    managed: false,
  },
  rules: [PATH_RULE],
  open: ({ hostname }, { path, signing, https = true }) => ({
    hostname,
    // What the operator's proxy has to do depends on the app.
    warnings: [],
    ...(path !== undefined && { path }),
    isHttps: https,
    ...(signing !== undefined && { signing }),
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
