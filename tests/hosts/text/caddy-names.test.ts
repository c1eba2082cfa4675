/** No name that the rules of the arguments allow breaks out of its place in the configuration of Caddy. */
import * as fc from "fast-check";
import { caddySite } from "../../../hosts/text/caddy";
import { pathBeforeKey, type ProxySettings } from "../../../hosts/text/proxy-settings";
import { describeWith } from "../../runbook/programs";
import { adapted } from "./caddyfile";

/** Of key prefixes, paths and buckets. */
const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/).filter((text) => !/^\.{1,2}$/.test(text));
const keyPath = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("/"));
const hostname = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\.example$/);
/** Of files: what a line of a dotenv file can have, without what is refused with an error. */
const file = fc.stringMatching(/^\/[ -_a-z|~äß]{0,20}[a-z]$/);

const anySite: fc.Arbitrary<ProxySettings> = fc.record(
  {
    bucket: word,
    hostnames: fc.tuple(hostname),
    path: keyPath,
    prefixes: fc.array(
      keyPath.map((prefix) => `${prefix}/`),
      { minLength: 1, maxLength: 3 },
    ),
    upstream: fc.record(
      {
        origin: hostname.map((name) => `https://${name}`),
        path: word.map((bucket) => `/${bucket}`),
        caFile: file,
      },
      { requiredKeys: ["origin", "path"] },
    ),
    legacy: fc.record({ hostname, path: keyPath }),
    maxAgeSeconds: fc.constant(60),
  },
  { requiredKeys: ["bucket", "hostnames", "prefixes", "upstream", "maxAgeSeconds"] },
);

const KEY = "a%20b";

/** The names of a site, or what Caddy does with them. */
interface Names {
  addresses: string[];
  hosts: string[];
  authorities: string[];
  /** Which of the paths near the prefixes pass. */
  passes: boolean[];
  /** Where the key below the first prefix is asked for at last. */
  path: string;
}

const served = (site: ProxySettings): string[] =>
  site.prefixes.map((prefix) => `${pathBeforeKey(site)}/${prefix}`);

/** Paths below the prefixes and such as are alike. A dot is what a regular expression could take for any character. */
const pathsNear = (site: ProxySettings): string[] =>
  served(site).flatMap((path) => [path + KEY, `/~${path}${KEY}`, path.replaceAll(".", "~") + KEY]);

function namesOf(site: ProxySettings): Names {
  const { upstream, legacy, prefixes } = site;
  // As Caddy sorts them: `handle_response` is before `headers` and `upstreams`.
  const hosts = [...(legacy ? [legacy.hostname] : []), upstream.origin.slice("https://".length)];
  return {
    addresses: hosts.map((host) => `${host}:443`),
    hosts,
    authorities: upstream.caFile === undefined ? [] : [upstream.caFile],
    passes: pathsNear(site).map((path) => served(site).some((below) => path.startsWith(below))),
    path: `${legacy ? pathBeforeKey(legacy) : upstream.path}/${prefixes[0]}${KEY}`,
  };
}

/** The same, from the part of Caddy's own form that is about this site. */
function namesIn(route: unknown, site: ProxySettings): Names {
  const [pattern = ""] = valuesOf(route, "pattern") as string[];
  const moves = (valuesOf(route, "path_regexp") as { find: string; replace: string }[][]).flat();
  return {
    addresses: valuesOf(route, "dial") as string[],
    // Without the reader's own, which the site keeps.
    hosts: (valuesOf(route, "Host") as (string | string[])[]).flat().filter((host) => !host.startsWith("{")),
    authorities: (valuesOf(route, "root_ca_pem_files") as string[][]).flat(),
    passes: pathsNear(site).map((path) => new RegExp(pattern).test(path)),
    path: moves.reduce(
      (path, { find, replace }) => path.replace(new RegExp(find), replace),
      `${served(site)[0]}${KEY}`,
    ),
  };
}

/** The values of all members of this name, outermost and first ones first. */
function valuesOf(tree: unknown, name: string): unknown[] {
  if (typeof tree !== "object" || tree === null) return [];
  const members: [string, unknown][] = Object.entries(tree);
  return members.flatMap(([key, value]) => (key === name ? [value] : valuesOf(value, name)));
}

interface Adapted {
  apps: { http: { servers: { srv0: { routes: { match: { host: string[] }[] }[] } } } };
}

describeWith(["caddy"], "Caddy", () => {
  test("takes every name for the name that it is", () => {
    fc.assert(
      fc.property(fc.array(anySite, { minLength: 30, maxLength: 30 }), (any) => {
        const sites = any.map((site, i) => ({ ...site, hostnames: [`h${i}.${site.hostnames[0]}`] }));
        const { apps } = adapted(sites.map(caddySite).join("\n")) as Adapted;
        const routes = new Map(
          apps.http.servers.srv0.routes.map((route) => [route.match[0]?.host.join(), route]),
        );
        expect([...routes.keys()].sort()).toEqual(sites.map(({ hostnames: [name] }) => name).sort());
        for (const site of sites) expect(namesIn(routes.get(site.hostnames[0]), site)).toEqual(namesOf(site));
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});
