import { UserError } from "../../validation/user-error";

/** A stack as the operator names it. */
export interface StackName {
  /** As it was given: `prod`, `acme/prod` or `acme/media-storage/prod`; commands that are printed name the stack so. */
  reference: string;
  /** The last part, by which the stack's file and the titles of blocks are named. */
  name: string;
  /** The project, where the reference names one. */
  project?: string;
}

// As Pulumi has them (sdk/go/common/tokens/stack_name.go), but without "." and "..", which are parts of a path.
const PART = /^(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}$/;

/** The parts of a stack's name; `from` says in errors where it was written. */
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
