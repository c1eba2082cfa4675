import { parse } from "dotenv";
import fc from "fast-check";
import { fileLines, UnreadableFile, valuesOf } from "../../../env/file/lines";
import cases from "./lines.cases.json";
import { envFiles, texts } from "./files";

interface Case {
  text: string;
  values?: Record<string, string>;
  error?: string;
}

const read = (text: string): string | Record<string, string> => {
  try {
    return valuesOf(fileLines(text));
  } catch (error) {
    if (error instanceof UnreadableFile) return error.message;
    throw error;
  }
};

describe("the lines of an env file", () => {
  test.each((cases as Case[]).map((one) => [JSON.stringify(one.text), one] as const))(
    "%s",
    (_, { text, values, error }) => {
      expect(read(text)).toEqual(error ?? values);
    },
  );

  test("are the file when put together again", () => {
    fc.assert(
      fc.property(envFiles, (text) => {
        expect(
          fileLines(text)
            .map(({ raw }) => raw)
            .join(""),
        ).toBe(text);
      }),
    );
  });

  test("set what npm's dotenv reads, whatever the file is made of, or the file is refused", () => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(fc.oneof(envFiles, texts), (text) => {
        const values = read(text);
        if (typeof values === "string") {
          seen.refused++;
          return;
        }
        seen.read++;
        const theirs = parse(text);
        expect(Object.keys(values).sort()).toEqual(Object.keys(theirs).sort());
        for (const [name, value] of Object.entries(values)) {
          // What stands behind a backslash or between backticks is the reader's affair.
          if (!/[\\`\r]/.test(value)) expect([name, theirs[name]]).toEqual([name, value]);
        }
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(300);
  });
});
