/** What tests compare of problems. */
import type { ProblemCode } from "../../validation/codes";
import type { Problem, Reason } from "../../validation/problem";

/** Where a problem is, and the rule that it names. */
export type Found = [path: string, code: ProblemCode];

export function codesOf(problems: readonly Problem[]): Found[] {
  return problems.map(({ path, code }) => [path, code]);
}

export function reasonsOf(reasons: readonly Reason[]): ProblemCode[] {
  return reasons.map(({ code }) => code);
}

/** Only where the wording is the rule. */
export function messagesOf(reasons: readonly Reason[]): string[] {
  return reasons.map(({ message }) => message);
}
