/** The rules that a name breaks, and the name that the message suggests. */
import fc from "fast-check";
import { hostnameProblems, isKeyPath, originProblems } from "../../validation/names";
import type { Reason } from "../../validation/problem";
import type { ProblemCode } from "../../validation/codes";
import { messagesOf, reasonsOf } from "./of";

const x = (count: number): string => "x".repeat(count);

/** The names that messages suggest, each once. */
function suggestions(reasons: readonly Reason[]): string[] {
  const found = messagesOf(reasons).map(
    (message) => /(?:; change it to|browsers write as) "([^"]+)"(?:$|; use that form$)/.exec(message)?.[1],
  );
  return [...new Set(found.filter((name) => name !== undefined))];
}

function expectReasons(reasons: readonly Reason[], codes: ProblemCode[], ...instead: string[]): void {
  expect(reasonsOf(reasons)).toEqual(codes);
  expect(suggestions(reasons)).toEqual(instead);
  expect(JSON.stringify(reasons)).not.toContain("CANARY");
}

describe("hostnames", () => {
  test.each([
    "a.b",
    "files.social.example",
    "xn--mnchen-3ya.example",
    `${x(63)}.example`,
    "1.example",
    "a-b.c3",
  ])("%s is valid", (host) => expect(reasonsOf(hostnameProblems(host))).toEqual([]));

  test.each<[string, ProblemCode[], ...string[]]>([
    ["", ["hostname-empty"]],
    ["https://files.example.com", ["hostname-scheme"], "files.example.com"],
    ["https://Files.Example.com:8443/x?y", ["hostname-scheme"], "files.example.com"],
    ["https://", ["hostname-scheme"]],
    ["files.example.com/media", ["hostname-path"], "files.example.com"],
    ["files.example.com?x", ["hostname-path"], "files.example.com"],
    ["/media", ["hostname-path"]],
    ["files.example.com:443", ["hostname-port"], "files.example.com"],
    ["files.example.com:", ["hostname-port"], "files.example.com"],
    [":8080", ["hostname-port"]],
    ["203.0.113.7", ["hostname-address"]],
    ["2001:db8::1", ["hostname-address"]],
    ["::1", ["hostname-address"]],
    ["[::1]", ["hostname-address"]],
    ["*.example.com", ["hostname-wildcard"]],
    ["files.example.com.", ["hostname-trailing-dot"], "files.example.com"],
    ["Files.Example.com", ["hostname-capitals"], "files.example.com"],
    ["münchen.example", ["hostname-not-ascii"], "xn--mnchen-3ya.example"],
    ["ü example.com", ["hostname-not-ascii", "hostname-label"]],
    ["files", ["hostname-one-label"]],
    ["Files", ["hostname-capitals", "hostname-one-label"]],
    ["files..example", ["hostname-label"]],
    ["-files.example", ["hostname-label"]],
    ["my_files.example", ["hostname-label"]],
    ["user:CANARY@files.example", ["url-credentials"]],
    [`${x(64)}.example`, ["hostname-label"]],
    [Array(127).fill("ab").join("."), ["hostname-length"]],
    ["files.123", ["hostname-refused"]],
  ])("%j is invalid", (host, codes, ...instead) => expectReasons(hostnameProblems(host), codes, ...instead));

  test("a name that breaks several rules has several messages, with one suggestion that follows all rules", () => {
    const codes = ["hostname-trailing-dot", "hostname-capitals", "hostname-not-ascii"] as const;
    expectReasons(hostnameProblems("MÜNCHEN.Example."), [...codes], "xn--mnchen-3ya.example");
  });
});

