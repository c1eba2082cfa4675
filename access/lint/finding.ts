/** What the policy linter finds: the rule, and the place in the document as data. */
import type { ProblemCode } from "../../validation/codes";
import type { PropertyPath, Reason } from "../../validation/problem";

/** The rules of the linter. */
export type FindingCode = Extract<
  // Who writes is not a statement's matter.
  Exclude<ProblemCode, "principal-everyone">,
  | `${"action" | "condition" | "not-action" | "not-principal" | "principal" | "resource" | "variable"}-${string}`
  | `policy-${"statements" | "type" | "version"}`
  | `statement-${"both-members" | "effect" | "list-empty" | "member-missing" | "member-unknown" | "type" | "value-type"}`
  | `statement-sid-${"characters" | "twice" | "type"}`
>;

/** One thing that is wrong with a policy document. */
export interface Finding extends Reason {
  code: FindingCode;
  /** Where in the document: `["Statement", 0, "Principal", "AWS", 1]`. */
  path: PropertyPath;
}

/** The same of a value, before anybody knows where it was written. */
export interface FindingReason extends Reason {
  code: FindingCode;
}
