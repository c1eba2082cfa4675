/** Either a value comes back exactly, from npm's dotenv and from a shell, or it is refused without being shown. */
import { parse } from "dotenv";
import { dotenv, dotenvValue, dotenvValueProblem } from "../../../env/formats/dotenv";
import type { EnvEntry } from "../../../env/entry";
import { sourced } from "./shell";
import { byName, carried, entry, errorOf, expectExactOrRefused, numbered, secret } from "../values";

test("the block: a title, comments on lines of their own, one line an entry", () => {
  const entries = [entry("A", "1"), entry("B", "", "Empty, not missing."), entry("C", "x y", "In quotes.")];
  expect(dotenv("A title", entries)).toBe(
    "# A title\nA=1\n# Empty, not missing.\nB=\n# In quotes.\nC='x y'\n",
  );
  expect(dotenv("Nothing", [])).toBe("# Nothing\n");
});

test("a secret is never empty, whatever else may be", () => {
  const name = "AWS_SECRET_ACCESS_KEY";
  expect(() => dotenv("t", [entry("A", ""), secret(name, "")])).toThrow(
    `The value of ${name} is empty; use another one.`,
  );
  expect(dotenv("t", [secret(name, "x")])).toBe(`# t\n${name}=x\n`);
});

test.each([null, undefined, 271828, ["CANARY"]])("%j came as an output, and is not a string", (value) => {
  const entries = [{ name: "A", value, secret: true, comment: "" } as unknown as EnvEntry];
  expect(() => dotenv("t", entries)).toThrow("The value of A is not a string; use another one.");
});

test("everything that is wrong is said at once", () => {
  const entries = [secret("A", ""), entry("B", "it's"), entry("C", "fine"), entry("D", "\0")];
  expect(errorOf(() => dotenv("t", entries))).toBe(
    "The value of A is empty; use another one.\n" +
      "The value of B contains a single quote, which programs that read env files interpret differently; use another one.\n" +
      "The value of D contains a line break or another control character; use another one.",
  );
});

test.each<[string, string]>([
  ["", ""],
  ["true", "true"],
  ["s3.eu-central-1.amazonaws.com", "s3.eu-central-1.amazonaws.com"],
  ["https://a.example:8443,https://b.example", "https://a.example:8443,https://b.example"],
  ["wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY=", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY="],
  ["50%@x_y", "50%@x_y"],
  ["a b", "'a b'"],
  [" a ", "' a '"],
  ["a#b", "'a#b'"],
  ["#", "'#'"],
  ["$HOME", "'$HOME'"],
  ["$(id)", "'$(id)'"],
  ["`id`", "'`id`'"],
  ['a"b', "'a\"b'"],
  ["a\\b", "'a\\b'"],
  ["~/x", "'~/x'"],
  ["a;b&c|d", "'a;b&c|d'"],
  ["!x", "'!x'"],
  ["*", "'*'"],
  ["é😀", "'é😀'"],
])("%j is written %j", (value, written) => {
  expect(dotenvValueProblem(value)).toBeUndefined();
  expect(dotenvValue(value)).toBe(written);
});

const control = "contains a line break or another control character";
const escape = "contains \\n or \\r, which some programs that read env files turn into a line break";
test.each<[string, string]>([
  ["it's", "contains a single quote, which programs that read env files interpret differently"],
  ["a\nb", control],
  ["a\r", control],
  ["a\tb", control],
  ["a\0b", control],
  ["\x7f", control],
  ["a\u2028b", control],
  ["a\\nb", escape],
  ["a\\rb", escape],
  ["a\\", "ends with a backslash, after which some programs that read env files miss the closing quote"],
  ["a\ud83d", "contains an unpaired surrogate, which UTF-8 cannot represent"],
  ["a\ufdd0", "contains a Unicode noncharacter, which makes systemd ignore the whole file"],
])("%j is refused", (value, problem) => {
  expect(dotenvValueProblem(value)).toBe(problem);
  expect(() => dotenv("t", [entry("A", "1"), entry("SECRET", value)])).toThrow(
    new Error(`The value of SECRET ${problem}; use another one.`),
  );
});

test("why a backslash at the end is refused: npm's dotenv would swallow the next line", () => {
  expect(parse("A='x\\'\nB='# y'\n")).toEqual({ A: "x\\'\nB=" });
});

test("any value: npm's dotenv gives it back as it was, or the error names the variable and never shows the value", () => {
  expectExactOrRefused(dotenvValueProblem, dotenv, parse);
});

test("no refusal shows the value", () => {
  for (const end of ["'", "\n", "\\n", "\\", "\u2028", "\ufffe", "\ud83d"]) {
    const text = errorOf(() => dotenv("t", [entry("V", `s3cr3t${end}`)]));
    expect(text).toMatch(/^The value of V (contains|ends with) /);
    expect(text).not.toContain("s3cr3t");
  }
});

test("a shell that sources the file sees the same values", () => {
  const some = carried(dotenvValueProblem, 1500);
  expect(some.length).toBeGreaterThan(300);
  expect(sourced(dotenv("Of a 'shell'", numbered(some)), Object.keys(byName(some)))).toEqual(byName(some));
});
