import { CONTENT_SECURITY_POLICY } from "../../hosts/response-headers";
import { upstreamHost } from "../../hosts/external";
import type { Host } from "../../hosts/host";

/**
 * What the operator's proxy must do: what the configuration does that `media-storage proxy` prints. The library can neither do nor check
 * it. `origin` is the bucket's own URL.
 */
export function proxyDuties({ hostname, path }: Pick<Host, "hostname" | "path">, origin: string): string {
  const requests = `GET, HEAD and OPTIONS requests${path === undefined ? "" : ` below /${path}/`}`;
  const removed = `${path === undefined ? "" : `the path /${path}, `}the query string, Cookie and Authorization`;
  return (
    `Your own proxy serves ${hostname}; this program does not create or check it. \`media-storage proxy\` prints a tested configuration for nginx and Caddy. ` +
    `Any other proxy must pass ${requests} for public prefixes on to ${origin}, and no others. ` +
    `It must remove ${removed}, and connect ${upstreamHost(hostname, origin)}. In answers, errors too, it must remove Set-Cookie and x-amz-*, and set ` +
    "Access-Control-Allow-Origin: * (audio does not play if a cached answer lacks it), X-Content-Type-Options: nosniff " +
    `and Content-Security-Policy: ${CONTENT_SECURITY_POLICY}.`
  );
}
