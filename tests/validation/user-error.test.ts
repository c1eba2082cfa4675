import { UserError } from "../../validation/user-error";

test("a user error is recognized, made by another copy of the class as well", () => {
  const copy = jest.requireActual<object>("../../validation/user-error");
  jest.resetModules();
  const other = jest.requireActual<typeof import("../../validation/user-error")>(
    "../../validation/user-error",
  );
  expect(other).not.toBe(copy);
  expect(UserError.isInstance(new other.UserError("x"))).toBe(true);
  expect(UserError.isInstance(new UserError("x"))).toBe(true);
});

test.each([new Error("x"), new TypeError("x"), "x", undefined, null, { isUserError: true, message: "x" }])(
  "%p is no user error",
  (error) => expect(UserError.isInstance(error)).toBe(false),
);
