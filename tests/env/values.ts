/** Entries, and values with every character that some form must treat with care. */
import fc from "fast-check";
import type { EnvEntry } from "../../env/entry";

export const entry = (name: string, value: string, comment = ""): EnvEntry => ({
  name,
  value,
  secret: false,
  comment,
});

export const secret = (name: string, value: string): EnvEntry => ({ name, value, secret: true, comment: "" });

/** A comment that no reader may take for anything else. */
export const COMMENT = "It's a # comment with $HOME, $(false), {{ braces }} and 'quotes'.";

/** `V_0`, `V_1`, ... with a comment each. */
export const numbered = (values: string[], prefix = "V_"): EnvEntry[] =>
  values.map((value, i) => entry(`${prefix}${i}`, value, COMMENT));

/** The values of `numbered`, as they must come back. */
export const byName = (values: string[], prefix = "V_"): Record<string, string> =>
  Object.fromEntries(values.map((value, i) => [`${prefix}${i}`, value]));

const printable = [
  ...Array.from("$`# \"'\\=%!~é😀a1{}*|;&()<>[:,-?@"),
  "$$",
  "$HOME",
  "${HOME}",
  "$(id)",
  "$$(A)",
  "\\n",
  "\\r",
  "{{",
  "}}",
  "{{ .Release.Name }}",
  ": ",
  " #",
  "export ",
  "yes",
  "null",
  "1e5",
  "\u00a0",
];
const breaks = [...Array.from("\n\t\r\x85\u2028\u2029"), "\r\n", "\n\n", "\n "];
const rejected = Array.from("\0\x01\x1b\x7f\x9f\ufeff\ufdd0\ufffe\u{1fffe}");

const joined = (pieces: string[]): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join(""));

export const values = fc.oneof(
  { weight: 4, arbitrary: joined(printable) },
  { weight: 4, arbitrary: joined([...printable, ...breaks]) },
  { weight: 2, arbitrary: joined([...printable, ...breaks, ...rejected, "\ud83d"]) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.base64String() },
);

/** Many values that a form can carry. */
export function carried(problemOf: (value: string) => string | undefined, count: number): string[] {
  return fc.sample(values, count).filter((value) => problemOf(value) === undefined);
}

/**
 * Either every value comes back exactly, or the error names those that the form cannot carry, and shows none. Both must
 * have been seen often.
 */
export function expectExactOrRefused(
  problemOf: (value: string) => string | undefined,
  render: (title: string, entries: EnvEntry[]) => string,
  read: (text: string) => Record<string, unknown>,
  prefix = "V_",
): void {
  const seen = { exact: 0, refused: 0 };
  fc.assert(
    fc.property(
      fc.array(values, { minLength: 1, maxLength: 4 }),
      fc.string({ maxLength: 9 }),
      (some, title) => {
        const lines = some.flatMap((value, i) => {
          const problem = problemOf(value);
          return problem === undefined ? [] : [`The value of ${prefix}${i} ${problem}; use another one.`];
        });
        if (lines.length > 0) {
          seen.refused++;
          expect(errorOf(() => render(title, numbered(some, prefix)))).toBe(lines.join("\n"));
          return;
        }
        seen.exact++;
        expect(read(render(title, numbered(some, prefix)))).toEqual(byName(some, prefix));
      },
    ),
    { numRuns: 1500 },
  );
  expect(Math.min(seen.exact, seen.refused)).toBeGreaterThan(10);
}

export function errorOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("nothing was refused");
}
