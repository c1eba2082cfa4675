/**
 * What an editor can check of a rule. config/generate-schema.cjs turns it into JSON Schema. It may refuse less than its rule, but
 * never more: a test compares the two.
 */
import type { WholeRange } from "./whole-number";

export interface EditorCheck {
  /** What the string at the rule's place must match. JSON Schema ignores the flags of a RegExp, and reads it with the flag `u`. */
  pattern?: RegExp;
  /** The only strings that are valid at the place. */
  values?: readonly string[];
  /** Strings that editors offer at the place, beside others that are valid. */
  suggestions?: readonly string[];
  /** The whole numbers that are valid at the place. */
  whole?: WholeRange;
  /** How many items or members the list or object at the place needs. */
  least?: number;
  /** How many items or members the list or object at the place can have. */
  most?: number;
  /** Whether the list at the place cannot contain an item twice. */
  isUnique?: true;
  /** What the name of each member of the object at the place must match. */
  memberNames?: RegExp;
  /** The members of the object at the place of which exactly one must be set. */
  exactlyOne?: readonly string[];
  /** The members of the object at the place of which at least one must be set. */
  atLeastOne?: readonly string[];
  /** The argument at the place can never be set. */
  isRefused?: true;
  /** The argument at the place must be set. */
  isRequired?: true;
  /** The check applies only if all of these hold. Default: always. */
  when?: readonly EditorCondition[];
  /** What the editor shows. Default: the language server's own words. */
  message?: string;
}

/** A condition about another argument, whose place is below the same arguments as that of the rule. */
export interface EditorCondition {
  at: string;
  /** The argument has this value. Default: it is set, with any value. */
  is?: string | boolean;
  /** The condition holds if the argument is not so. */
  isNot?: true;
}

/** What the rule's place must match; `message` is that of the rule, and follows the value. */
export function patternCheck(pattern: RegExp, message: string): EditorCheck {
  return { pattern, message: `The value ${message}` };
}
