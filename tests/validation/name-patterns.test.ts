/** The patterns of editors refuse nothing that the rules take. The language server reads them with the flag `u`. */
import fc from "fast-check";
import type { EditorCheck } from "../../validation/editor-check";
import {
  HOSTNAME_CHECK,
  KEY_PATH,
  ORIGIN_CHECK,
  WILDCARD_ORIGIN_CHECK,
} from "../../validation/name-patterns";
import { hostnameProblems, originProblems } from "../../validation/names";
import type { Reason } from "../../validation/problem";

const part = fc.constantFrom(
  ..."a b files social example com xn--a - . .. * @ : :// / ? # 0 1 10 80 443 127.0.0.1 [::1] A É localhost _".split(
    " ",
  ),
  ...["https://", "http://", "", " ", "0x1", "a".repeat(63), "a".repeat(64)],
);
const text = fc.oneof(
  fc.array(part, { maxLength: 8 }).map((parts) => parts.join("")),
  fc.array(part, { maxLength: 5 }).map((parts) => `https://${parts.join(".")}`),
  fc.array(part, { maxLength: 5 }).map((parts) => parts.join(".")),
);

const matches = ({ pattern }: EditorCheck, value: string): boolean =>
  new RegExp(pattern!.source, "u").test(value);

test.each<[string, EditorCheck, (value: string) => Reason[]]>([
  ["a hostname", HOSTNAME_CHECK, (value) => hostnameProblems(value)],
  ["an origin", ORIGIN_CHECK, (value) => originProblems(value, { oneLabel: true })],
  ["an origin with a wildcard", WILDCARD_ORIGIN_CHECK, (value) => originProblems(value, { wildcard: true })],
])("%s that the rules take matches", (_, check, problems) => {
  let taken = 0;
  fc.assert(
    fc.property(text, (value) => {
      if (problems(value).length > 0) return;
      taken++;
      expect([value, matches(check, value)]).toEqual([value, true]);
    }),
    { numRuns: 20_000 },
  );
  expect(taken).toBeGreaterThan(50);
});

test.each<[EditorCheck, string]>([
  [HOSTNAME_CHECK, "https://files.example"],
  [HOSTNAME_CHECK, "Files.example"],
  [HOSTNAME_CHECK, "files"],
  [HOSTNAME_CHECK, "10.0.0.1"],
  [HOSTNAME_CHECK, "files.example:443"],
  [HOSTNAME_CHECK, "files.example."],
  [ORIGIN_CHECK, "files.example"],
  [ORIGIN_CHECK, "https://files.example/"],
  [ORIGIN_CHECK, "https://files.example:443"],
  [ORIGIN_CHECK, "https://*.example"],
  [WILDCARD_ORIGIN_CHECK, "https://*.*.example"],
  [WILDCARD_ORIGIN_CHECK, "social.example"],
])("%# is refused by the pattern too: %j", (check, value) => expect(matches(check, value)).toBe(false));

test.each([
  ["media", true],
  ["a/b.c/..d", true],
  ["", false],
  ["/a", false],
  ["a/", false],
  ["a//b", false],
  ["a/../b", false],
  [".", false],
  ["..", false],
  ["a b", false],
])("%j is a path of keys: %s", (path, is) => expect(KEY_PATH.test(path)).toBe(is));
