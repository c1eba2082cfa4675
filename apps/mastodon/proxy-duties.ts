import { CONTENT_SECURITY_POLICY } from "../../hosts/response-headers";
import { upstreamHost } from "../../hosts/external";
import type { Host } from "../../hosts/host";

/** Who serves the media host, and what prints a configuration for it. */
export const aboutOwnProxy = (hostname: string): string =>
  `Your own proxy serves ${hostname}; this program does not create or check it. \`media-storage proxy\` prints a tested configuration for nginx and Caddy.`;

/**
 * What any other proxy must do, each without its subject: what the printed configuration does. The library can neither do nor check it.
 * `origin` is the bucket's own URL.
 */
export function otherProxyDuties(
  { hostname, path }: Pick<Host, "hostname" | "path">,
  origin: string,
): string[] {
  const requests = `GET, HEAD and OPTIONS requests${path === undefined ? "" : ` below /${path}/`}`;
  const removed = `${path === undefined ? "" : `the path /${path}, `}the query string, Cookie and Authorization`;
  return [
    `pass ${requests} for public prefixes on to ${origin}, and no others`,
    `remove ${removed} from requests`,
    `connect ${upstreamHost(hostname, origin)}`,
    "remove Set-Cookie and x-amz-* from answers, errors too",
    "set Access-Control-Allow-Origin: * in answers, errors too (audio does not play if a cached answer lacks it)",
    `set X-Content-Type-Options: nosniff and Content-Security-Policy: ${CONTENT_SECURITY_POLICY} in answers, errors too`,
  ];
}

/** Both as one paragraph. */
export function proxyDuties(host: Pick<Host, "hostname" | "path">, origin: string): string {
  const [first = "", ...others] = otherProxyDuties(host, origin);
  const sentences = [`Any other proxy must ${first}.`, ...others.map((duty) => `It must ${duty}.`)];
  return [aboutOwnProxy(host.hostname), ...sentences].join(" ");
}
