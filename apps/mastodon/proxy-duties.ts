import { upstreamHost } from "../../hosts/external";
import type { Host } from "../../hosts/host";

/** What the operator's proxy must do. The library can neither do nor check it. `origin` is the bucket's own URL. */
export function proxyDuties({ hostname, path }: Pick<Host, "hostname" | "path">, origin: string): string {
  const requests = path === undefined ? "GET and HEAD requests" : `GET and HEAD requests below /${path}/`;
  const removed = `${path === undefined ? "" : `the path /${path}, `}the query string and the Authorization header`;
  return (
    `Your own proxy serves ${hostname}; this program does not create or check it. The proxy must pass ${requests} on to ${origin}. ` +
    `It must remove ${removed}, and connect ${upstreamHost(hostname, origin)}. In answers it must remove Set-Cookie and x-amz-*, and set ` +
    "Access-Control-Allow-Origin (audio does not play if a cached answer lacks it), X-Content-Type-Options: nosniff " +
    "and Content-Security-Policy: default-src 'none'; form-action 'none'."
  );
}
