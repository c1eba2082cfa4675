import { UserError } from "../validation/user-error";
import type { EnvEntry } from "./entry";

/** Why no environment variable can have this value, whatever carries it; undefined where one can. */
export function valueProblem(value: string): string | undefined {
  if (value.includes("\0")) return "contains a NUL character, at which every environment variable ends";
  if (/\p{Surrogate}/u.test(value)) return "contains half a character, which no file can hold";
  return undefined;
}

/** With one such value systemd ignores the whole file (`unichar_is_valid` in its src/basic/utf8.c). */
export function noncharacterProblem(value: string): string | undefined {
  return /\p{Noncharacter_Code_Point}/u.test(value)
    ? "contains a code point that is no character, with which systemd refuses the whole file"
    : undefined;
}

/** Throws an error that names, never shows, every value that a form cannot carry. */
export function checkEntries(
  entries: EnvEntry[],
  problemOf: (value: string, entry: EnvEntry) => string | undefined,
): void {
  const problems = entries.flatMap((entry) => {
    const { name, value, secret } = entry;
    const problem = typeProblem(value, secret) ?? problemOf(value, entry);
    return problem === undefined ? [] : [`The value of ${name} ${problem}; use another one.`];
  });
  if (problems.length > 0) throw new UserError(problems.join("\n"));
}

/** Values that were outputs are seen here for the first time, and nothing has checked their type. */
function typeProblem(value: unknown, secret: boolean): string | undefined {
  if (typeof value !== "string") return "is no text";
  // A setting may mean something when empty, a credential never does.
  if (secret && value === "") return "is empty";
  return undefined;
}
