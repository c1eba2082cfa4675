import { hostnameProblems, isKeyPath } from "../validation/names";
import { at, type Problem } from "../validation/problem";
import { bool, isMap, known, map, missing, oneOf, text } from "../validation/shape";
import { MediaHostSigning, type MediaHostArgs } from "./args";
import { HOST_KINDS, type HostKind } from "./capabilities";

/** Host and path as they stand between the scheme and the key in a media URL. */
export function mediaHostAndPath({ hostname, external }: MediaHostArgs): string {
  return external?.path === undefined ? hostname : `${hostname}/${external.path}`;
}

/** What serves the host: the name of the member that is set, of args in which `mediaHostProblems` finds nothing. */
export function mediaHostKind(host: MediaHostArgs): HostKind {
  const kind = HOST_KINDS.find((name) => host[name] !== undefined);
  if (kind === undefined) throw new Error("nothing serves the host, which mediaHostProblems would have said");
  return kind;
}

export function mediaHostProblems(host: unknown, path: string): Problem[] {
  return map(path, host, (members) => {
    const strange = known(path, members, ["hostname", "external"]);
    const problems = [
      ...strange,
      ...missing(path, members, ["hostname"]),
      ...text(at(path, "hostname"), members["hostname"], hostnameProblems),
      ...externalProblems(members["external"], at(path, "external")),
    ];
    // An unknown member is said already, and is probably what was meant to serve the host.
    if (members["external"] === undefined && strange.length === 0) {
      const message = "does not set what serves the host; set `external: {}` for your own proxy";
      problems.push({ code: "media-host-missing", path, message });
    }
    return problems;
  });
}

function externalProblems(external: unknown, path: string): Problem[] {
  return map(path, external, (members) => [
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

/** The members that only matter for presigned URLs, on the host of an app whose media is public. */
export function signedUrlProblems(host: unknown, path: string, app: string): Problem[] {
  const external = isMap(host) ? host["external"] : undefined;
  if (!isMap(external)) return [];
  return (["signing", "https"] as const)
    .filter((member) => external[member] !== undefined)
    .map((member) => ({
      code: "media-host-unsigned",
      path: at(path, `external.${member}`),
      message: `is only used for presigned URLs, but ${app}'s media host serves public files over https; remove it`,
    }));
}

/** What the operator's proxy has to do, since nothing here can do it or see that it is done. `origin` is the bucket's own URL. */
export function externalHostDuties({ hostname, external }: MediaHostArgs, origin: string): string {
  const below =
    external?.path === undefined ? "" : ` of what is below /${external.path}/, without that path and`;
  return (
    `${hostname} is served by your own proxy, which this program neither creates nor checks. It must pass GET and HEAD` +
    `${below} without the query string and the Authorization header on to ${origin}, ${upstreamHost(hostname, origin)}, hide Set-Cookie and x-amz-* of its answers, answer Access-Control-Allow-Origin itself (a cached answer without it ` +
    "silences audio), and send X-Content-Type-Options: nosniff and Content-Security-Policy: default-src 'none'; form-action 'none'."
  );
}

/** What a proxy has to name in its requests to the store, as a part of a sentence. */
export function upstreamHost(hostname: string, origin: string): string {
  const { host, pathname } = new URL(origin);
  const names = `with \`${host}\` in the Host header and in TLS`;
  // On servers where such a name is legal the store itself answers for the media host.
  if (pathname === `/${hostname}` || host.startsWith(`${hostname}.`)) return names;
  return (
    `${names} (a CNAME record from ${hostname} to ${host} is not enough: the store would look for a ` +
    `bucket named ${hostname}, and its certificate is for another name)`
  );
}
