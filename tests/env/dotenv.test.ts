/** Either a value comes back exactly, from npm's dotenv and from a shell, or it is refused without being shown. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "dotenv";
import fc from "fast-check";
import { dotenv, dotenvValue, dotenvValueProblem } from "../../env/dotenv";
import type { EnvEntry } from "../../env/entry";

// Thousands of generated values take their time on a busy machine.
jest.setTimeout(60_000);

const entry = (name: string, value: string, comment = ""): EnvEntry => ({
  name,
  value,
  secret: false,
  comment,
});

test("the block: a title, comments on lines of their own, one line an entry", () => {
  const entries = [entry("A", "1"), entry("B", "", "Empty, not missing."), entry("C", "x y", "In quotes.")];
  expect(dotenv("A title", entries)).toBe(
    "# A title\nA=1\n# Empty, not missing.\nB=\n# In quotes.\nC='x y'\n",
  );
  expect(dotenv("Nothing", [])).toBe("# Nothing\n");
});

test("a secret is never empty, whatever else may be", () => {
  const name = "AWS_SECRET_ACCESS_KEY";
  const empty = { ...entry(name, ""), secret: true };
  expect(() => dotenv("t", [entry("A", ""), empty])).toThrow(
    `The value of ${name} is empty; use another one.`,
  );
  expect(dotenv("t", [{ ...empty, value: "x" }])).toBe(`# t\n${name}=x\n`);
});

test.each([null, undefined, 271828, ["CANARY"]])("%j came as an output, and is no text", (value) => {
  const entries = [{ name: "A", value, secret: true, comment: "" } as unknown as EnvEntry];
  expect(() => dotenv("t", entries)).toThrow("The value of A is no text; use another one.");
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
const escape = "contains \\n or \\r, which some readers of env files turn into a line break";
test.each<[string, string]>([
  ["it's", "contains a single quote, which readers of env files take in different ways"],
  ["a\nb", control],
  ["a\r", control],
  ["a\tb", control],
  ["a\0b", control],
  ["\x7f", control],
  ["a\u2028b", control],
  ["a\\nb", escape],
  ["a\\rb", escape],
  ["a\\", "ends with a backslash, behind which some readers of env files miss the closing quote"],
  ["a\ud83d", "contains half a character, which no file can hold"],
])("%j is refused", (value, problem) => {
  expect(dotenvValueProblem(value)).toBe(problem);
  expect(() => dotenv("t", [entry("A", "1"), entry("SECRET", value)])).toThrow(
    new Error(`The value of SECRET ${problem}; use another one.`),
  );
});

test("why a backslash at the end is refused: npm's dotenv would swallow the next line", () => {
  expect(parse("A='x\\'\nB='# y'\n")).toEqual({ A: "x\\'\nB=" });
});

const special = [
  "$",
  "${HOME}",
  "`",
  "#",
  " ",
  '"',
  "'",
  "\\",
  "\\n",
  "\n",
  "=",
  "%",
  "!",
  "~",
  "é",
  "😀",
  "\u00a0",
  "\ufeff",
  "\x85",
  "a",
  "1",
  "{",
  "}",
  "*",
  "|",
  ";",
  "&",
  "(",
  ")",
  "<",
  ">",
  "[",
  ":",
  ",",
  "export ",
];
const values = fc.oneof(
  fc.array(fc.constantFrom(...special), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.string({ unit: "grapheme", maxLength: 20 }),
  fc.base64String(),
);

test("any value: npm's dotenv gives it back as it was, or the error names the variable and never shows the value", () => {
  let carried = 0;
  let refused = 0;
  fc.assert(
    fc.property(
      fc.array(values, { minLength: 1, maxLength: 4 }),
      fc.string({ maxLength: 9 }),
      (some, title) => {
        const bad = some.findIndex((value) => dotenvValueProblem(value) !== undefined);
        const entries = some.map((value, i) =>
          entry(`V_${i}`, value, "It's a # comment with $HOME and 'quotes'."),
        );
        if (bad < 0) {
          carried++;
          expect(parse(dotenv(title, entries))).toEqual(
            Object.fromEntries(some.map((value, i) => [`V_${i}`, value])),
          );
          return;
        }
        refused++;
        const text = errorOf(() => dotenv(title, entries));
        expect(text).toBe(`The value of V_${bad} ${dotenvValueProblem(some[bad]!) ?? ""}; use another one.`);
      },
    ),
    { numRuns: 2000 },
  );
  expect(Math.min(carried, refused)).toBeGreaterThan(100);
});

test("no refusal shows the value", () => {
  const secret = fc.constantFrom("'", "\n", "\\n", "\\", "\u2028").map((end) => `s3cr3t${end}`);
  fc.assert(
    fc.property(secret, (value) =>
      expect(errorOf(() => dotenv("t", [entry("V", value)]))).not.toContain("s3cr3t"),
    ),
  );
});

test("a shell that sources the file sees the same values", () => {
  const carried = fc.sample(values, 1500).filter((value) => dotenvValueProblem(value) === undefined);
  expect(carried.length).toBeGreaterThan(500);
  const names = carried.map((_, i) => `V_${i}`);
  const folder = mkdtempSync(join(tmpdir(), "dotenv-"));
  try {
    const file = join(folder, "env");
    writeFileSync(
      file,
      dotenv(
        "Of a 'shell'",
        carried.map((value, i) => entry(`V_${i}`, value, "It's $(false).")),
      ),
    );
    // Printed by the shell itself, with an end that no value can have.
    const print = names.map((name) => `printf '%s\\0' "$${name}"`).join("\n");
    const script = join(folder, "script");
    writeFileSync(script, `set -eu; set -a; . '${file}'\n${print}\n`);
    const output = execFileSync("sh", [script], {
      encoding: "utf8",
      env: {},
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(output.split("\0").slice(0, -1)).toEqual(carried);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
