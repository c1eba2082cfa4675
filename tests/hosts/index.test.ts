import { HOST_KINDS, hostAndPath, hostOf, mediaHostKind, mediaHostProblems } from "../../hosts";
import { externalHostDuties } from "../../hosts/external";
import type { MediaHostArgs } from "../../hosts/args";
import { codesOf, type Found } from "../validation/of";

const hostname = "files.social.example";

test.each<[MediaHostArgs, string]>([
  [{ hostname, external: {} }, hostname],
  [{ hostname, external: { path: "media/v1" } }, `${hostname}/media/v1`],
])("%j is %s", (host, text) => {
  expect(hostAndPath(hostOf(host))).toBe(text);
});

test.each(["a", "a/b", "A-1_b.c"])("the path %s is one", (path) =>
  expect(mediaHostProblems({ hostname, external: { path } }, "p")).toEqual([]),
);

test.each(["", "/", "/a", "a/", "a//b", "a b", "a?b", "..", "a/./b", "é"])("the path %j is none", (path) =>
  expect(codesOf(mediaHostProblems({ hostname, external: { path } }, "p"))).toEqual([
    ["p.external.path", "media-host-path"],
  ]),
);

test.each<[string, unknown, ...Found[]]>([
  [
    "several at once",
    { hostname: "a.example/b" },
    ["p.hostname", "hostname-path"],
    ["p", "media-host-missing"],
  ],
  ["no hostname", { external: {} }, ["p.hostname", "missing-member"]],
  ["a text", "a.example", ["p", "wrong-type"]],
  ["true for external", { hostname, external: true }, ["p.external", "wrong-type"]],
  ["a number for the path", { hostname, external: { path: 1 } }, ["p.external.path", "unquoted-text"]],
])("%s", (_, host, ...expected) =>
  expect(codesOf(mediaHostProblems(host as MediaHostArgs, "p"))).toEqual(expected),
);

test.each(HOST_KINDS)("what serves the host is the member that is set: %s", (kind) =>
  expect(mediaHostKind({ hostname, [kind]: {} })).toBe(kind),
);

test("a host that nothing serves has no kind", () =>
  expect(() => mediaHostKind({ hostname })).toThrow("nothing serves the host"));

test("the duties name the host, the origin and the path to take away", () => {
  const duties = externalHostDuties(hostOf({ hostname, external: {} }), "https://origin.example");
  expect(duties).toMatch(/^files\.social\.example is served by your own proxy, .* nor checks\./);
  expect(duties).toContain(
    "GET and HEAD without the query string and the Authorization header on to https://origin.example,",
  );
  for (const header of ["Access-Control-Allow-Origin", "nosniff", "Content-Security-Policy"])
    expect(duties).toContain(header);
  expect(externalHostDuties(hostOf({ hostname, external: { path: "m" } }), "https://o")).toContain(
    "GET and HEAD of what is below /m/, without that path and without the query string and the Authorization header on to https://o,",
  );
});

test("the duties name the bucket's host for the Host header, and say why a CNAME record is not enough", () => {
  const duties = externalHostDuties(
    hostOf({ hostname, external: {} }),
    "https://s3.example.org:8443/social-media",
  );
  expect(duties).toContain("with `s3.example.org:8443` in the Host header and in TLS");
  expect(duties).toContain("a CNAME record from files.social.example to s3.example.org:8443 is not enough");
});

test.each([`https://s3.example.org/${hostname}`, `https://${hostname}.s3.example.org`])(
  "nothing is said against a CNAME record where the bucket has the media host's name: %s",
  (origin) => {
    const duties = externalHostDuties(hostOf({ hostname, external: {} }), origin);
    expect(duties).toContain("in the Host header");
    expect(duties).not.toContain("CNAME");
  },
);
