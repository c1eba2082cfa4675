/** Values of the wrong type are said, whoever passed them by our types. */
import { bool, list, map, missing, oneOf, shown, text } from "../../problems/shape";

const nothing = () => [];

test.each<[unknown, string]>([
  [undefined, "empty"],
  [null, "empty"],
  ["a", '"a"'],
  [4.4, "4.4"],
  [true, "true"],
  [["a"], "a list"],
  [{ secret: "x" }, "a map"],
  [() => "x", "a map"],
])("%p is shown as %s", (value, says) => expect(shown(value)).toBe(says));

test("what is not there is for others to say", () => {
  expect(text("p", undefined, () => ["x"])).toEqual([]);
  expect(oneOf("p", undefined, ["a"])).toEqual([]);
  expect(bool("p", undefined)).toEqual([]);
  expect(list("p", undefined, nothing)).toEqual([]);
  expect(map("p", undefined, nothing)).toEqual([]);
});

test("what has the right type has no problem of its own", () => {
  expect(text("p", "", nothing)).toEqual([]);
  expect(oneOf("p", "b", ["a", "b"])).toEqual([]);
  expect(bool("p", false)).toEqual([]);
  expect(list("p", ["a"], nothing)).toEqual([]);
  expect(map("p", { a: 1 }, nothing)).toEqual([]);
});

test.each<[string, { path: string; message: string }[], string]>([
  ["text", text("p", null, nothing), "is empty; write a text"],
  ["text from a number", text("p", 4.1, nothing), 'is the number 4.1 (4.10 is 4.1); put it in quotes: "4.1"'],
  ["text from a map", text("p", { a: 1 }, nothing), "is a map; write a text"],
  ["oneOf", oneOf("p", "c", ["a", "b"]), 'is "c"; write "a" or "b"'],
  ["bool", bool("p", "yes"), 'is "yes"; write true or false'],
  ["list", list("p", "a", nothing), 'is "a"; write a list'],
  ["map", map("p", ["a"], nothing), "is a list; write a map of keys and values"],
  ["map from null", map("p", null, nothing), "is empty; write a map of keys and values"],
])("%s of a wrong type", (_, problems, message) => expect(problems).toEqual([{ path: "p", message }]));

test("reasons follow the text, items have their index, gaps in a list are empty", () => {
  expect(text("p", "x", () => ["is bad", "is worse"])).toEqual([
    { path: "p", message: '"x" is bad' },
    { path: "p", message: '"x" is worse' },
  ]);
  const items = list("p", ["a", undefined], (path, item) => text(path, item, nothing));
  expect(items).toEqual([{ path: "p[1]", message: "is empty; write a text" }]);
});

test("each missing member is said", () => {
  expect(missing("p", { a: 1, b: undefined, c: null }, ["a", "b", "c", "d"])).toEqual([
    { path: "p.b", message: "is missing; write it" },
    { path: "p.d", message: "is missing; write it" },
  ]);
});
