import { CONTENT_SECURITY_POLICY } from "../../hosts/response-headers";
import { upstreamHost } from "../../hosts/external";
import type { Host } from "../../hosts/host";

/** Who serves the media host, and what prints a configuration for it. */
export const aboutOwnProxy = (hostname: string): string =>
  `Your own proxy serves ${hostname}; this program does not create or check it. \`media-storage proxy\` prints a tested configuration for nginx and Caddy.`;

/** A bucket by its name and its own URL. */
interface ReadBucket {
  name: string;
  url: string;
}

type ProxiedHost = Pick<Host, "hostname" | "path" | "webEndpoint">;

/**
 * What any other proxy must do, each without its subject: what the printed configuration does. The library can neither do nor check it.
 */
export function otherProxyDuties(
  { hostname, path, webEndpoint }: ProxiedHost,
  { name, url }: ReadBucket,
): string[] {
  const origin = webEndpoint ?? url;
  const connection =
    webEndpoint === undefined
      ? upstreamHost(hostname, url)
      : `with \`${name}\` in the Host header, by which the store finds the bucket`;
  const requests = `GET, HEAD and OPTIONS requests${path === undefined ? "" : ` below /${path}/`}`;
  const removed = `${path === undefined ? "" : `the path /${path}, `}the query string, Cookie and Authorization`;
  return [
    `pass ${requests} for public prefixes on to ${origin}, and no others`,
    `remove ${removed} from requests`,
    `connect ${connection}`,
    "remove Set-Cookie and x-amz-* from answers, errors too",
    "set Access-Control-Allow-Origin: * in answers, errors too (audio does not play if a cached answer lacks it)",
    `set X-Content-Type-Options: nosniff and Content-Security-Policy: ${CONTENT_SECURITY_POLICY} in answers, errors too`,
  ];
}

/** Both as one paragraph. */
export function proxyDuties(host: ProxiedHost, bucket: ReadBucket): string {
  const [first = "", ...others] = otherProxyDuties(host, bucket);
  const sentences = [`Any other proxy must ${first}.`, ...others.map((duty) => `It must ${duty}.`)];
  return [aboutOwnProxy(host.hostname), ...sentences].join(" ");
}
