import fc from "fast-check";
import { fileDiff, shownDiff, wholeSplice, type FileDiff } from "../../../cli/env/diff";
import { editOf, type Block } from "../../../env/file/edit";
import { spliced } from "../../../env/file/splice";
import { envFiles, MANAGED, UNWANTED } from "../../env/file/files";

const NOTHING = { plain: new Set<string>(), secret: new Set<string>() };

const block = fc
  .tuple(fc.constantFrom("", "Media"), fc.subarray(MANAGED), fc.constantFrom("", "why"))
  .map(([title, names, comment]): Block => ({
    title,
    lines: names.map((name) => ({ name, written: "'new'", comment })),
  }));

/** Without line breaks and the byte order mark, which no diff shows. */
const linesOf = (text: string): string[] => {
  const lines = text.replace(/^\ufeff/, "").split("\n");
  return (lines.at(-1) === "" ? lines.slice(0, -1) : lines).map((line) => line.replace(/\r$/, ""));
};

/** Sees that the file becomes the other one when its lines are replaced as the diff says. */
function expectLeads({ hunks, hidden }: FileDiff, from: string, to: string): void {
  const [old, now] = [linesOf(from), linesOf(to)];
  let [before, after] = [0, 0];
  const expectSame = (count: number): void => {
    expect(old.slice(before, before + count)).toEqual(now.slice(after, after + count));
    [before, after] = [before + count, after + count];
  };
  for (const { oldStart, newStart, oldLines, newLines, lines } of hunks) {
    expectSame(oldStart - 1 - before);
    expect(after).toBe(newStart - 1);
    const [oldEnd, newEnd] = [before + oldLines, after + newLines];
    for (const line of lines) {
      if (line.startsWith(" ")) expectSame(1);
      else if (line.startsWith("-")) before++;
      else after++;
    }
    expect([before, after]).toEqual([oldEnd, newEnd]);
  }
  expectSame(old.length - before);
  expect(after).toBe(now.length);
  expect(hidden).toBe(0);
}

describe("the diff of a file", () => {
  test("leads from the file to the one that is written, line by line", () => {
    fc.assert(
      fc.property(envFiles, block, fc.subarray(UNWANTED), (text, lines, unwanted) => {
        const { splices } = editOf(text, lines, new Set(unwanted));
        expectLeads(fileDiff(text, splices, NOTHING, Infinity), text, spliced(text, splices));
      }),
    );
  });

  test("leads there where the last value goes over several lines and nothing ends it", () => {
    const text = 'A="a\r\nb"';
    const lines = [{ name: "S3_BUCKET", written: "new", comment: "" }];
    const { splices } = editOf(text, { title: "", lines }, new Set());
    expect(spliced(text, splices)).toBe('A="a\r\nb"\r\n\r\nS3_BUCKET=new\r\n');
    expectLeads(fileDiff(text, splices, NOTHING, Infinity), text, spliced(text, splices));
  });

  test("leads from one file to any other", () => {
    fc.assert(
      fc.property(envFiles, envFiles, (from, to) => {
        const splices = wholeSplice(from, to);
        expect(linesOf(spliced(from, splices))).toEqual(linesOf(to));
        expectLeads(fileDiff(from, splices, NOTHING, Infinity), from, to);
      }),
    );
  });

  test("shows nothing of a value that goes over several lines, and three lines around a change", () => {
    const text = [
      "A=1",
      "B='hunter2",
      "hunter2",
      "hunter2'",
      "S3_BUCKET=old",
      "C=2",
      "D=3",
      "E=4",
      "F=5",
    ].join("\n");
    const edit = editOf(
      text,
      { title: "", lines: [{ name: "S3_BUCKET", written: "new", comment: "" }] },
      new Set(),
    );
    const { hunks } = fileDiff(text, edit.splices, { ...NOTHING, plain: new Set(["S3_BUCKET"]) }, 10);
    expect(hunks).toEqual([
      {
        oldStart: 2,
        oldLines: 7,
        newStart: 2,
        newLines: 7,
        lines: [
          " [not shown]",
          " [not shown]",
          " [not shown]",
          "-S3_BUCKET=old",
          "+S3_BUCKET=new",
          " [not shown]",
          " [not shown]",
          " [not shown]",
        ],
      },
    ]);
  });

  test("takes neither a byte order mark nor line breaks for a change", () => {
    const [from, to] = ["A=b\nB=c\n", "\ufeffA=b\r\nB=c\r\n"];
    expect(fileDiff(from, wholeSplice(from, to), NOTHING, 10)).toEqual({ hunks: [], hidden: 0 });
  });

  test.each([
    ["removed", "A=1\n".repeat(50), ""],
    ["added", "", "A=1\n".repeat(50)],
  ])("counts the %s lines that are more than it may show", (_, from, to) => {
    const { hunks, hidden } = fileDiff(from, wholeSplice(from, to), NOTHING, 20);
    expect([hunks.length, hunks[0]?.lines.length, hidden]).toEqual([1, 20, 30]);
  });
});

describe("the diff of lines", () => {
  test("leads from some to others", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const [from, to] = [before, after].map((all) => all.map((line) => `${line}\n`).join(""));
        expectLeads(shownDiff(before, after, Infinity), from!, to!);
      }),
    );
  });
});
