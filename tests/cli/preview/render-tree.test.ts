import type { Shown } from "../../../cli/offline/values";
import { renderTree } from "../../../cli/preview/render-tree";
import type { Terminal } from "../../../cli/preview/terminal";
import { bucket, node, PIPE, SCREEN } from "./models";

/** The lines of one resource's inputs, without what stands before them. */
function inputs(values: Record<string, Shown>, terminal: Terminal = PIPE): string[] {
  const [, ...lines] = renderTree(bucket(values), terminal);
  return lines.map((line) => {
    expect(line.slice(0, 5)).toBe("     ");
    return line.slice(5);
  });
}

describe("the tree", () => {
  test("children hang below their parent, types are those of the CLI, names are aligned", () => {
    const root = node("media-storage:index:MastodonStorage", "social", {
      children: [
        node("aws:s3/bucket:Bucket", "social-bucket", { inputs: { bucket: "media" } }),
        node("aws:iam/user:User", "social-writer", {
          inputs: { name: "w" },
          children: [node("aws:iam/accessKey:AccessKey", "social-key-a", { inputs: { user: "w" } })],
        }),
      ],
    });
    expect(renderTree(root, PIPE)).toEqual([
      "+ media-storage:index:MastodonStorage  social",
      "+ ├─ aws:s3:Bucket                     social-bucket",
      "  │     bucket: media",
      "+ └─ aws:iam:User                      social-writer",
      "     │  name: w",
      "+    └─ aws:iam:AccessKey              social-key-a",
      "           user: w",
    ]);
  });

  test("an import is marked and says what it adopts; badges say what is kept", () => {
    const root = node("aws:s3/bucket:Bucket", "b", {
      importId: "media",
      protect: true,
      retainOnDelete: true,
    });
    expect(renderTree(root, PIPE)).toEqual(["= aws:s3:Bucket  b  [import media]  [protect]  [retain]"]);
  });

  test("a type whose file has another name is printed whole", () => {
    expect(renderTree(node("acme:one/two:Three", "x"), PIPE)).toEqual(["+ acme:one/two:Three  x"]);
  });

  test("type, name and import id cannot command the terminal", () => {
    const root = node("t\u001b]0;", "n\u001b[2J\nfake", { importId: "\u001b[A" });
    expect(renderTree(root, PIPE)).toEqual(["= t\\u001b]0;  n\\u001b[2J\\u000afake  [import \\u001b[A]"]);
  });
});

describe("inputs", () => {
  test("values are aligned behind their keys, what has lines of its own is not", () => {
    expect(
      inputs({
        acl: null,
        forceDestroy: false,
        tags: { app: "mastodon", "cost-centre": 42, text: "42" },
        days: 7,
      }),
    ).toEqual([
      "acl:          null",
      "forceDestroy: false",
      "tags:",
      "  app:         mastodon",
      "  cost-centre: 42",
      '  text:        "42"',
      "days:         7",
    ]);
  });

  test("lists of plain values stand in a line, lists of objects in blocks", () => {
    expect(
      inputs({
        rules: [{ methods: ["GET", "HEAD"], id: "a" }, { filter: {}, ids: [] }, 7, null, [1, 2]],
        none: {},
      }),
    ).toEqual([
      "rules:",
      "  - methods: [GET, HEAD]",
      "    id:      a",
      "  - filter: {}",
      "    ids:    []",
      "  - 7",
      "  - null",
      "  - [1, 2]",
      "none: {}",
    ]);
  });

  test("a list of lists, and a list in a list that needs lines", () => {
    expect(inputs({ a: [[{ b: 1 }], ["x\ny"]] })).toEqual([
      "a:",
      "  -",
      "    - b: 1",
      "  -",
      "    - |-",
      "      x",
      "      y",
    ]);
  });

  test("a list that is wider than the terminal has a line for each item", () => {
    expect(inputs({ a: ["first-of-all", "second"] }, { ...SCREEN, width: 20 })).toEqual([
      "a:",
      "  - first-of-all",
      "  - second",
    ]);
  });

  test("masks and unknown values stand as they are, dim in colour", () => {
    const [, line] = renderTree(bucket({ key: "[secret]", arn: "a:<known after up>" }), PIPE);
    expect(line).toBe("     key: [secret]");
    expect(renderTree(bucket({ key: "[secret]" }), { ...PIPE, colour: true })[1]).toContain(
      "\u001b[2m[secret]\u001b[22m",
    );
  });

  test("text of many lines keeps them, and is folded in a terminal", () => {
    const code = "function f() {\n\treturn;\n}\n\n\nf()\u001b\n";
    expect(inputs({ code })).toEqual([
      "code: |",
      "  function f() {",
      "  \treturn;",
      "  }",
      "  ",
      "  ",
      "  f()\\u001b",
    ]);
    expect(inputs({ code }, SCREEN)).toEqual([
      "code: |",
      "  function f() {",
      "  \treturn;",
      "  }",
      "  … (--full shows all)",
    ]);
  });

  test("minified code is cut in a terminal, because it would push the rest of the tree off the screen", () => {
    const code = `${"x".repeat(400)}\n${"y".repeat(401)}\n`;
    expect(inputs({ code })).toEqual(["code: |", `  ${"x".repeat(400)}`, `  ${"y".repeat(401)}`]);
    expect(inputs({ code }, SCREEN)).toEqual([
      "code: |",
      `  ${"x".repeat(400)}`,
      `  ${"y".repeat(60)}… (--full shows all)`,
    ]);
  });

  test("keys and values cannot command the terminal", () => {
    expect(inputs({ "k\u001b[31m": "v\u001b[2J", list: ["\u0007"], json: { a: "\u202e" } })).toEqual([
      '"k\\u001b[31m": "v\\u001b[2J"',
      'list:          ["\\u0007"]',
      "json:",
      '  a: "\\u202e"',
    ]);
  });

  test("wide characters are aligned by their columns", () => {
    expect(inputs({ tags: { 日本: "東京", abcd: "x" } })).toEqual(["tags:", "  日本: 東京", "  abcd: x"]);
  });

  test("what grows is the number of lines, by as much as the inputs", () => {
    const values = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`key${i}`, i]));
    expect(inputs(values)).toHaveLength(1000);
  });
});
