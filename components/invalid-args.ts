import { InputPropertiesError } from "@pulumi/pulumi";
import { problemLines, type Problem } from "../validation/problem";
import { withoutSecrets } from "../validation/without-secrets";
import { secretConfigTexts } from "./secret-config";

/** One error for everything that is wrong with a component's args, without what in them is a secret. */
export function invalidArgs(
  component: string,
  name: string,
  args: unknown,
  problems: Problem[],
): InputPropertiesError {
  const shown = withoutSecrets(problems, args, secretConfigTexts());
  return new InputPropertiesError({
    message: `${component} "${name}" cannot be made from these arguments; nothing of it was created.${problemLines(shown, "args")}`,
    errors: shown.map(({ path, message }) => ({ propertyPath: path, reason: message })),
  });
}
