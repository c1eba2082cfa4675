/** Values of the wrong type are reported, whoever passed them past our types. */
import fc from "fast-check";
import { output, secret } from "@pulumi/pulumi";
import * as shapes from "../../validation/argument-shapes";
import {
  BOOLEAN,
  NUMBER,
  SECRET_OR_OUTPUT,
  STRING,
  STRING_OR_OUTPUT,
  enumOf,
  isMap,
  listOf,
  mapOf,
  object,
  shapeAt,
  shown,
  subjectOf,
  type Shape,
} from "../../validation/shape";
import { problemAt, shapeProblems } from "../../validation/shape-problems";
import { codesOf, messagesOf } from "./of";

const problemsOf = (shape: Shape, value: unknown) =>
  shapeProblems(shape, value).map((problem) => problemAt("p", problem));
const A_OR_B = enumOf("a", "b");
const OBJECT = object({ bucket: STRING, data: NUMBER });
const EVERY: Record<string, Shape> = {
  STRING,
  STRING_OR_OUTPUT,
  SECRET_OR_OUTPUT,
  NUMBER,
  BOOLEAN,
  A_OR_B,
  OBJECT,
  LIST: listOf(STRING),
  MAP: mapOf(STRING),
};

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

test.each(Object.entries(EVERY))("%s: a value that is not set has no problem", (_, shape) =>
  expect(problemsOf(shape, undefined)).toEqual([]),
);

test.each<[string, Shape, ...unknown[]]>([
  ["a string", STRING, "", "a"],
  ["a string or an output", STRING_OR_OUTPUT, "", output(5), secret("x"), Promise.resolve("x")],
  ["what may be a secret", SECRET_OR_OUTPUT, "", output(5), secret("x"), Promise.resolve("x")],
  ["one of several strings", A_OR_B, "a", "b"],
  ["a boolean", BOOLEAN, false, true],
  ["a number", NUMBER, 0, NaN],
  ["a list", listOf(STRING), [], ["a"]],
  ["a map", mapOf(STRING), {}, { a: "x" }, { constructor: "x" }],
  ["an object", OBJECT, {}, { bucket: "x" }, { data: 1, bucket: undefined, other: undefined }],
  [
    "an instance of a class",
    OBJECT,
    new (class {
      bucket = "x";
    })(),
  ],
  ["an object without a prototype", OBJECT, Object.create(null)],
])("%s has no problem", (_, shape, ...values) => {
  for (const value of values) expect(problemsOf(shape, value)).toEqual([]);
});

const later = (kind: string) => `is ${kind}, but this value decides which resources exist; set a plain value`;
const nested =
  "is an encrypted value inside an object, so Pulumi would not treat it as a secret; set it in plain text if it is no secret, else remove it and store each secret in its own config value";
