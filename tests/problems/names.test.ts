/** The rules for names, one row a message. */
import fc from "fast-check";
import { hostnameProblems, isKeyPath, originProblems } from "../../problems/names";
import type { Reason } from "../../problems/problem";
import { messagesOf } from "./of";

const x = (count: number): string => "x".repeat(count);

const label = (name: string): string =>
  `has the label "${name}"; a label has 1 to 63 characters of a-z, 0-9 and "-", and no "-" at its ends`;
const alone = 'write the name alone, like "media.example.com"';
const credentials =
  'contains "@", before which a password may stand, so it is not shown; remove the user name and the password';
const two = 'needs at least two labels, like "media.example.com"';

describe("hostnames", () => {
  test.each([
    "a.b",
    "files.social.example",
    "xn--mnchen-3ya.example",
    `${x(63)}.example`,
    "1.example",
    "a-b.c3",
  ])("%s is one", (host) => expect(messagesOf(hostnameProblems(host))).toEqual([]));

  test.each<[string, string[]]>([
    ["", ['is empty; write a name like "media.example.com"']],
    ["https://files.example.com", ['contains a scheme; write "files.example.com"']],
    ["https://Files.Example.com:8443/x?y", ['contains a scheme; write "files.example.com"']],
    ["https://", [`contains a scheme; ${alone}`]],
    ["files.example.com/media", ['contains a path; write "files.example.com"']],
    ["files.example.com?x", ['contains a path; write "files.example.com"']],
    ["/media", [`contains a path; ${alone}`]],
    ["files.example.com:443", ['contains a port; write "files.example.com"']],
    ["files.example.com:", ['contains a port; write "files.example.com"']],
    [":8080", [`contains a port; ${alone}`]],
    ["203.0.113.7", ["is an IP address; a certificate needs a name"]],
    ["2001:db8::1", ["is an IP address; a certificate needs a name"]],
    ["::1", ["is an IP address; a certificate needs a name"]],
    ["[::1]", ["is an IP address; a certificate needs a name"]],
    ["*.example.com", ["contains a wildcard; write one hostname"]],
    ["files.example.com.", ['ends with a dot; write "files.example.com"']],
    ["Files.Example.com", ['contains capitals; write "files.example.com"']],
    ["münchen.example", ['is not in its ASCII form; write "xn--mnchen-3ya.example"']],
    ["ü example.com", [`is not in its ASCII form; ${alone}`, label("ü example")]],
    ["files", [two]],
    ["Files", [`contains capitals; ${alone}`, two]],
    ["files..example", [label("")]],
    ["-files.example", [label("-files")]],
    ["my_files.example", [label("my_files")]],
    ["user:CANARY@files.example", [credentials]],
    [`${x(64)}.example`, [label(x(64))]],
    [Array(127).fill("ab").join("."), ["has 380 characters; a hostname has at most 253"]],
    ["files.123", ['is no name that browsers take; write one like "media.example.com"']],
  ])("%j is none", (host, problems) => expect(messagesOf(hostnameProblems(host))).toEqual(problems));

  test("several rules broken are several messages, with one suggestion that keeps them all", () => {
    expect(messagesOf(hostnameProblems("MÜNCHEN.Example."))).toEqual([
      'ends with a dot; write "xn--mnchen-3ya.example"',
      'contains capitals; write "xn--mnchen-3ya.example"',
      'is not in its ASCII form; write "xn--mnchen-3ya.example"',
    ]);
  });
});

const one = 'write one like "https://social.example"';

describe("origins", () => {
  test.each([
    "https://social.example",
    "http://social.example:8080",
    "https://social.example:80",
    "http://localhost:3000",
    "http://192.168.1.2:3000",
    "http://[::1]:3000",
  ])("%s is one", (origin) => expect(messagesOf(originProblems(origin))).toEqual([]));

  test.each([
    "*",
    "https://*",
    "https://*.social.example",
    "https://preview-*.example.com",
    "http://localhost:*",
    "https://social.example:*",
  ])("%s is one for S3's CORS rules, and for nothing else", (origin) => {
    expect(messagesOf(originProblems(origin, { wildcard: true }))).toEqual([]);
    expect(messagesOf(originProblems(origin))).not.toEqual([]);
  });

  const none = "has no scheme, so it can never match what a browser sends";
  const path = "has a path; an origin is scheme, host and port only";
  const port = "has a port that is none; write a number from 1 to 65535, or leave it out";
  const standard = "names the default port, which browsers leave out";
  const address = "is not a valid IP address; change it";
  test.each<[string, string[]]>([
    ["social.example", [`${none}; write "https://social.example"`]],
    ["social.example:443/", [`${none}; write "https://social.example"`]],
    ["localhost:3000", [`${none}; write "https://localhost:3000"`]],
    ["", [`${none}; ${one}`]],
    ["null", [`${none}; ${one}`]],
    ["ftp://social.example", ['has the scheme "ftp"; write https:// or http://']],
    ["HTTPS://social.example", ['has the scheme "HTTPS"; write https:// or http://']],
    ["*://social.example", ['has the scheme "*"; write https:// or http://']],
    ["https://social.example/", [`${path}: write "https://social.example"`]],
    ["https://Social.example:8443/web?a#b", [`${path}: write "https://social.example:8443"`]],
    ["https:///web", [`${path}: ${one}`]],
    ["https://user:CANARY@social.example/", [credentials]],
    ["https://CANARY@social.example", [credentials]],
    ["https://social.example:443", [`${standard}; write "https://social.example"`]],
    ["http://social.example:80", [`${standard}; write "http://social.example"`]],
    ["https://social.example:0", [port]],
    ["https://social.example:65536", [port]],
    ["https://social.example:", [port]],
    ["https://social.example:0443", [port]],
    ["https://social.example:84x", [port]],
    ["https://*.social.example", ["contains a wildcard; write one hostname"]],
    ["https://Social.example", ['contains capitals; write "https://social.example"']],
    ["https://Social.example:8443", ['contains capitals; write "https://social.example:8443"']],
    ["https://münchen.example", ['is not in its ASCII form; write "https://xn--mnchen-3ya.example"']],
    ["https://social", [two]],
    ["https://my_social.example", [label("my_social")]],
    ["http://[::1", [address]],
    ["http://::1", [address]],
    ["http://999.1.1.1", [address]],
    ["http://1.2.3.4.5", [address]],
    ["http://127.1:3000", ['browsers write it "127.0.0.1"; write that']],
    ["http://[0:0::1]", ['browsers write it "[::1]"; write that']],
    ["http://010.1.1.1", ['browsers write it "8.1.1.1"; write that']],
  ])("%j is none", (origin, problems) => expect(messagesOf(originProblems(origin))).toEqual(problems));

  test.each<[string, string[]]>([
    ["https://*.*.example", ["contains more than one *; S3 allows one"]],
    ["https://*.example:*", ["contains more than one *; S3 allows one"]],
    ["*.social.example", [`${none}; write "https://*.social.example"`]],
    ["https://*_x.example", [label("*_x")]],
  ])("%j is none for S3's CORS rules", (origin, problems) =>
    expect(messagesOf(originProblems(origin, { wildcard: true }))).toEqual(problems),
  );

  test("what has no problem is what a browser sends", () => {
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
  test("never throws, and what it says to write instead has no problem itself", () => {
    fc.assert(
      fc.property(anything, (value) => {
        for (const message of messagesOf(problemsOf(value))) {
          const instead = /(?:; |: )write "(.*)"$/s.exec(message)?.[1];
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
])("%j is a path within keys: %s", (path, is) => expect(isKeyPath(path)).toBe(is));
