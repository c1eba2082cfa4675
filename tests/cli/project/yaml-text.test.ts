import fc from "fast-check";
import { yamlMap } from "../../../cli/project/yaml-text";
import { UserError } from "../../../validation/user-error";
import { userErrorOf } from "./errors";

describe("a map", () => {
  test.each([
    ["nothing", "", {}],
    ["a comment", "# nothing\n", {}],
    ["null", "null\n", {}],
    ["JSON", '{"a": {"b": 1}}', { a: { b: 1 } }],
    ["YAML", "a:\n  b: [1, two]\n", { a: { b: [1, "two"] } }],
    ["what looks like a date as text", "a: 2026-01-31\n", { a: "2026-01-31" }],
    ["merged keys", "a: &a { b: 1 }\nc: { <<: *a, d: 2 }\n", { a: { b: 1 }, c: { b: 1, d: 2 } }],
    ["CRLF line ends", "a: 1\r\nb: 2\r\n", { a: 1, b: 2 }],
    ["a version without quotes as a number", 'a: 2025.10\nb: "2025.10"\n', { a: 2025.1, b: "2025.10" }],
    ["numbers", "a: [1, -1, 0x1f, 0o17, 1e3, .5]\n", { a: [1, -1, 31, 15, 1000, 0.5] }],
    ["YAML 1.1's booleans as text", "a: [yes, no, on, true]\n", { a: ["yes", "no", "on", true] }],
    ["empty values as null", "a:\nb: ~\nc: null\n", { a: null, b: null, c: null }],
    ["keys that are no text", "1: a\ntrue: b\n", { 1: "a", true: "b" }],
    ["a directive that changes no types", "%YAML 1.1\n---\na: yes\n", { a: "yes" }],
    [
      "its own keys before merged ones",
      "a: &a { b: 1 }\nc: { b: 2, <<: *a }\n",
      { a: { b: 1 }, c: { b: 2 } },
    ],
    [
      "the first of merged maps before the next",
      "a: &a { b: 1 }\nc: &c { b: 2, d: 3 }\ne: { <<: [*a, *c] }\n",
      { a: { b: 1 }, c: { b: 2, d: 3 }, e: { b: 1, d: 3 } },
    ],
    ["a quoted << as a key", 'a: { "<<": { b: 1 } }\n', { a: { "<<": { b: 1 } } }],
    ["an anchor that is set again", "a: &a 1\nb: *a\nc: &a 2\nd: *a\n", { a: 1, b: 1, c: 2, d: 2 }],
  ])("is read: %s", (_, text, expected) => {
    expect(yamlMap(text, "file")).toEqual(expected);
  });

  it("has its own keys only, whatever they are called", () => {
    const map = yamlMap("__proto__: { polluted: true }\n", "file");
    expect(Object.keys(map)).toEqual(["__proto__"]);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  it("may contain itself by an alias", () => {
    const { a } = yamlMap("a: &a { b: *a }\n", "file") as { a: { b: unknown } };
    expect(a.b).toBe(a);
  });

  it("merges a key called __proto__ as any other", () => {
    const { b } = yamlMap("a: &a { __proto__: { polluted: true } }\nb: { <<: *a }\n", "file") as {
      b: object;
    };
    expect(Object.keys(b)).toEqual(["__proto__"]);
    expect(Object.getPrototypeOf(b)).toBe(Object.prototype);
  });

  test.each<[string, (count: number) => string]>([
    ["keys", (count) => lines(count, (i) => `k${i}: 1`)],
    ["keys in braces", (count) => `a: {\n${lines(count, (i) => `  k${i}: 1,`)}}`],
    ["anchors and aliases", (count) => lines(count, (i) => `k${i}: &a${i} x\nl${i}: *a${i}`)],
    ["merges", (count) => `a: &a { b: 1 }\n${lines(count, (i) => `k${i}: { <<: *a }`)}`],
    ["comments", (count) => `${lines(count, () => "# c")}a: 1`],
    ["empty lines", (count) => `a: 1\n${lines(count, () => "")}`],
    ["lines of a text", (count) => `a: |\n${lines(count, () => "  x")}`],
  ])("is read in linear time, with many %s", (_, text) => {
    const seconds = (count: number): number => {
      const written = text(count);
      const start = performance.now();
      yamlMap(written, "file");
      return (performance.now() - start) / 1000;
    };
    seconds(5_000);
    // Quadratic, the second would take 64 times as long as the first. A busy machine may pause either.
    const [some, many] = [
      Math.min(seconds(5_000), seconds(5_000)),
      Math.min(seconds(40_000), seconds(40_000)),
    ];
    expect(many).toBeLessThan(32 * some + 0.5);
  });

  test.each(["a text", "[1, 2]", "42", "true"])("is needed, not %s", (text) => {
    expect(userErrorOf(() => yamlMap(text, "file"))).toBe(
      "file: is not a map of keys and values; write `key: value` lines",
    );
  });
});

const lines = (count: number, line: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${line(i)}\n`).join("");

const CANARY = "canary-hunter2";

/** What means something in YAML. */
const TOKENS = [
  ...'a|b: |- |? |: |{|}|[|]|,|&|*|!|!!|!<|>|"|%|@|`|#|---\n|...\n|\n|\r\n|  |\t|<<: |\\x|\u0000'.split("|"),
  ...["|", "'", "%TAG ", "%YAML ", "!!binary ", "!!merge "],
];

describe("a mistake", () => {
  it("is named by its kind and its place", () => {
    expect(userErrorOf(() => yamlMap("a: 1\na: 2\n", "file"))).toBe(
      "file: is not valid YAML in line 2, column 1 (duplicate key); correct it there",
    );
  });

  test.each([
    ["a secret that begins like an alias", `a: *${CANARY}\n`, /alias.* needs quotes/],
    ["a secret that begins like a tag", `a: !${CANARY} b\n`, /tag.* needs quotes/],
    ["a secret in an unknown tag's URI", `a: !<tag:x,${CANARY}> b\n`, /is not valid YAML/],
    ["a secret in a tag's handle", `%TAG !c! ${CANARY}\n---\na: !d!x b\n`, /is not valid YAML/],
    ["a secret beside the mistake", `a: ${CANARY}\n b: [\n`, /line \d/],
    ["a secret that is a duplicated key", `${CANARY}: 1\n${CANARY}: 2\n`, /duplicate key/],
    ["a secret behind an unended quote", `a: "${CANARY}\n`, /is not valid YAML/],
    ["a secret with a control character", `a: ${CANARY}\u0001\n`, /is not valid YAML/],
    ["a secret that is merged", `a: { <<: ${CANARY} }\n`, /is not valid YAML/],
    ["a secret in a directive", `%YAML ${CANARY}\n---\na: 1\n`, /is not valid YAML/],
    ["a secret in a second document", `a: 1\n---\nb: ${CANARY}\n`, /is not valid YAML/],
    ["a secret in a key that is a map", `? { ${CANARY}: 1 }\n: 2\n`, /not a scalar/],
    ["a secret in a known tag of another type", `a: !!binary ${CANARY}\n`, /unknown tag/],
    ["a secret after a tab", `a:\n\t${CANARY}: 1\n`, /a tab as indentation/],
    ["a secret that is nested too deeply", `${"[".repeat(20_000)}${CANARY}`, /nested too deeply/],
  ])("shows nothing of %s", (_, text, message) => {
    const said = userErrorOf(() => yamlMap(text, "file"));
    expect(said).toMatch(message);
    expect(said).not.toContain("hunter2");
  });

  it("shows nothing of any text", () => {
    const token = fc.constantFrom(...TOKENS);
    const part = fc.oneof({ weight: 3, arbitrary: token }, { weight: 1, arbitrary: fc.constant(CANARY) });
    let mistakes = 0;
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 14 }), (parts) => {
        try {
          yamlMap(parts.join(""), "file");
        } catch (error) {
          if (!UserError.isInstance(error)) throw error;
          mistakes++;
          expect(error.message).not.toContain("hunter2");
          expect(error.message.split("\n")).toHaveLength(1);
        }
      }),
      { numRuns: 20_000 },
    );
    expect(mistakes).toBeGreaterThan(5_000);
  });
});
