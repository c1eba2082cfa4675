import { InputPropertiesError } from "@pulumi/pulumi";
import { problemLines, type Problem } from "../validation/problem";
import { withoutSecrets } from "../validation/without-secrets";
import { secretConfigTexts } from "./secret-config";

/** One error with all problems of a component's args. It contains no secrets. */
export function invalidArgs(
  component: string,
  name: string,
  args: unknown,
  problems: Problem[],
): InputPropertiesError {
  const shown = withoutSecrets(problems, args, secretConfigTexts());
  return new InputPropertiesError({
    message: `${component} "${name}" has invalid arguments; nothing was created.${problemLines(shown, "args")}`,
    errors: shown.map(({ path, message }) => ({ propertyPath: path, reason: message })),
  });
}
