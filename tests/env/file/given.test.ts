import { parse } from "dotenv";
import fc from "fast-check";
import { dotenv, dotenvValueProblem } from "../../../env/formats/dotenv";
import { givenBlock } from "../../../env/file/given";
import { entry } from "../values";
import { texts } from "./files";

const isTitle = (comment: string): boolean => comment.startsWith("Media storage");
const read = (text: string): ReturnType<typeof givenBlock> => givenBlock(text, isTitle);

describe("a block that is handed over as a file", () => {
  test("has the title, the values and the comments of a printed block", () => {
    const text = dotenv("Media storage of a", [entry("A", "b c", "Why."), entry("B", "")]);
    expect(read(text)).toEqual({
      title: "Media storage of a",
      lines: [
        { name: "A", written: "'b c'", comment: "Why." },
        { name: "B", written: "", comment: "" },
      ],
      values: new Map([
        ["A", "b c"],
        ["B", ""],
      ]),
    });
  });

  test("has no comments where somebody else wrote it, for they may be notes of passwords", () => {
    const { title, lines } = read("# hunter2\nexport A=b # hunter2\n# hunter2\nB = 'c'\n");
    expect(title).toBe("");
    expect(lines).toEqual([
      { name: "A", written: "b", comment: "" },
      { name: "B", written: "c", comment: "" },
    ]);
  });

  test("is read again from a file that it was put into", () => {
    const { title, lines } = read("# media-storage: Media storage of a\n# media-storage: Why.\nA=b\n");
    expect({ title, lines }).toEqual({
      title: "Media storage of a",
      lines: [{ name: "A", written: "b", comment: "Why." }],
    });
  });

  test("takes the last of several lines for a name, as every reader does", () => {
    expect(read("A=1\nA=2\n").lines).toEqual([{ name: "A", written: "2", comment: "" }]);
  });

  test.each([
    ["A=$B", "line 1 sets A to a value that programs read in different ways"],
    ['\nA="\\"', "line 2 opens a quote that nothing closes"],
    ['A="a\\nb"', "line 1 sets A to a value that programs read in different ways"],
    ["A=a#b", "line 1 sets A to a value that programs read in different ways"],
    ["A=a'b", "line 1 sets A to a value that programs read in different ways"],
    ["A='a\nb'", "line 1 sets A to a value that contains a line break"],
    ["A", "line 1 has the name A but no value"],
    ["services:\n  web:", 'line 1 is neither a comment nor "NAME=value"'],
  ])("refuses %j, and says where", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  test("whatever it takes means the same to npm's dotenv, and can be written", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let values: ReadonlyMap<string, string>;
        try {
          ({ values } = read(text));
        } catch {
          return;
        }
        expect(Object.fromEntries(values)).toEqual(parse(text));
        for (const value of values.values()) expect(dotenvValueProblem(value)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});