const orOutput = "set a string, or an output of a string";
test.each<[string, Shape, unknown, string]>([
  ["null for a string", STRING, null, "is empty; set a string"],
  ["a number for a string", STRING, 4.1, 'is the number 4.1; put it in quotes: "4.1"'],
  ["a number for a string or an output", STRING_OR_OUTPUT, 7, 'is the number 7; put it in quotes: "7"'],
  ["true for a string", STRING, true, 'is true; put it in quotes: "true"'],
  ["an output for a string", STRING, output("x"), later("an output")],
  ["a promise for a string", STRING, Promise.resolve("x"), later("a promise")],
  ["a nested secret for a string", STRING, { secure: "CANARY" }, nested],
  ["an object for a string", STRING, { a: 1 }, "is an object; set a string"],
  ["a nested secret for a secret", SECRET_OR_OUTPUT, { secure: "CANARY" }, nested],
  ["a number for a secret", SECRET_OR_OUTPUT, 5, `is a number; ${orOutput}`],
  ["a list for a secret", SECRET_OR_OUTPUT, ["CANARY"], `is a list; ${orOutput}`],
  ["a function for a secret", SECRET_OR_OUTPUT, () => "CANARY", `is a function; ${orOutput}`],
  ["null for a secret", SECRET_OR_OUTPUT, null, `is empty; ${orOutput}`],
  ["a string for a number", NUMBER, "five", 'is "five"; set a number'],
  ["a number in quotes", NUMBER, "5", 'is "5"; remove the quotes: 5'],
  ["a boolean in quotes", BOOLEAN, "true", 'is "true"; remove the quotes: true'],
  [
    "another spelling of a string",
    enumOf("bucket-policy", "acl"),
    "bucket_policy",
    'is "bucket_policy"; did you mean "bucket-policy"?',
  ],
  ["an output for a number", NUMBER, output(5), later("an output")],
  ["another string", A_OR_B, "c", 'is "c"; set "a" or "b"'],
  ["an output for one of several strings", A_OR_B, output("a"), later("an output")],
  ["a string for a boolean", BOOLEAN, "yes", 'is "yes"; set true or false'],
  ["an output for a boolean", BOOLEAN, output(true), later("an output")],
  ["a string for a list", listOf(STRING), "CANARY", "is a string; set a list"],
  ["a number for a list", listOf(STRING), 5, "is a number; set a list"],
  ["an output for a list", listOf(STRING), output([]), later("an output")],
  ["a list for an object", OBJECT, ["a"], "is a list; set an object"],
  ["a string for an object", OBJECT, "CANARY", "is a string; set an object"],
  ["a number for a map", mapOf(STRING), 5, "is a number; set an object"],
  ["null for an object", OBJECT, null, "is empty; set an object"],
  ["an output for an object", OBJECT, secret({}), later("an output")],
])("%s is of the wrong type", (_, shape, value, message) =>
  expect(problemsOf(shape, value)).toMatchObject([{ path: "p", message }]),
);

test("items have their index, and a hole in a list is an empty item", () => {
  const withHole: unknown[] = ["a"];
  withHole[2] = 5;
  for (const items of [["a", undefined, 5], withHole]) {
    expect(codesOf(problemsOf(listOf(STRING), items))).toEqual([
      ["p[1]", "wrong-type"],
      ["p[2]", "unquoted-text"],
    ]);
  }
});

test("members of a map have their name, and an undefined one is empty", () =>
  expect(codesOf(problemsOf(mapOf(STRING), { a: undefined, "b.c": 5, d: "x" }))).toEqual([
    ["p.a", "wrong-type"],
    ["p.b.c", "unquoted-text"],
  ]));

test("each required member that is missing is reported", () => {
  const shape = object({ a: NUMBER, b: NUMBER, c: NUMBER, d: NUMBER, e: NUMBER }, ["a", "b", "c", "d"]);
  expect(codesOf(problemsOf(shape, { a: 1, b: undefined, c: null }))).toEqual([
    ["p.b", "missing-member"],
    ["p.c", "wrong-type"],
    ["p.d", "missing-member"],
  ]);
});

test("what every object inherits is not set, and what an object inherits otherwise is checked", () => {
  const shape = object({ constructor: STRING, bucket: STRING }, ["constructor"]);
  expect(codesOf(problemsOf(shape, {}))).toEqual([["p.constructor", "missing-member"]]);
  expect(codesOf(problemsOf(OBJECT, Object.create({ bucket: 5 })))).toEqual([["p.bucket", "unquoted-text"]]);
});

test.each<[string, string]>([
  ["bukcet", "did you mean bucket?"],
  ["Data", "did you mean data?"],
  ["bucket\n", "did you mean bucket?"],
  ["dxyz", "use one of bucket, data, or remove it"],
  ["constructor", "use one of bucket, data, or remove it"],
])("%j is unknown", (name, hint) => {
  expect(problemsOf(OBJECT, { [name]: null })).toEqual([
    { code: "unknown-member", path: `p.${name}`, message: `is unknown; ${hint}` },
  ]);
});

test("an unknown member is reported whatever its name is, also in an object that has none", () => {
  const named = JSON.parse('{"__proto__": 1}') as unknown;
  const message = "is unknown; use one of bucket, data, or remove it";
  expect(problemsOf(OBJECT, named)).toEqual([{ code: "unknown-member", path: "p.__proto__", message }]);
  expect(messagesOf(problemsOf(object({}), { a: 1 }))).toEqual(["is unknown; remove it"]);
});

