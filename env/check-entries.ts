import { UserError } from "../validation/user-error";
import type { EnvEntry } from "./entry";

/** Why no environment variable can have this value, in any form of the block; undefined if one can. */
export function valueProblem(value: string): string | undefined {
  if (value.includes("\0")) return "contains a NUL character, which ends every environment variable";
  if (/\p{Surrogate}/u.test(value)) return "contains an unpaired surrogate, which UTF-8 cannot represent";
  return undefined;
}

/** One such value makes systemd ignore the whole file (`unichar_is_valid` in its src/basic/utf8.c). */
export function noncharacterProblem(value: string): string | undefined {
  return /\p{Noncharacter_Code_Point}/u.test(value)
    ? "contains a Unicode noncharacter, which makes systemd ignore the whole file"
    : undefined;
}

/** Throws an error that names each variable whose value a form cannot contain, without showing the value. */
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

/** Values of outputs become known only when the block is built, so their types are checked here. */
function typeProblem(value: unknown, secret: boolean): string | undefined {
  if (typeof value !== "string") return "is not a string";
  // An empty setting can be valid; an empty credential never is.
  if (secret && value === "") return "is empty";
  return undefined;
}
