import { problemLines, type Problem } from "../validation/problem";
import { withoutSecrets } from "../validation/without-secrets";
import { secretConfigTexts } from "./secret-config";
import { shownError, type ShownError } from "./user-errors";

/** One error with all problems of a component's args. It contains no secrets. */
export function invalidArgs(component: string, name: string, args: unknown, problems: Problem[]): ShownError {
  const shown = withoutSecrets(problems, args, secretConfigTexts());
  return shownError(
    `${component} "${name}" has invalid arguments; nothing was created.${problemLines(shown, "args")}`,
    shown,
  );
}

/** Throws if JavaScript passes no name: without one Pulumi would show its own error with a stack trace. */
export function requireName(component: string, name: unknown, example: string): void {
  if (typeof name === "string" && name !== "") return;
  throw shownError(`${component} has no name; nothing was created. Pass a string first: ${example}`);
}
