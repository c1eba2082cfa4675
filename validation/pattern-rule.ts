import type { ProblemCode } from "./codes";
import { patternCheck } from "./editor-check";
import type { Rule } from "./rules";

/** The rule that a string matches a pattern, which editors check too. The message follows the value. */
export function patternRule<A, C = unknown>(
  place: string,
  code: ProblemCode,
  pattern: RegExp,
  message: string,
): Rule<A, C> {
  return {
    at: place,
    code,
    isValid: (value) => pattern.test(String(value)),
    message,
    editor: patternCheck(pattern, message),
  };
}
