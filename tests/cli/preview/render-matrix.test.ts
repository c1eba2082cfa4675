import type { AccessMatrix } from "../../../access/matrix";
import { renderMatrix } from "../../../cli/preview/render-matrix";
import { PIPE, SCREEN } from "./models";

const matrix: AccessMatrix = {
  who: ["anonymous", "writer", "another principal"],
  groups: [
    {
      part: "public prefixes",
      examples: ["accounts/", "cache/"],
      rows: [
        { what: "read an object", verdicts: ["yes", "yes", "depends"] },
        { what: "write an object", verdicts: ["no", "yes", "no"] },
      ],
    },
    { part: "the bucket", examples: [], rows: [{ what: "list keys", verdicts: ["no", "yes", "no"] }] },
  ],
};

test("who may do what is a table of words", () => {
  expect(renderMatrix(matrix, PIPE)).toEqual([
    "Who may do what    anonymous  writer  another principal",
    "public prefixes: accounts/, cache/",
    "  read an object   yes        yes     by ACL",
    "  write an object  no         yes     no",
    "the bucket",
    "  list keys        no         yes     no",
  ]);
});

test("examples are folded in a terminal and wrapped to its width", () => {
  const examples = ["a/", "b/", "c/", "d/", "e/", "f/"];
  const group = { part: "public prefixes", examples, rows: [] };
  expect(renderMatrix({ who: [], groups: [group] }, SCREEN)[1]).toBe(
    "public prefixes: a/, b/, c/, … (--full shows all)",
  );
  expect(renderMatrix({ who: [], groups: [group] }, PIPE)[1]).toBe("public prefixes: a/, b/, c/, d/, e/, f/");
  expect(renderMatrix({ who: [], groups: [group] }, { ...PIPE, width: 30 }).slice(1)).toEqual([
    "public prefixes: a/, b/, c/,",
    "    d/, e/, f/",
  ]);
});

test("nothing known, nothing printed", () => {
  expect(renderMatrix({ who: ["anonymous"], groups: [] }, PIPE)).toEqual([]);
});

describe("in colour", () => {
  const RED = "\u001b[31myes";
  const GREEN = "\u001b[32myes";
  const shown = (part: string, what: string, who: string) =>
    renderMatrix(
      { who: [who], groups: [{ part, examples: [], rows: [{ what, verdicts: ["yes"] }] }] },
      { ...PIPE, colour: true },
    ).at(-1);

  test("through a media host everybody reads what it serves, and nothing else", () => {
    const through = "through files.example";
    expect(shown("public prefixes", "read an object", through)).toContain(GREEN);
    expect(shown("prefixes of the media host", "read an object", through)).toContain(GREEN);
    expect(shown("prefixes of the media host", "read an object", "anonymous")).toContain(RED);
    expect(shown("prefixes of the media host", "write an object", through)).toContain(RED);
    expect(shown("private prefixes", "read an object", through)).toContain(RED);
    expect(shown("the bucket", "list keys", through)).toContain(RED);
  });

  test("what somebody anonymous must not be able to do is red", () => {
    expect(shown("private prefixes", "read an object", "anonymous")).toContain(RED);
    expect(shown("the bucket", "list keys", "anonymous")).toContain(RED);
    expect(shown("public prefixes", "write an object", "anonymous")).toContain(RED);
  });

  test("what is meant to be so is green", () => {
    expect(shown("public prefixes", "read an object", "anonymous")).toContain(GREEN);
    expect(shown("private prefixes", "read an object", "writer")).toContain(GREEN);
  });
});

test("names cannot command the terminal", () => {
  const evil = "\u001b[2J";
  const rows = [{ what: evil, verdicts: ["no" as const] }];
  expect(renderMatrix({ who: [evil], groups: [{ part: evil, examples: [evil], rows }] }, PIPE)).toEqual([
    "Who may do what  \\u001b[2J",
    "\\u001b[2J: \\u001b[2J",
    "  \\u001b[2J      no",
  ]);
});
