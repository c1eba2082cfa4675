/** systemd's own parser is asked in readers/systemd.test.ts; a shell reads what is in double quotes alike. */
import { systemdEnv, systemdValue, systemdValueProblem } from "../../../env/formats/systemd";
import { sourced } from "./shell";
import { byName, carried, entry, errorOf, expectExactOrRefused, numbered, secret } from "../values";

test("the block: a title, comments on lines of their own, one line an entry", () => {
  const entries = [entry("A", "1"), entry("B", "", "Empty, not missing."), secret("C", "it's $5")];
  expect(systemdEnv("A title", entries)).toBe('# A title\nA=1\n# Empty, not missing.\nB=\nC="it\'s \\$5"\n');
});

// Each as systemd's parser has it: https://github.com/systemd/systemd/blob/main/src/basic/env-file.c
test.each([
  ["nothing to quote", "https://a.example:8443/x_y-z,50%=@+", "https://a.example:8443/x_y-z,50%=@+"],
  ["white space, which ends or begins a bare value, is kept", " a ", "' a '"],
  ["a dollar is one, for a shell too", "$HOME", "'$HOME'"],
  ["a command is text", "$(id)`id`", "'$(id)`id`'"],
  ["a comment begins on a line of its own only", "a#b ;c", "'a#b ;c'"],
  ["a double quote is text", 'a"b', "'a\"b'"],
  ["a line break stands in quotes", "a\nb", "'a\nb'"],
  ["a tab too", "a\tb", "'a\tb'"],
  ["any language", "é😀", "'é😀'"],
  ["a single quote needs double ones", "it's", '"it\'s"'],
  ["where a shell's four characters are escaped", "'$`\"\\", '"\'\\$\\`\\"\\\\"'],
  ["a backslash too, which before version 240 escapes in single quotes", "a\\b\\", '"a\\\\b\\\\"'],
  ["\\n is two characters", "a\\nb", '"a\\\\nb"'],
])("%s", (_, value, written) => {
  expect(systemdValueProblem(value)).toBeUndefined();
  expect(systemdValue(value)).toBe(written);
});

const control = "contains a control character, with which systemd leaves the variable out";
const noncharacter = "contains a Unicode noncharacter, which makes systemd ignore the whole file";
// https://github.com/systemd/systemd/blob/main/src/basic/env-util.c (env_value_is_valid) and utf8.c (unichar_is_valid)
test.each([
  ["a\rb", control],
  ["\x1b[0m", control],
  ["\x7f", control],
  ["\ufdd0", noncharacter],
  ["\u{1ffff}", noncharacter],
  ["a\0", "contains a NUL character, which ends every environment variable"],
  ["\udc00", "contains an unpaired surrogate, which UTF-8 cannot represent"],
])("%j is refused", (value, problem) => {
  expect(errorOf(() => systemdEnv("t", [entry("A", "1"), secret("SECRET", `s3cr3t${value}`)]))).toBe(
    `The value of SECRET ${problem}; use another one.`,
  );
});

test("any value: a shell gives it back as it was, or the error names the variable and never shows the value", () => {
  const some = carried(systemdValueProblem, 1500);
  expect(some.filter((value) => /['\n\\]/.test(value)).length).toBeGreaterThan(100);
  expect(sourced(systemdEnv("Of a 'shell'", numbered(some)), Object.keys(byName(some)))).toEqual(
    byName(some),
  );
});

test("any value is exact or refused, all at once", () => {
  // What is written for one value, read by the rules of quotes.
  const read = (text: string): Record<string, string> =>
    Object.fromEntries(
      [...text.matchAll(/^(V_\d+)=(?:"((?:[^"\\]|\\[^])*)"|'([^']*)'|(.*))$/gm)].map(
        ([, name, inDouble, inSingle, bare]) => [
          name ?? "",
          inDouble?.replace(/\\(["\\$`])/g, "$1") ?? inSingle ?? bare ?? "",
        ],
      ),
    );
  expectExactOrRefused(systemdValueProblem, systemdEnv, read);
});
