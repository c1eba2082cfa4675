import type { ProblemCode } from "./codes";

/** Why a value is invalid, without the property path. */
export interface Reason {
  /** The rule that is broken, such as "bucket-name-dot". It stays the same when the message is reworded. */
  code: ProblemCode;
  /** What is wrong, why it matters and what to write instead, in one or two sentences. */
  message: string;
}

/** One mistake in the configuration, described so that the operator can correct it without reading the code. */
export interface Problem extends Reason {
  /** The property path: `store.aws.region`, `slots[1]`; `""` is the whole value. */
  path: string;
}

/** A problem of a command's options. It has no code, because no command prints it as JSON. */
export type UncodedProblem = Pick<Problem, "path" | "message">;

/** A list with the problem if there is one, else an empty list. */
export const problemIf = (path: string, isWrong: boolean, message: string): UncodedProblem[] =>
  isWrong ? [{ path, message }] : [];

/** Joins two property paths: `at("a", "b")` is `a.b`, `at("a", "[0]")` is `a[0]`. */
export function at(path: string, member: string): string {
  if (path === "" || member === "" || member.startsWith("[")) return path + member;
  return `${path}.${member}`;
}

/** Problems as the lines of an error, each after a line break; the path "" is shown as `whole`. */
export function problemLines(problems: readonly UncodedProblem[], whole = ""): string {
  return problems.map(({ path, message }) => `\n  ${path || whole}: ${message}`).join("");
}

/** A property path as data: `["slots", 1]` is `slots[1]`. */
export type PropertyPath = readonly (string | number)[];

/** Appends a path to another one: `under("store", ["slots", 1])` is `store.slots[1]`. */
export function under(path: string, steps: PropertyPath): string {
  return steps.reduce<string>(
    (where, step) => at(where, typeof step === "number" ? `[${step}]` : step),
    path,
  );
}
