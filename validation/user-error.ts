import type { Problem } from "./problem";

/**
 * What the operator can put right. Whoever talks to the operator shows its message without a stack trace (Pulumi by
 * components/user-errors.ts, the command by cli/report-error.ts); every other error is a bug and keeps its stack trace.
 */
export class UserError extends Error {
  /** By this and not by its class it is recognized: each subcommand is a bundle with a copy of the class. */
  readonly isUserError = true;

  constructor(
    message: string,
    /** What is wrong, one by one, where the message lists problems. */
    readonly problems: readonly Problem[] = [],
  ) {
    super(message);
    this.name = "UserError";
  }

  static isInstance(error: unknown): error is UserError {
    return error instanceof Error && (error as Partial<UserError>).isUserError === true;
  }
}
