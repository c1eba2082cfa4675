import type { Problem } from "./problem";

/**
 * An error that the operator can correct. It is shown without a stack trace (by Pulumi through components/user-errors.ts, by the
 * command through cli/report-error.ts). Every other error is a bug and keeps its stack trace.
 */
export class UserError extends Error {
  /** Errors are recognized by this property, not by their class, because each subcommand is a bundle with its own copy of the class. */
  readonly isUserError = true;

  constructor(
    message: string,
    /** The problems that the message lists, if it lists any. */
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = "UserError";
  }

  static isInstance(error: unknown): error is UserError {
    return error instanceof Error && (error as Partial<UserError>).isUserError === true;
  }
}
