import { RunError } from "@pulumi/pulumi";
import { UserError } from "../validation/user-error";

/** The error as Pulumi takes it: of a RunError it shows the message alone, of any other error, a bug, the stack trace too. */
export function forPulumi(error: unknown): unknown {
  return UserError.isInstance(error) ? Object.assign(new RunError(error.message), { cause: error }) : error;
}
