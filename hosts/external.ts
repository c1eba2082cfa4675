/** A reverse proxy or CDN that the operator runs. */
import { isKeyPath } from "../validation/names";
import { at, type Problem } from "../validation/problem";
import { bool, known, map, oneOf, text } from "../validation/shape";
import { MediaHostSigning, type ExternalHostArgs } from "./args";
import type { Host, HostType } from "./host";

export const external: HostType<ExternalHostArgs> = {
  can: {
    // mastodon/documentation, content/en/admin/optional/object-storage-proxy.md: a proxy_pass without credentials
    objectAcls: true,
  },
  problems: externalProblems,
  open: (hostname, { path, signing, https = true }) => ({
    hostname,
    ...(path !== undefined && { path }),
    isHttps: https,
    ...(signing !== undefined && { signing }),
  }),
};

function externalProblems(args: unknown, path: string): Problem[] {
  return map(path, args, (members) => [
    ...known(path, members, ["path", "signing", "https"]),
    ...oneOf(at(path, "signing"), members["signing"], Object.values(MediaHostSigning)),
    ...bool(at(path, "https"), members["https"]),
    ...text(at(path, "path"), members["path"], (below) =>
      isKeyPath(below)
        ? []
        : [
            {
              code: "media-host-path",
              message:
                'must contain only letters, digits, "_", "." and "-", without a slash at either end; change it or remove it',
            },
          ],
    ),
  ]);
}

/** What the operator's proxy has to do, since nothing here can do it or see that it is done. `origin` is the bucket's own URL. */
export function externalHostDuties(
  { hostname, path }: Pick<Host, "hostname" | "path">,
  origin: string,
): string {
  const below = path === undefined ? "" : ` of what is below /${path}/, without that path and`;
  return (
    `${hostname} is served by your own proxy, which this program neither creates nor checks. It must pass GET and HEAD` +
    `${below} without the query string and the Authorization header on to ${origin}, ${upstreamHost(hostname, origin)}, hide Set-Cookie and x-amz-* of its answers, answer Access-Control-Allow-Origin itself (a cached answer without it ` +
    "silences audio), and send X-Content-Type-Options: nosniff and Content-Security-Policy: default-src 'none'; form-action 'none'."
  );
}

/** What a proxy has to name in its requests to the store, as a part of a sentence. */
export function upstreamHost(hostname: string, origin: string): string {
  const [, host = "", pathname = ""] = /^[a-z]+:\/\/([^/]*)(.*)$/s.exec(origin) ?? [];
  const names = `with \`${host}\` in the Host header and in TLS`;
  // On servers where such a name is legal the store itself answers for the media host.
  if (pathname === `/${hostname}` || host.startsWith(`${hostname}.`)) return names;
  return (
    `${names} (a CNAME record from ${hostname} to ${host} is not enough: the store would look for a ` +
    `bucket named ${hostname}, and its certificate is for another name)`
  );
}
