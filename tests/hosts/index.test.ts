import { HOST_KINDS, hostAndPath, hostOf, hostKindOf, mediaHostProblems } from "../../hosts";
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
  expect(hostKindOf({ hostname, [kind]: {} })).toBe(kind),
);

test("a host that nothing serves has no kind", () =>
  expect(() => hostKindOf({ hostname })).toThrow("nothing serves the host"));
