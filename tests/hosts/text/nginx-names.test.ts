/** No name that may be written breaks out of its place in the configuration of nginx. */
import * as fc from "fast-check";
import { nginxSite } from "../../../hosts/text/nginx";
import type { NginxSettings } from "../../../hosts/text/proxy-settings";

const word = fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/).filter((text) => !/^\.{1,2}$/.test(text));
const keyPath = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join("/"));
const hostname = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\.example$/);
const file = fc.stringMatching(/^\/[A-Za-z0-9/_.@+-]{1,20}$/);

/** What is refused below one prefix may pass as a key below the other: `a/b/` is a key below `a/`. */
const noneBelowAnother = (prefixes: string[]): boolean =>
  prefixes.every((one) => prefixes.every((other) => one === other || !other.startsWith(one)));

const anySite: fc.Arbitrary<NginxSettings> = fc.record(
  {
    bucket: word,
    hostnames: fc.array(hostname, { minLength: 1, maxLength: 2 }),
    path: keyPath,
    prefixes: fc
      .array(
        keyPath.map((prefix) => `${prefix}/`),
        { minLength: 1, maxLength: 3 },
      )
      .filter(noneBelowAnother),
    upstream: fc.record({
      origin: hostname.map((name) => `https://${name}`),
      path: word.map((bucket) => `/${bucket}`),
      caFile: file,
    }),
    legacy: fc.record({ hostname, path: keyPath }),
    maxAgeSeconds: fc.integer({ min: 1, max: 31_536_000 }),
    purge: fc.record({ header: fc.stringMatching(/^[A-Z][a-zA-Z-]{0,10}$/), includeFile: file }),
    certificate: fc.record({ file, key: file }),
    resolvers: fc.constant(["127.0.0.53"]),
    authoritiesFile: file,
    cacheFolder: file,
    innerPort: fc.integer({ min: 1, max: 65_535 }),
  },
  {
    requiredKeys: [
      "bucket",
      "hostnames",
      "prefixes",
      "upstream",
      "maxAgeSeconds",
      "certificate",
      "resolvers",
      "authoritiesFile",
      "cacheFolder",
      "innerPort",
    ],
  },
);

/** The words of a configuration as nginx reads them: quoted, plain, or one of `;{}`. https://nginx.org/en/docs/beginners_guide.html#conf_structure */
function wordsOf(text: string): string[] {
  const tokens = /\s+|#[^\n]*|("(?:\\.|[^"\\])*")|([;{}])|([^\s;{}"#][^\s;{}]*)/gy;
  const words: string[] = [];
  for (const match of text.matchAll(tokens)) words.push(match[1] ?? match[2] ?? match[3] ?? "");
  return words.filter((one) => one !== "");
}

/** The directives in order, by their names and numbers of words: what must not depend on names. */
function shapeOf(text: string): string[] {
  const shape: string[] = [];
  let directive: string[] = [];
  for (const one of wordsOf(text)) {
    if (/^[;{}]$/.test(one)) {
      shape.push(
        `${directive[0]?.startsWith('"') ? "case" : (directive[0] ?? "")}/${directive.length}${one}`,
      );
      directive = [];
    } else directive.push(one);
  }
  return shape;
}

/** The same settings with names that mean nothing. */
const plain = (site: NginxSettings): NginxSettings => ({
  ...site,
  bucket: "b",
  hostnames: site.hostnames.map((_, i) => `h${i}.example`),
  ...(site.path !== undefined && { path: "p" }),
  prefixes: site.prefixes.map((_, i) => `x${i}/`),
  upstream: { origin: "https://s.example", path: "/b", caFile: "/c" },
  ...(site.legacy && { legacy: { hostname: "l.example", path: "q" } }),
  ...(site.purge && { purge: { header: "X", includeFile: "/i" } }),
  certificate: { file: "/c", key: "/k" },
  authoritiesFile: "/a",
  cacheFolder: "/f",
});

test("names change no directive", () => {
  fc.assert(
    fc.property(anySite, (site) => {
      expect(shapeOf(nginxSite(site))).toEqual(shapeOf(nginxSite(plain(site))));
    }),
  );
});

/** The regular expressions that decide, as PCRE and JavaScript both read them. */
function passes(site: NginxSettings, path: string): boolean {
  const [map = "", served = ""] =
    /map \$request_uri[^\n]*\n(?: +"~\*.*" "";\n)+ +"~(.*)" \$1;/.exec(nginxSite(site)) ?? [];
  const isOdd = [...map.matchAll(/"~\*(.*)" "";/g)].some(([, odd = ""]) => new RegExp(odd, "i").test(path));
  return !isOdd && new RegExp(served).test(path);
}

test("exactly the prefixes pass, a dot in one is a dot, and a trick never does", () => {
  fc.assert(
    fc.property(anySite, (site) => {
      for (const prefix of site.prefixes) {
        const below = `${site.path === undefined ? "" : `/${site.path}`}/${prefix}`;
        expect(passes(site, `${below}a%20b.png`)).toBe(true);
        expect(passes(site, `/~${below.slice(1)}a.png`)).toBe(false);
        if (below.includes(".")) expect(passes(site, `${below.replaceAll(".", "~")}a.png`)).toBe(false);
        for (const trick of ["", "/a", "../a", "%2e%2E/a", "a/..", "a%2fb", "a%5Cb", "a\\b", "a%00", "..;/a"])
          expect(passes(site, below + trick)).toBe(false);
        for (const trick of ["%252e%252E%252fa", "..%252fa", "a%25255cb", "a%2500"])
          expect(passes(site, below + trick)).toBe(site.legacy === undefined);
      }
    }),
  );
});

test("no variable begins with a digit, which nginx reads as a group of a regular expression", () => {
  fc.assert(
    fc.property(anySite, (site) => {
      const names = wordsOf(nginxSite(site)).flatMap((one) => one.match(/\$\w+/g) ?? []);
      expect(names.filter((name) => /^\$\d\w/.test(name))).toEqual([]);
    }),
    { examples: [[{ ...SITE, hostnames: ["4media.example"] }]] },
  );
});

test("two hostnames never share a name of nginx's", () => {
  const zone = (name: string): string =>
    /keys_zone=(\w+):/.exec(nginxSite({ ...plain(SITE), hostnames: [name] }))?.[1] ?? "";
  fc.assert(
    fc.property(hostname, hostname, (one, other) => {
      expect(zone(one) === zone(other)).toBe(one === other);
    }),
  );
  expect([zone("a-b.example"), zone("a.b.example")]).toEqual(["a__b_example", "a_b_example"]);
});

const SITE: NginxSettings = {
  bucket: "b",
  hostnames: ["h.example"],
  prefixes: ["x/"],
  upstream: { origin: "https://s.example", path: "" },
  maxAgeSeconds: 1,
  certificate: { file: "/c", key: "/k" },
  resolvers: ["127.0.0.53"],
  authoritiesFile: "/a",
  cacheFolder: "/f",
  innerPort: 1,
};
