/** The errors that Pulumi gets: it shows a RunError without a stack trace, and every other error with one. */
import { InputPropertiesError, RunError } from "@pulumi/pulumi";
import { forPulumi, shownError } from "../../components/user-errors";
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

test("an error is of the classes that programs and the plugin host show without a stack trace, with each problem for a test", () => {
  const error: unknown = shownError("Bad.", [
    { code: "missing-member", path: "bucket", message: "is missing" },
  ]);
  expect(RunError.isInstance(error)).toBe(true);
  expect(InputPropertiesError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({
    message: "Bad.",
    errors: [{ propertyPath: "bucket", reason: "is missing" }],
  });
});

test("in a plugin the engine gets no list beside the message, because it would show each problem again, with the value", () => {
  jest.isolateModules(() => {
    // The module keeps which host it runs in.
    const plugin = jest.requireActual<typeof import("../../components/user-errors")>(
      "../../components/user-errors",
    );
    plugin.showErrorsInPlugin();
    const problem = { code: "missing-member", path: "bucket", message: "is missing" } as const;
    expect(plugin.shownError("Bad.", [problem])).toMatchObject({ message: "Bad.", errors: [] });
  });
});
