import { at } from "../../problems/problem";

test.each<[string, string, string]>([
  ["a", "b", "a.b"],
  ["", "b", "b"],
  ["a", "", "a"],
  ["a", "[0]", "a[0]"],
  ["", "[0]", "[0]"],
  ["a[0]", "b.c", "a[0].b.c"],
])("%j and %j are %j", (path, member, joined) => expect(at(path, member)).toBe(joined));
