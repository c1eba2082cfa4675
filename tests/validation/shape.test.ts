/** Values of the wrong type are said, whoever passed them by our types. */
import { output, secret } from "@pulumi/pulumi";
import type { Problem, Reason } from "../../validation/problem";
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
} from "../../validation/shape";
import { codesOf, messagesOf } from "./of";

const nothing = () => [];
const bad: Reason = { code: "tenant-id", message: "is bad" };

test.each<[unknown, string]>([
  [undefined, "empty"],
  [null, "empty"],
  ["a", '"a"'],
  [4.4, "4.4"],
  [true, "true"],
  [["a"], "a list"],
  [{ secret: "x" }, "an object"],
  [() => "x", "a function"],
])("%p is shown as %s", (value, says) => expect(shown(value)).toBe(says));

test("what is not there is for others to say", () => {
  expect(text("p", undefined, () => [bad])).toEqual([]);
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

const later = (kind: string) => `is ${kind}, but this value decides which resources exist; set a plain value`;
const nested =
  "is an encrypted value inside an object, so Pulumi would not treat it as a secret; store each secret in its own config value";
test.each<[string, Problem[], string]>([
  ["text", text("p", null, nothing), "is empty; set a string"],
  ["text from a number", text("p", 4.1, nothing), 'is the number 4.1; put it in quotes: "4.1"'],
  ["text from true", text("p", true, nothing), 'is true; put it in quotes: "true"'],
  ["text from an output", text("p", output("x"), nothing), later("an output")],
  ["text from a promise", text("p", Promise.resolve("x"), nothing), later("a promise")],
  ["text from a nested secret", text("p", { secure: "CANARY" }, nothing), nested],
  ["input from a nested secret", input("p", { secure: "CANARY" }, nothing), nested],
  ["input from a number", input("p", 5, nothing), "is a number; set a string, or an output of a string"],
  ["input from a list", input("p", ["CANARY"], nothing), "is a list; set a string, or an output of a string"],
  ["input from null", input("p", null, nothing), "is missing; set it"],
  ["number", number("p", "5", nothing), 'is "5"; set a number'],
  ["number from an output", number("p", output(5), nothing), later("an output")],
  ["oneOf from an output", oneOf("p", output("a"), ["a"]), later("an output")],
  ["bool from an output", bool("p", output(true)), later("an output")],
  ["list from an output", list("p", output([]), nothing), later("an output")],
  ["map from an output", map("p", secret({}), nothing), later("an output")],
  ["text from a map", text("p", { a: 1 }, nothing), "is an object; set a string"],
  ["oneOf", oneOf("p", "c", ["a", "b"]), 'is "c"; set "a" or "b"'],
  ["bool", bool("p", "yes"), 'is "yes"; set true or false'],
  ["list", list("p", "CANARY", nothing), "is a string; set a list"],
  ["list from a number", list("p", 5, nothing), "is a number; set a list"],
  ["map", map("p", ["a"], nothing), "is a list; set an object"],
  ["map from a text", map("p", "CANARY", nothing), "is a string; set an object"],
  ["map from a number", map("p", 5, nothing), "is a number; set an object"],
  ["map from null", map("p", null, nothing), "is empty; set an object"],
])("%s of a wrong type", (_, problems, message) => expect(problems).toMatchObject([{ path: "p", message }]));

test("reasons follow the text, items have their index, gaps in a list are empty", () => {
  const worse: Reason = { code: "key-prefix", message: "is worse" };
  expect(text("p", "x", () => [bad, worse])).toEqual([
    { ...bad, path: "p", message: '"x" is bad' },
    { ...worse, path: "p", message: '"x" is worse' },
  ]);
  expect(number("p", 5, () => [bad])).toEqual([{ ...bad, path: "p", message: "is 5, is bad" }]);
  // What may be a secret is not shown.
  expect(input("p", "CANARY", () => [bad])).toEqual([{ ...bad, path: "p" }]);
  const items = list("p", ["a", undefined], (path, item) => text(path, item, nothing));
  expect(codesOf(items)).toEqual([["p[1]", "wrong-type"]]);
});

test("each missing member is said", () => {
  expect(codesOf(missing("p", { a: 1, b: undefined, c: null }, ["a", "b", "c", "d"]))).toEqual([
    ["p.b", "missing-member"],
    ["p.d", "missing-member"],
  ]);
});

test.each<[string, string]>([
  ["bukcet", "did you mean bucket?"],
  ["Data", "did you mean data?"],
  ["bucket\n", "did you mean bucket?"],
  ["dxyz", "use one of bucket, data, or remove it"],
  ["constructor", "use one of bucket, data, or remove it"],
])("%j is unknown", (name, hint) => {
  const members = { bucket: "x", [name]: null };
  expect(known("p", members, ["bucket", "data"])).toEqual([
    { code: "unknown-member", path: `p.${name}`, message: `is unknown; ${hint}` },
  ]);
});

test("known members, and what is undefined", () => {
  expect(known("p", { bucket: "x", bukcet: undefined }, ["bucket", "data"])).toEqual([]);
  expect(known("p", JSON.parse('{"__proto__": 1}') as Record<string, unknown>, ["a"])).toEqual([
    { code: "unknown-member", path: "p.__proto__", message: "is unknown; use one of a, or remove it" },
  ]);
});

test("a value that may hold a password is not shown with what is wrong with it", () => {
  for (const value of [
    "https://user:CANARY@host.example",
    "user:CANARY@host",
    "https://CANARY@host.example",
  ]) {
    expect(messagesOf(text("p", value, () => [bad]))).toEqual(["the value is bad"]);
  }
  const arn = "arn:aws:iam::123456789012:role/a@b";
  expect(messagesOf(text("p", arn, () => [bad]))).toEqual([`"${arn}" is bad`]);
});

test("config that has Pulumi's mark of an output is still a map, with its problems", () => {
  const marked: unknown = JSON.parse('{ "__pulumiOutput": true, "a": 1 }');
  expect(isMap(marked)).toBe(true);
  expect(codesOf(input("p", marked, nothing))).toEqual([["p", "wrong-type"]]);
  expect(codesOf(text("p", marked, nothing))).toEqual([["p", "wrong-type"]]);
  expect(codesOf(map("p", marked, (members) => known("p", members, ["a"])))).toEqual([
    ["p.__pulumiOutput", "unknown-member"],
  ]);
});

test("what is a map", () => {
  expect([{}, { a: 1 }].map(isMap)).toEqual([true, true]);
  expect([null, undefined, "a", [], output({}), Promise.resolve({})].map(isMap)).not.toContain(true);
});