describe("origins", () => {
  test.each([
    "https://social.example",
    "http://social.example:8080",
    "https://social.example:80",
    "http://localhost:3000",
    "http://192.168.1.2:3000",
    "http://[::1]:3000",
  ])("%s is valid", (origin) => expect(reasonsOf(originProblems(origin))).toEqual([]));

  test.each([
    "*",
    "https://*",
    "https://*.social.example",
    "https://preview-*.example.com",
    "http://localhost:*",
    "https://social.example:*",
  ])("%s is valid only in S3's CORS rules", (origin) => {
    expect(reasonsOf(originProblems(origin, { wildcard: true }))).toEqual([]);
    expect(reasonsOf(originProblems(origin))).not.toEqual([]);
  });

  test.each<[string, ProblemCode[], ...string[]]>([
    ["social.example", ["origin-scheme"], "https://social.example"],
    ["social.example:443/", ["origin-scheme"], "https://social.example"],
    ["localhost:3000", ["origin-scheme"], "https://localhost:3000"],
    ["", ["origin-scheme"]],
    ["null", ["origin-scheme"]],
    ["ftp://social.example", ["origin-scheme"]],
    ["HTTPS://social.example", ["origin-scheme"]],
    ["*://social.example", ["origin-scheme"]],
    ["https://social.example/", ["origin-path"], "https://social.example"],
    ["https://Social.example:8443/web?a#b", ["origin-path"], "https://social.example:8443"],
    ["https:///web", ["origin-path"]],
    ["https://user:CANARY@social.example/", ["url-credentials"]],
    ["https://CANARY@social.example", ["url-credentials"]],
    ["https://social.example:443", ["origin-default-port"], "https://social.example"],
    ["http://social.example:80", ["origin-default-port"], "http://social.example"],
    ["https://social.example:0", ["origin-port"]],
    ["https://social.example:65536", ["origin-port"]],
    ["https://social.example:", ["origin-port"]],
    ["https://social.example:0443", ["origin-port"]],
    ["https://social.example:84x", ["origin-port"]],
    ["https://*.social.example", ["hostname-wildcard"]],
    ["https://Social.example", ["hostname-capitals"], "https://social.example"],
    ["https://Social.example:8443", ["hostname-capitals"], "https://social.example:8443"],
    ["https://münchen.example", ["hostname-not-ascii"], "https://xn--mnchen-3ya.example"],
    ["https://social", ["hostname-one-label"]],
    ["https://my_social.example", ["hostname-label"]],
    ["http://[::1", ["origin-address"]],
    ["http://::1", ["origin-address"]],
    ["http://999.1.1.1", ["origin-address"]],
    ["http://1.2.3.4.5", ["origin-address"]],
    ["http://127.1:3000", ["origin-address"], "127.0.0.1"],
    ["http://[0:0::1]", ["origin-address"], "[::1]"],
    ["http://010.1.1.1", ["origin-address"], "8.1.1.1"],
  ])("%j is invalid", (origin, codes, ...instead) =>
    expectReasons(originProblems(origin), codes, ...instead),
  );

  test.each<[string, ProblemCode[], ...string[]]>([
    ["https://*.*.example", ["origin-wildcards"]],
    ["https://*.example:*", ["origin-wildcards"]],
    ["*.social.example", ["origin-scheme"], "https://*.social.example"],
    ["https://*_x.example", ["hostname-label"]],
  ])("%j is invalid in S3's CORS rules", (origin, codes, ...instead) =>
    expectReasons(originProblems(origin, { wildcard: true }), codes, ...instead),
  );

  test("an origin without a problem is what a browser sends", () => {
    const addresses = fc.oneof(
      fc.ipV4Extended(),
      fc.ipV6().map((address) => `[${address}]`),
      fc.stringMatching(/^\[?[0-9a-f:.]{1,12}\]?(:[0-9]{1,5})?$/),
    );
    const authorities = fc.oneof(fc.webAuthority({ withPort: true }), addresses);
    const origins = fc
      .tuple(fc.constantFrom("https", "http", "ftp", "HTTPS"), authorities)
      .map(([scheme, authority]) => `${scheme}://${authority}`);
    fc.assert(
      fc.property(origins, (origin) => {
        if (originProblems(origin).length === 0) expect(new URL(origin).origin).toBe(origin);
      }),
    );
  });
});

const parts = [
  "https://",
  "http://",
  "://",
  "/",
  "?",
  ":",
  ":443",
  "*",
  ".",
  "-",
  "A",
  "a.b",
  "x",
  "é",
  "1.2.3.4",
  "::1",
  "[",
  "]",
  "@",
  "%41",
  " ",
];
const nearly = fc.array(fc.constantFrom(...parts), { maxLength: 7 }).map((some) => some.join(""));
const anything = fc.oneof(fc.string({ unit: "binary" }), nearly, fc.webUrl());

describe.each<[string, (value: string) => Reason[]]>([
  ["hostnameProblems", hostnameProblems],
  ["originProblems", (value) => originProblems(value)],
  ["originProblems with wildcard", (value) => originProblems(value, { wildcard: true })],
])("%s", (_, problemsOf) => {
  test("never throws, and its suggestions have no problem", () => {
    fc.assert(
      fc.property(anything, (value) => {
        for (const message of messagesOf(problemsOf(value))) {
          const instead = /; change it to "(.*)"$/s.exec(message)?.[1];
          if (instead !== undefined && instead !== "-")
            expect([instead, problemsOf(instead)]).toEqual([instead, []]);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

test.each<[string, boolean]>([
  ["media", true],
  ["a/b.c/d_e-F9", true],
  ["", false],
  ["/media", false],
  ["media/", false],
  ["a//b", false],
  ["a b", false],
  ["..", false],
  ["a/../b", false],
  ["./a", false],
  ["...", true],
])("%j is a valid path in keys: %s", (path, is) => expect(isKeyPath(path)).toBe(is));
