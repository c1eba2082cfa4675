import fc from "fast-check";
import { parse } from "yaml";
import { mapOf, member, quoted, yamlText } from "../../../env/formats/yaml";
import { COMMENT, values } from "../values";

const written = (value: string): string => yamlText("A title", mapOf([member("a", quoted(value), COMMENT)]));

test("a document: its title, a comment before its member, a string on one line in quotes", () => {
  expect(written("yes")).toBe(`# A title\n\n# ${COMMENT}\na: "yes"\n`);
  expect(written("a\nb\n")).toContain('\na: "a\\nb\\n"\n');
  expect(written("long ".repeat(99)).split("\n")).toHaveLength(5);
});

test.each([
  ["\x7f", "\\u007f"],
  ["\x85", "\\u0085"],
  ["\u2028", "\\u2028"],
  ["\ufeff", "\\ufeff"],
  ["\uffff", "\\uffff"],
])("%j is escaped", (character, escape) => {
  expect(written(`a${character}b`)).toContain(`a: "a${escape}b"\n`);
});

test("any string: the text has only characters that YAML 1.1 may print, no break but ours, and gives it back", () => {
  fc.assert(
    fc.property(values, (value) => {
      const text = written(value);
      // https://yaml.org/spec/1.1/#id868524 without the breaks of https://yaml.org/spec/1.1/#id871136
      expect(text).toMatch(
        /^[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]*$/u,
      );
      expect(text.split("\n")).toHaveLength(5);
      for (const version of ["1.1", "1.2"] as const) expect(parse(text, { version })).toEqual({ a: value });
    }),
    { numRuns: 2000 },
  );
});
