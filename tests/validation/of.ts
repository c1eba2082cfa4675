/** The parts of problems that tests compare. */
import type { ProblemCode } from "../../validation/codes";
import type { Problem, Reason } from "../../validation/problem";

/** The path and the code of a problem. */
export type Found = [path: string, code: ProblemCode];

export function codesOf(problems: readonly Problem[]): Found[] {
  return problems.map(({ path, code }) => [path, code]);
}

export function reasonsOf(reasons: readonly Reason[]): ProblemCode[] {
  return reasons.map(({ code }) => code);
}

/** The messages of problems or warnings, for tests of the wording. */
export function messagesOf(reasons: readonly Pick<Reason, "message">[]): string[] {
  return reasons.map(({ message }) => message);
}
