import { upstreamHost } from "../../hosts/external";
import type { Host } from "../../hosts/host";

/** What the operator's proxy has to do, since nothing here can do it or see that it is done. `origin` is the bucket's own URL. */
export function proxyDuties({ hostname, path }: Pick<Host, "hostname" | "path">, origin: string): string {
  const below = path === undefined ? "" : ` of what is below /${path}/, without that path and`;
  return (
    `${hostname} is served by your own proxy, which this program neither creates nor checks. It must pass GET and HEAD` +
    `${below} without the query string and the Authorization header on to ${origin}, ${upstreamHost(hostname, origin)}, hide Set-Cookie and x-amz-* of its answers, answer Access-Control-Allow-Origin itself (a cached answer without it ` +
    "silences audio), and send X-Content-Type-Options: nosniff and Content-Security-Policy: default-src 'none'; form-action 'none'."
  );
}