test("messages begin with the value, unless it may be a secret", () => {
  expect(subjectOf(STRING, "x")).toBe('"x" ');
  expect(subjectOf(NUMBER, 5)).toBe("is 5, ");
  expect(subjectOf(SECRET_OR_OUTPUT, "CANARY")).toBe("");
  for (const value of ["https://user:CANARY@host.example", "user:CANARY@host", "https://CANARY@host.example"])
    expect(subjectOf(STRING, value)).toBe("the value ");
  const arn = "arn:aws:iam::123456789012:role/a@b";
  expect(subjectOf(STRING_OR_OUTPUT, arn)).toBe(`"${arn}" `);
});

test("config that has Pulumi's marker of an output is still an object, with its problems", () => {
  const marked: unknown = JSON.parse('{ "__pulumiOutput": true, "a": 1 }');
  expect(isMap(marked)).toBe(true);
  expect(codesOf(problemsOf(SECRET_OR_OUTPUT, marked))).toEqual([["p", "wrong-type"]]);
  expect(codesOf(problemsOf(STRING, marked))).toEqual([["p", "wrong-type"]]);
  expect(codesOf(problemsOf(object({ a: NUMBER }), marked))).toEqual([
    ["p.__pulumiOutput", "unknown-member"],
  ]);
});

test("lists, outputs and promises are not objects", () => {
  expect([{}, { a: 1 }].map(isMap)).toEqual([true, true]);
  expect([null, undefined, "a", [], output({}), Promise.resolve({})].map(isMap)).not.toContain(true);
});

/** A value that has the shape. */
function valid(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.is) {
    case "string":
      return shape.orOutput ? fc.oneof(fc.string(), fc.constant(output("x"))) : fc.string();
    case "number":
      return fc.integer();
    case "boolean":
      return fc.boolean();
    case "enum":
      return fc.constantFrom(...shape.values);
    case "list":
      return fc.array(valid(shape.of), { maxLength: 3 });
    case "map":
      return fc.dictionary(fc.string(), valid(shape.of), { maxKeys: 3 });
    case "object": {
      const members = Object.entries(shape.members).map(([name, part]) => [name, valid(part)] as const);
      return fc.record(Object.fromEntries(members), { requiredKeys: [...shape.required] });
    }
  }
}

/** A value in which anything can stand in the place of anything. */
function odd(shape: Shape): fc.Arbitrary<unknown> {
  const anything = fc.anything({ maxDepth: 2, withSparseArray: true, withNullPrototype: true });
  const own = fc.constantFrom<unknown>(
    null,
    output({}),
    Promise.resolve(),
    { secure: "x" },
    () => 1,
    new Date(),
  );
  const parts = (): fc.Arbitrary<unknown> => {
    if (shape.is === "list") return fc.array(odd(shape.of), { maxLength: 3 });
    if (shape.is !== "object") return valid(shape);
    const members = Object.entries(shape.members).map(([name, part]) => [name, odd(part)] as const);
    return fc.record({ ...Object.fromEntries(members), nosuch: anything }, { requiredKeys: [] });
  };
  return fc.oneof(
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: own },
    { weight: 8, arbitrary: parts() },
  );
}

describe.each([
  ["MastodonStorageArgs", shapes.MastodonStorageArgs],
  ["AuthentikStorageArgs", shapes.AuthentikStorageArgs],
  ["SupabaseStorageArgs", shapes.SupabaseStorageArgs],
])("%s", (_, shape) => {
  it("has no problem with any value of its shape", () =>
    fc.assert(
      fc.property(valid(shape), (value) => expect(shapeProblems(shape, value)).toEqual([])),
      {
        numRuns: 50,
      },
    ));

  it("never throws, and reports places that the value or the shape has", () =>
    fc.assert(
      fc.property(odd(shape), (value) => {
        for (const { steps, value: there, code, message } of shapeProblems(shape, value)) {
          const read = steps.reduce<unknown>(
            (part, step) => Reflect.get(part as object, step) as unknown,
            value,
          );
          expect(Object.is(read ?? null, there ?? null)).toBe(true);
          if (code !== "unknown-member") expect(shapeAt(shape, steps)).toBeDefined();
          expect(message).toMatch(/^is .+; .+/);
        }
      }),
      { numRuns: 300 },
    ));
});
