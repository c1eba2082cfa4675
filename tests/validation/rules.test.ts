/** Rules about arguments: each runs if the arguments that it reads have no problem, and all problems are reported at once. */
import { output } from "@pulumi/pulumi";
import { argsProblems, nested, type Rules } from "../../validation/rules";
import {
  NUMBER,
  SECRET_OR_OUTPUT,
  STRING,
  STRING_OR_OUTPUT,
  enumOf,
  listOf,
  mapOf,
  object,
} from "../../validation/shape";
import { hasUnknownMembers, ifSound } from "../../validation/sound-part";
import { codesOf, messagesOf, type Found } from "./of";

interface Inner {
  size: number;
  names?: string[];
}
interface Args {
  name: string;
  kind?: "a" | "b";
  key?: string;
  limit?: number;
  tags?: Record<string, string>;
  inner?: Inner;
  all?: Inner[];
}

const innerShape = object({ size: NUMBER, names: listOf(STRING_OR_OUTPUT) }, ["size"]);
const shape = object(
  {
    name: STRING,
    kind: enumOf("a", "b"),
    key: SECRET_OR_OUTPUT,
    limit: NUMBER,
    tags: mapOf(STRING),
    inner: innerShape,
    all: listOf(innerShape),
  },
  ["name"],
);

const notBad = (value: string): boolean => value !== "bad";
const INNER: Rules<Inner, number | undefined> = [
  { at: "names[]", code: "tenant-id", isValid: notBad, message: "is bad" },
  {
    at: "size",
    code: "tuning-range",
    when: ({ size }, limit) => limit !== undefined && size > limit,
    message: ({ size }, limit) => `is ${size}, over ${limit}`,
  },
];
const RULES: Rules<Args> = [
  { at: "name", code: "tenant-id", isValid: notBad, message: "is bad" },
  { at: "key", code: "credential-value", isValid: notBad, message: "is bad" },
  {
    at: "limit",
    reasons: (limit: number) => (limit < 0 ? [{ code: "cidr", message: "which is negative" }] : []),
  },
  { at: "tags.*", code: "tag-value-length", isValid: notBad, message: "is bad" },
  {
    at: "kind",
    instead: ({ value }) => (value === "c" ? { code: "store-azure", message: "is of yesterday" } : undefined),
  },
  nested("inner", INNER, ({ limit }: Args) => limit),
  nested("all[]", INNER, (args: Args) => ifSound(() => args.limit)),
  {
    at: "",
    findings: ({ kind, limit }) =>
      kind === "b" && limit === undefined
        ? [{ code: "store-both", path: "limit", message: "is needed" }]
        : [],
  },
];
const LAST: Rules<Args> = [
  {
    at: "name",
    code: "public-url-path",
    when: ({ name, limit = 0 }) => name.length > limit,
    message: "is long",
  },
];

const problems = (args: unknown) => argsProblems({ shape, rules: RULES }, args, "p");
const found = (rest: object) => codesOf(problems({ name: "x", ...rest }));
const lastFound = (args: object) => codesOf(argsProblems({ shape, rules: RULES, lastRules: LAST }, args, ""));

test.each<[string, object, ...Found[]]>([
  ["no problem", { kind: "b", limit: 5, key: "x", tags: { a: "x" }, inner: { size: 1 }, all: [{ size: 1 }] }],
  ["a value", { name: "bad" }, ["p.name", "tenant-id"]],
  ["an output, which is not known yet", { key: output("bad"), inner: { size: 1, names: [output("bad")] } }],
  [
    "each item of a list, next to one of the wrong type",
    { inner: { size: 1, names: ["bad", 5, "good", "bad"] } },
    ["p.inner.names[1]", "unquoted-text"],
    ["p.inner.names[0]", "tenant-id"],
    ["p.inner.names[3]", "tenant-id"],
  ],
  [
    "each member of a map, whatever its name",
    { tags: JSON.parse('{ "__proto__": "bad", "a.b": "bad", "c": 1 }') as unknown },
    ["p.tags.c", "unquoted-text"],
    ["p.tags.__proto__", "tag-value-length"],
    ["p.tags.a.b", "tag-value-length"],
  ],
  ["a shape problem in other words", { kind: "c" }, ["p.kind", "store-azure"]],
  ["a shape problem in its own words", { kind: "d" }, ["p.kind", "unknown-value"]],
  ["arguments together", { kind: "b" }, ["p.limit", "store-both"]],
  ["arguments within others", { limit: 1, inner: { size: 2 } }, ["p.inner.size", "tuning-range"]],
  [
    "arguments in a list",
    { limit: 1, all: [{ size: 1 }, { size: 2, names: ["bad"] }] },
    ["p.all[1].names[0]", "tenant-id"],
    ["p.all[1].size", "tuning-range"],
  ],
])("%s", (_, rest, ...expected) => expect(found(rest)).toEqual(expected));

test("a rule that reads an argument of the wrong type is skipped, and the others run", () => {
  expect(found({ kind: "b", limit: "1", all: [{ size: 9, names: ["bad"] }], name: "bad" })).toEqual([
    ["p.limit", "wrong-type"],
    ["p.name", "tenant-id"],
    ["p.all[0].names[0]", "tenant-id"],
  ]);
  // The rules of `inner` need the limit, those of `all` do not.
  expect(found({ limit: "1", inner: { size: 9, names: ["bad"] } })).toEqual([["p.limit", "wrong-type"]]);
});

test("a rule that reads a required argument that is missing is skipped", () =>
  expect(codesOf(argsProblems({ shape, rules: LAST }, { limit: 0 }, ""))).toEqual([
    ["name", "missing-member"],
  ]));

test("a last rule that reads an argument with any problem is skipped", () => {
  expect(lastFound({ name: "long" })).toEqual([["name", "public-url-path"]]);
  expect(lastFound({ name: "bad" })).toEqual([["name", "tenant-id"]]);
  expect(lastFound({ name: "long", limit: -1 })).toEqual([["limit", "cidr"]]);
  expect(lastFound({ name: "long", key: "bad" })).toEqual([
    ["key", "credential-value"],
    ["name", "public-url-path"],
  ]);
});

test("no rule runs on a value that is not an object", () => {
  for (const value of [null, "x", [], 5, output({})]) expect(problems(value)).toHaveLength(1);
  expect(problems(undefined)).toEqual([]);
});

test("a rule can ask whether an object had unknown members, but does not see them", () => {
  const rules: Rules<Args> = [
    {
      at: "inner",
      code: "store-missing",
      when: ({ inner = { size: 0 } }) => !hasUnknownMembers(inner) || Object.keys(inner).length !== 1,
      message: "is seen",
    },
  ];
  const codes = (inner: object) => codesOf(argsProblems({ shape, rules }, { name: "x", inner }, ""));
  expect(codes({ size: 1, sise: 2 })).toEqual([["inner.sise", "unknown-member"]]);
  expect(codes({ size: 1, sise: undefined })).toEqual([["inner", "store-missing"]]);
});

test("messages of rules about a value begin with it, unless it may be a secret", () => {
  expect(messagesOf(problems({ name: "bad", limit: -1, key: "bad" }))).toEqual([
    '"bad" is bad',
    "is bad",
    "is -1, which is negative",
  ]);
});

test("an error in a rule is not hidden", () => {
  const broken: Rules<Args> = [
    {
      at: "",
      findings: () => {
        throw new TypeError("bug");
      },
    },
  ];
  expect(() => argsProblems({ shape, rules: broken }, { name: "x" }, "")).toThrow("bug");
});
