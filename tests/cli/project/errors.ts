import { UserError } from "../../../validation/user-error";

/** The message of the user error that an action throws; any other error fails the test. */
export function userErrorOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (UserError.isInstance(error)) return error.message;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
