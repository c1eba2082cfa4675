import { type Resolve, tokens } from "./match";
import type { Context } from "./context";

/** Escapes: how a policy writes a character that would be a wildcard or the start of a variable. */
const escapes = ["*", "?", "$"];
const named = ["aws:username", "aws:userid"];
const tagPrefix = "aws:principaltag/";

/** Whether a variable is one of the escapes `${*}`, `${?}` and `${$}`. */
export function isEscape(variable: string): boolean {
  return escapes.includes(variable);
}

/** Whether the evaluator knows a variable; `policyFindings` refuses all others, so that nobody relies on them. */
export function isSupportedVariable(variable: string): boolean {
  const name = variable.toLowerCase();
  return isEscape(variable) || named.includes(name) || (name.startsWith(tagPrefix) && !name.includes(","));
}

/** The variables that a value of a policy names, escapes included. */
export function variablesIn(value: string): string[] {
  if (!value.includes("${")) return [];
  return tokens(value).flatMap((token) =>
    typeof token === "object" && "variable" in token ? [token.variable] : [],
  );
}

/** What the variables stand for in a request. */
export function resolver(context: Context): Resolve {
  return (variable) => {
    if (isEscape(variable)) return variable;
    if (!isSupportedVariable(variable)) {
      throw new Error(
        `The policy variable \${${variable}} is not supported: check policies with policyFindings first.`,
      );
    }
    const value = context.get(variable.toLowerCase());
    // A key with several values stands for none of them.
    return typeof value === "string" && value !== "" ? value : undefined;
  };
}
