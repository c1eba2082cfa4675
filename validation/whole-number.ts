import type { ProblemCode } from "./codes";
import type { Rule } from "./rules";

/** A range of whole numbers, both ends included. */
export interface WholeRange {
  /** Default: 1. */
  least?: number;
  most: number;
}

export function isWholeNumber(value: unknown, { least = 1, most }: WholeRange): boolean {
  return Number.isInteger(value) && (value as number) >= least && (value as number) <= most;
}

/** What to set instead of a number outside the range. */
export function setWholeNumber({ least = 1, most }: WholeRange): string {
  return `set a whole number from ${least} to ${most}`;
}

/** A rule about a number of something (`of`, such as "seconds"). */
export function wholeNumberRule<A>(place: string, code: ProblemCode, of: string, range: WholeRange): Rule<A> {
  return {
    at: place,
    code,
    isValid: (value) => isWholeNumber(value, range),
    message: `which is not a valid number of ${of}; ${setWholeNumber(range)}`,
    editor: { whole: range },
  };
}
