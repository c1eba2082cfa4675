/** Values of the wrong type are said, whoever passed them by our types. */
import { output, secret } from "@pulumi/pulumi";
import {
  bool,
  input,
  isMap,
  known,
  list,
  map,
  missing,
  number,
  oneOf,
  shown,
  text,
} from "../../problems/shape";

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
  expect(input("p", undefined, nothing)).toEqual([]);
  expect(number("p", undefined, nothing)).toEqual([]);
  expect(list("p", undefined, nothing)).toEqual([]);
  expect(map("p", undefined, nothing)).toEqual([]);
});

test("what has the right type has no problem of its own", () => {
  expect(text("p", "", nothing)).toEqual([]);
  expect(oneOf("p", "b", ["a", "b"])).toEqual([]);
  expect(bool("p", false)).toEqual([]);
  expect(number("p", 0, nothing)).toEqual([]);
  for (const value of ["", output(5), secret("x"), Promise.resolve("x")]) {
    expect(input("p", value, nothing)).toEqual([]);
  }
  expect(list("p", ["a"], nothing)).toEqual([]);
  expect(map("p", { a: 1 }, nothing)).toEqual([]);
});

const later = (kind: string) => `is ${kind}; it decides what exists, so write the value itself`;
const nested = "is a nested secret, which would lose its mark; secrets are config values of their own";
test.each<[string, { path: string; message: string }[], string]>([
  ["text", text("p", null, nothing), "is empty; write a text"],
  ["text from a number", text("p", 4.1, nothing), 'is the number 4.1; write it in quotes: "4.1"'],
  ["text from true", text("p", true, nothing), 'is true; write it in quotes: "true"'],
  ["text from an output", text("p", output("x"), nothing), later("an output")],
  ["text from a promise", text("p", Promise.resolve("x"), nothing), later("a promise")],
  ["text from a nested secret", text("p", { secure: "CANARY" }, nothing), nested],
  ["input from a nested secret", input("p", { secure: "CANARY" }, nothing), nested],
  ["input from a number", input("p", 5, nothing), "is a number; write a text, or an output of one"],
  ["input from a list", input("p", ["CANARY"], nothing), "is a list; write a text, or an output of one"],
  ["input from null", input("p", null, nothing), "is missing; write it"],
  ["number", number("p", "5", nothing), 'is "5"; write a number'],
  ["number from an output", number("p", output(5), nothing), later("an output")],
  ["oneOf from an output", oneOf("p", output("a"), ["a"]), later("an output")],
  ["bool from an output", bool("p", output(true)), later("an output")],
  ["list from an output", list("p", output([]), nothing), later("an output")],
  ["map from an output", map("p", secret({}), nothing), later("an output")],
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
  expect(number("p", 5, () => ["too much"])).toEqual([{ path: "p", message: "is 5, too much" }]);
  // What may be a secret is not shown.
  expect(input("p", "CANARY", () => ["is bad"])).toEqual([{ path: "p", message: "is bad" }]);
  const items = list("p", ["a", undefined], (path, item) => text(path, item, nothing));
  expect(items).toEqual([{ path: "p[1]", message: "is empty; write a text" }]);
});

test("each missing member is said", () => {
  expect(missing("p", { a: 1, b: undefined, c: null }, ["a", "b", "c", "d"])).toEqual([
    { path: "p.b", message: "is missing; write it" },
    { path: "p.d", message: "is missing; write it" },
  ]);
});

test.each<[string, string]>([
  ["bukcet", "did you mean bucket?"],
  ["Data", "did you mean data?"],
  ["bucket\n", "did you mean bucket?"],
  ["dxyz", "known here: bucket, data"],
  ["constructor", "known here: bucket, data"],
])("%j is unknown", (name, hint) => {
  const members = { bucket: "x", [name]: null };
  expect(known("p", members, ["bucket", "data"])).toEqual([
    { path: `p.${name}`, message: `is unknown; ${hint}` },
  ]);
});

test("known members, and what is undefined", () => {
  expect(known("p", { bucket: "x", bukcet: undefined }, ["bucket", "data"])).toEqual([]);
  expect(known("p", JSON.parse('{"__proto__": 1}') as Record<string, unknown>, ["a"])).toEqual([
    { path: "p.__proto__", message: "is unknown; known here: a" },
  ]);
});

test("what is a map", () => {
  expect([{}, { a: 1 }].map(isMap)).toEqual([true, true]);
  expect([null, undefined, "a", [], output({}), Promise.resolve({})].map(isMap)).not.toContain(true);
});
