import { InputPropertiesError, RunError } from "@pulumi/pulumi";
import { UserError } from "../../validation/user-error";

/** A user error again, if the program reported it to Pulumi; any other error as it is. */
export function fromProgram(error: unknown): unknown {
  if (!RunError.isInstance(error) && !InputPropertiesError.isInstance(error)) return error;
  return UserError.isInstance(error.cause) ? error.cause : new UserError(error.message);
}
