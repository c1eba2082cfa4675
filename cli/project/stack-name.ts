import { UserError } from "../../validation/user-error";

/** A stack's name as the operator wrote it. */
export interface StackName {
  /** Unchanged: `prod`, `acme/prod` or `acme/media-storage/prod`. Printed commands use this form. */
  reference: string;
  /** The last part, which is used in the stack's file name and in the titles of blocks. */
  name: string;
  /** The project, if the reference contains one. */
  project?: string;
}

// Pulumi's rule (sdk/go/common/tokens/stack_name.go), without "." and "..", which are parts of a path.
const PART = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}$/;

/** Parses a stack's name. `from` is the source of the name, for error messages. */
export function stackName(reference: string, from: string): StackName {
  const parts = reference.split("/");
  const name = parts.at(-1);
  if (name === undefined || parts.length > 3 || !parts.every((part) => PART.test(part))) {
    throw new UserError(
      `${from}: ${JSON.stringify(reference)} is not the name of a stack; use <stack>, <organization>/<stack> or ` +
        '<organization>/<project>/<stack>, each of letters, digits, "_", "." and "-"',
    );
  }
  const project = parts.length === 3 ? parts[1] : undefined;
  return { reference, name, ...(project !== undefined && { project }) };
}
