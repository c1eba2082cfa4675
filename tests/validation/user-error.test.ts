import { UserError } from "../../validation/user-error";

test("a user error is recognized, also if another copy of the class created it", () => {
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
  "%p is not a user error",
  (error) => expect(UserError.isInstance(error)).toBe(false),
);
