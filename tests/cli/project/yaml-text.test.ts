import fc from "fast-check";
import { yamlMap } from "../../../cli/project/yaml-text";
import { UserError } from "../../../problems/user-error";
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
  ])("is read: %s", (_, text, expected) => {
    expect(yamlMap(text, "file")).toEqual(expected);
  });

  it("has its own keys only, whatever they are called", () => {
    const map = yamlMap("__proto__: { polluted: true }\n", "file");
    expect(Object.keys(map)).toEqual(["__proto__"]);
    expect(({} as { polluted?: true }).polluted).toBeUndefined();
  });

  test.each(["a text", "[1, 2]", "42", "true"])("is needed, not %s", (text) => {
    expect(userErrorOf(() => yamlMap(text, "file"))).toBe("file: is not a map of keys and values; write one");
  });
});

const CANARY = "canary-hunter2";

/** What means something in YAML. */
const TOKENS = [
  ...'a|b: |- |? |: |{|}|[|]|,|&|*|!|!!|!<|>|"|%|@|`|#|---\n|...\n|\n|\r\n|  |\t|<<: |\\x|\u0000'.split("|"),
  ...["|", "'", "%TAG ", "%YAML ", "!!binary ", "!!merge "],
];

describe("a mistake", () => {
  it("is named by its kind and its place", () => {
    expect(userErrorOf(() => yamlMap("a: 1\na: 2\n", "file"))).toBe(
      "file: is not valid YAML in line 2, column 1 (duplicated mapping key); correct it there",
    );
  });

  test.each([
    ["a secret that begins like an alias", `a: *${CANARY}\n`, /alias.* needs quotes/],
    ["a secret that begins like a tag", `a: !${CANARY} b\n`, /tag.* needs quotes/],
    ["a secret in an unknown tag's URI", `a: !<tag:x,${CANARY}> b\n`, /is not valid YAML/],
    ["a secret in a tag's handle", `%TAG !c! ${CANARY}\n---\na: !d!x b\n`, /is not valid YAML/],
    ["a secret beside the mistake", `a: ${CANARY}\n b: [\n`, /line \d/],
    ["a secret that is a duplicated key", `${CANARY}: 1\n${CANARY}: 2\n`, /duplicated/],
    ["a secret behind an unended quote", `a: "${CANARY}\n`, /is not valid YAML/],
    ["a secret with a control character", `a: ${CANARY}\u0001\n`, /is not valid YAML/],
    ["a secret that is merged", `a: { <<: ${CANARY} }\n`, /is not valid YAML/],
    ["a secret in a directive", `%YAML ${CANARY}\n---\na: 1\n`, /is not valid YAML/],
    ["a secret in a second document", `a: 1\n---\nb: ${CANARY}\n`, /is not valid YAML/],
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
