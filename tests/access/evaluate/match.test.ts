import * as fc from "fast-check";
import { actionMatcher, arnMatches, arnParts, matches, pattern } from "../../../access/evaluate/match";

const none = () => undefined;
const match = (text: string, value: string) => matches(pattern(text, none)!, value);

/** The obvious recursive matcher: correct, but very slow on long patterns. */
function obvious(text: string, value: string): boolean {
  if (text === "") return value === "";
  if (text.startsWith("*"))
    return obvious(text.slice(1), value) || (value !== "" && obvious(text, value.slice(1)));
  return (
    value !== "" && (text.startsWith("?") || text[0] === value[0]) && obvious(text.slice(1), value.slice(1))
  );
}

test("agrees with the obvious matcher", () => {
  const letters = (...from: string[]) => fc.string({ unit: fc.constantFrom(...from), maxLength: 9 });
  let matched = 0;
  fc.assert(
    fc.property(letters("a", "b", "*", "?"), letters("a", "b", "c"), (text, value) => {
      const expected = obvious(text, value);
      if (expected) matched++;
      return match(text, value) === expected;
    }),
    { numRuns: 20_000, seed: 1 },
  );
  expect(matched).toBeGreaterThan(1000);
});

test("every string matches itself, itself with `?` for a character, and any part of it between `*`", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (value, a, b) => {
      const literal = (text: string) => text.replace(/[*?]|\$(?=\{)/g, (character) => `\${${character}}`);
      const escape = (variable: string) => variable;
      const [from, to] = [a % value.length, b % value.length].sort((x, y) => x - y) as [number, number];
      const hidden = `${literal(value.slice(0, from))}*${literal(value.slice(to))}`;
      return matches(pattern(literal(value), escape)!, value) && matches(pattern(hidden, escape)!, value);
    }),
    { numRuns: 2000, seed: 2 },
  );
});

test.each([
  ["a*".repeat(25_000), "a".repeat(50_000), true],
  [`${"a*".repeat(25_000)}b`, "a".repeat(50_000), false],
  [`${"*a".repeat(25_000)}b*`, "a".repeat(50_000), false],
  ["*?".repeat(25_000), "a".repeat(1024), false],
  [`${"*?a".repeat(17_000)}b*`, "a".repeat(1024), false],
  [`*${"?".repeat(25_000)}b*`, "a".repeat(26_000), false],
])("a pattern of 50 KB is fast (%#)", (text, value, expected) => {
  const start = performance.now();
  expect(match(text, value)).toBe(expected);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("special characters of regular expressions are not special here", () => {
  expect(match("a.b", "axb")).toBe(false);
  expect(match("(a|b)+[c]^$\\d", "(a|b)+[c]^$\\d")).toBe(true);
  expect(match("*", "two\nlines")).toBe(true);
  expect(match("a${b", "a${b")).toBe(true);
});

test("a variable matches its value literally; without a value nothing matches", () => {
  expect(
    matches(
      pattern("x/${v}/*", () => "a*b")!,
      "x/a*b/c",
    ),
  ).toBe(true);
  expect(
    matches(
      pattern("x/${v}/*", () => "a*b")!,
      "x/aab/c",
    ),
  ).toBe(false);
  expect(pattern("x/${v}/*", none)).toBeUndefined();
});

test("an empty list of patterns matches nothing", () => {
  expect(matches([], "")).toBe(false);
});

test("actions ignore case and have no variables", () => {
  expect(actionMatcher("S3:get*")("s3:GetObject")).toBe(true);
  expect(actionMatcher("s3:Get")("s3:GetObject")).toBe(false);
  expect(actionMatcher("s3:${*}")("s3:GetObject")).toBe(false);
});

test("ARNs match part by part", () => {
  const key = "arn:aws:s3:::media/a:b";
  expect(arnMatches("*", key, none)).toBe(true);
  expect(arnMatches("arn:aws:s3:::media/*", key, none)).toBe(true);
  expect(arnMatches("arn:*:s3:::media/a:?", key, none)).toBe(true);
  expect(arnMatches("arn:aws:*:media/a:b", key, none)).toBe(false);
  expect(arnMatches("arn:aws:s3:::Media/*", key, none)).toBe(false);
  expect(arnMatches("media/*", key, none)).toBe(false);
  expect(arnMatches("arn:aws:s3:::*", "media", none)).toBe(false);
  expect(arnMatches("arn:aws:s3:::${x}", key, none)).toBeUndefined();
  expect(arnParts("arn:aws:s3:::a:b")).toEqual(["arn", "aws", "s3", "", "", "a:b"]);
  expect(arnParts("urn:aws:s3:::a")).toBeUndefined();
});
