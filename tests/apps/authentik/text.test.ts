import fc from "fast-check";
import { authentikText, authentikTextProblem } from "../../../apps/authentik/text";

// `update_from_env` gives every value to Python's json.loads: https://github.com/goauthentik/authentik/blob/main/authentik/lib/config.py
test.each([
  ["an all-digit bucket would become a number", "123456789012", '"123456789012"'],
  ["an access key that reads as a number", "12e5", '"12e5"'],
  ["a boolean", "true", '"true"'],
  ["null would be no value", "null", '"null"'],
  ["a number that only Python knows", "-Infinity", '"-Infinity"'],
  ["one in a list", "[NaN]", '"[NaN]"'],
  ["white space around it", " 1 ", '" 1 "'],
  ["quotes would be lost", '"a"', '"\\"a\\""'],
])("%s: %j is protected", (_, text, written) => {
  expect(authentikText(text)).toBe(written);
});

test.each([
  "authentik-data",
  "True",
  "1a",
  "0123",
  "https://store.example:8443",
  "eu-central-1",
  "NaN-media",
  "",
  "'1'",
])("%j is no JSON and stays as it is", (text) => {
  expect(authentikText(text)).toBe(text);
});

test("whatever is JSON for JavaScript comes back as the text, decoded once", () => {
  const texts = fc.oneof(
    fc.json(),
    fc.string(),
    fc.string({ unit: fc.constantFrom(...'0129eE+-."[]{}:, \n\\'.split("")) }),
  );
  let isProtected = 0;
  fc.assert(
    fc.property(texts, (text) => {
      const written = authentikText(text);
      if (written === text) {
        expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
      } else {
        isProtected++;
        expect(JSON.parse(written)).toBe(text);
      }
    }),
    { numRuns: 2000 },
  );
  expect(isProtected).toBeGreaterThan(200);
});

// `parse_uri` in the same file, after the JSON is decoded; urlsplit drops white space before the scheme and ignores its case.
test.each(["file:///run/secrets/key", "env://OTHER?default", "FILE:/x", " env:a"])(
  "%j would be replaced, JSON or not",
  (text) => {
    expect(authentikTextProblem(text)).toBe(
      'begins with "file:" or "env:", which authentik replaces with the content of that file or variable',
    );
  },
);

test.each(["https://store.example", "files", "environment:1", "AKIA"])("%j is not", (text) => {
  expect(authentikTextProblem(text)).toBeUndefined();
});
