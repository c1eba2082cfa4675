import { RunError } from "@pulumi/pulumi";
import { UserError } from "../validation/user-error";

/** Converts an error for Pulumi, which shows only the message of a RunError. For any other error, a bug, it also shows the stack trace. */
export function forPulumi(error: unknown): unknown {
  return UserError.isInstance(error) ? Object.assign(new RunError(error.message), { cause: error }) : error;
}
