import { InputPropertiesError } from "@pulumi/pulumi";
import type { Problem } from "../problems/problem";

/** One error for everything that is wrong with a component's args. */
export function invalidArgs(component: string, name: string, problems: Problem[]): InputPropertiesError {
  const list = problems.map(({ path, message }) => `\n  ${path || "args"}: ${message}`).join("");
  return new InputPropertiesError({
    message: `${component} "${name}" cannot be made from these arguments; nothing of it was created.${list}`,
    errors: problems.map(({ path, message }) => ({ propertyPath: path, reason: message })),
  });
}
