import { at, under } from "../../validation/problem";

test.each<[string, string, string]>([
  ["a", "b", "a.b"],
  ["", "b", "b"],
  ["a", "", "a"],
  ["a", "[0]", "a[0]"],
  ["", "[0]", "[0]"],
  ["a[0]", "b.c", "a[0].b.c"],
])("%j and %j are joined to %j", (path, member, joined) => expect(at(path, member)).toBe(joined));

test.each<[string, (string | number)[], string]>([
  ["a", [], "a"],
  ["", [], ""],
  ["a", ["b", 0, 1, "c"], "a.b[0][1].c"],
  ["", ["b", 0], "b[0]"],
  ["a", [0, "b"], "a[0].b"],
])("below %j, %j is %j", (path, steps, expected) => {
  expect(under(path, steps)).toBe(expected);
});
