import { InputPropertiesError, RunError } from "@pulumi/pulumi";
import type { Problem } from "../validation/problem";
import { UserError } from "../validation/user-error";

/** Of both classes, by the checks of the SDK (`isInstance`). */
export type ShownError = RunError & InputPropertiesError;

let isPlugin = false;

/** Called once by the entry point for Pulumi's plugin host. */
export function showErrorsInPlugin(): void {
  isPlugin = true;
}

/**
 * An error that every host of Pulumi shows as its message alone. The runner of programs and the Automation API do that for a
 * `RunError`, and print the stack trace and all members of any other error. The plugin host does it for an `InputPropertiesError`. The
 * engine would add a line for each of its `errors`, so that each problem would be shown twice, and with the value of the argument,
 * which may be a secret; so there are none in a plugin. In a program a test can read them.
 */
export function shownError(message: string, problems: readonly Problem[] = []): ShownError {
  const errors = problems.map(({ path, message: reason }) => ({ propertyPath: path, reason }));
  const structured = new InputPropertiesError({ message, errors: isPlugin ? [] : errors });
  return Object.assign(new RunError(message), structured);
}

/** Converts an error for Pulumi. Any error but a `UserError` is a bug, which Pulumi shows with its stack trace. */
export function forPulumi(error: unknown): unknown {
  return UserError.isInstance(error) ? Object.assign(shownError(error.message), { cause: error }) : error;
}
