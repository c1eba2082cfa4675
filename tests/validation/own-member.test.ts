import { ownMember } from "../../validation/own-member";

const table = { social: 1 };

test("a name in the table has its member", () => {
  expect(ownMember(table, "social")).toBe(1);
});

test.each(["constructor", "toString", "__proto__", "hasOwnProperty", "valueOf", "", "Social"])(
  "a name that every object has is not in the table: %j",
  (name) => {
    expect(ownMember(table, name)).toBeUndefined();
  },
);
