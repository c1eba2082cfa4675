/** The errors that Pulumi gets: it shows a RunError without a stack trace, and every other error with one. */
import { RunError } from "@pulumi/pulumi";
import { forPulumi } from "../../components/user-errors";
import { UserError } from "../../validation/user-error";

test("a user error becomes a RunError with the same message and with the error as its cause", () => {
  const error = new UserError("The value of A is bad.");
  const shown = forPulumi(error);
  expect(RunError.isInstance(shown)).toBe(true);
  expect(shown).toMatchObject({ message: error.message, cause: error });
});

test.each([new TypeError("x is undefined"), new Error("x"), "x"])("a bug is thrown unchanged: %p", (bug) => {
  expect(forPulumi(bug)).toBe(bug);
});
