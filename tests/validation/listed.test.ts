import { listed } from "../../validation/listed";

test.each([
  [[], ""],
  [["a"], "a"],
  [["a", "b"], "a or b"],
  [["a", "b", "c"], "a, b or c"],
])("%j is %j", (names, sentence) => {
  expect(listed(names)).toBe(sentence);
});

test("the last word may be another one", () => {
  expect(listed(["a", "b", "c"], "and")).toBe("a, b and c");
});
