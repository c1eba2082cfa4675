import { InputPropertiesError, RunError } from "@pulumi/pulumi";
import { UserError } from "../../validation/user-error";

/** Restores a user error that the program reported to Pulumi. Returns any other error unchanged. */
export function fromProgram(error: unknown): unknown {
  if (!RunError.isInstance(error) && !InputPropertiesError.isInstance(error)) return error;
  return UserError.isInstance(error.cause) ? error.cause : new UserError(error.message);
}
