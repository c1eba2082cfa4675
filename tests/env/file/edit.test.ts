import { parse } from "dotenv";
import fc from "fast-check";
import { dotenv } from "../../../env/formats/dotenv";
import { blockOf } from "../../../env/file/edit";
import { edited } from "./edited";
import { fileLines, withoutBreak } from "../../../env/file/lines";
import { entry, secret } from "../values";
import { envFiles, MANAGED, UNWANTED } from "./files";

const entries = [
  entry("S3_BUCKET", "media"),
  entry("S3_REGION", "eu-central-1"),
  entry("S3_PERMISSION", "", "Empty, not missing."),
  secret("AWS_SECRET_ACCESS_KEY", "k#y/+"),
];
const TITLE = "Media storage of social.example";
const block = blockOf(dotenv(TITLE, entries));
const unwanted = new Set(UNWANTED);
const edit = (text: string): string => edited(text, block, unwanted);
const values = {
  S3_BUCKET: "media",
  S3_REGION: "eu-central-1",
  S3_PERMISSION: "",
  AWS_SECRET_ACCESS_KEY: "k#y/+",
};

const NEW = `# media-storage: Media storage of social.example
S3_BUCKET=media
S3_REGION=eu-central-1
# media-storage: Empty, not missing.
S3_PERMISSION=
AWS_SECRET_ACCESS_KEY='k#y/+'
`;

describe("an env file with a block put into it", () => {
  test.each([
    ["an empty file is the block", "", NEW],
    ["the block follows what is there, after an empty line", "A=b\n", `A=b\n\n${NEW}`],
    ["no second empty line", "A=b\n\n", `A=b\n\n${NEW}`],
    ["a last line without a break gets one", "A=b", `A=b\n\n${NEW}`],
    ["with the line breaks of the file", "A=b\r\n", `A=b\r\n\r\n${NEW.replaceAll("\n", "\r\n")}`],
    ["behind a byte order mark", "\ufeff# mine\n", `\ufeff# mine\n\n${NEW}`],
    [
      // Ruby's dotenv 3.1.5 to 3.2.0 refuses a file with `export NAME=`.
      "exported where all is, and an empty value in quotes",
      "export A=b\n",
      `export A=b\n\n${NEW.replaceAll(/^(?=[A-Z])/gm, "export ").replace("PERMISSION=", "PERMISSION=''")}`,
    ],
    [
      "an empty value behind an export of its own, too",
      `${NEW.replace("S3_PERMISSION=", "export S3_PERMISSION=")}A=b\n`,
      `${NEW.replace("S3_PERMISSION=", "export S3_PERMISSION=''")}A=b\n`,
    ],
    [
      "what is there keeps its place, and what is missing follows it",
      "# Storage\nS3_REGION=stub\n# Mail\nSMTP=x\nexport S3_BUCKET='old'\n# End\n",
      "# Storage\n# media-storage: Media storage of social.example\nS3_REGION=eu-central-1\n# Mail\nSMTP=x\n" +
        "export S3_BUCKET=media\n# media-storage: Empty, not missing.\nS3_PERMISSION=\nAWS_SECRET_ACCESS_KEY='k#y/+'\n# End\n",
    ],
    [
      "the first of several stays, whatever they are",
      `${NEW}A=$S3_BUCKET\nS3_BUCKET="two"\nS3_BUCKET\nS3_BUCKET: x\n`,
      `${NEW}A=$S3_BUCKET\n`,
    ],
    [
      "a comment behind a value goes to a line of its own",
      `S3_BUCKET=old # ask Ann\n${NEW.split("\n").slice(2).join("\n")}`,
      NEW.replace("# media-storage: Media", "# ask Ann\n# media-storage: Media"),
    ],
    ["a # within a value is no comment", NEW.replace("'k#y/+'", "old#key"), NEW],
    ["what must not be there is taken out", `S3_ENDPOINT=a\nA=b\n${NEW}S3_ALIAS_HOST=\n`, `A=b\n${NEW}`],
    [
      "what somebody turned off is a comment",
      `${NEW}# S3_ENDPOINT=a\n#S3_BUCKET=b\n`,
      `${NEW}# S3_ENDPOINT=a\n#S3_BUCKET=b\n`,
    ],
    [
      "comments of ours are as they now are",
      `# media-storage: old\n${NEW.replace("Empty, not", "Was")}`,
      NEW,
    ],
    [
      "comments of another block stay above its variables",
      `# media-storage: other\nOTHER_BUCKET=a\n\n${NEW}`,
      `# media-storage: other\nOTHER_BUCKET=a\n\n${NEW}`,
    ],
    [
      "a block that was pasted is taken over",
      `A=b\n\n${dotenv(TITLE, entries)}# mine\n`,
      `A=b\n\n${NEW}# mine\n`,
    ],
  ])("%s", (_, before, after) => {
    expect(edit(before)).toBe(after);
    expect(edit(after)).toBe(after);
  });

  test.each(["S3_BUCKET", "S3_ENDPOINT"])(
    "a value of %s that goes over several lines is refused, for a quote is missing and others are in it",
    (name) => {
      const text = `A="b\nc"\n${name}="media\nDB_PASS=x\nB="\n`;
      expect(() => edit(text)).toThrow(
        `line 3 sets ${name} to a value that goes on to line 5, so a quote is missing`,
      );
    },
  );

  test("an empty block only takes out, and writes no title", () => {
    const nothing = { title: "Nothing", lines: [] };
    expect(edited("A=b\nS3_ENDPOINT=c", nothing, unwanted)).toBe("A=b\n");
    expect(edited(`A=b\n${NEW}`, nothing, new Set(MANAGED))).toBe("A=b\n");
  });

  test("a variable that the block sets is never taken out", () => {
    expect(edited("S3_BUCKET=a\n", block, new Set(["S3_BUCKET"]))).toContain("S3_BUCKET=media\n");
  });

  test("every reader gets the values of the block, and all others as before", () => {
    fc.assert(
      fc.property(envFiles, (text) => {
        const own = Object.entries(parse(text)).filter(([name]) => ![...MANAGED, ...UNWANTED].includes(name));
        expect(parse(edit(text))).toEqual({ ...Object.fromEntries(own), ...values });
      }),
      { numRuns: 1000 },
    );
  });

  test("twice is as once", () => {
    fc.assert(
      fc.property(envFiles, (text) => {
        expect(edit(edit(text))).toBe(edit(text));
      }),
      { numRuns: 1000 },
    );
  });

  test("every line that is not managed is there byte for byte, in its order", () => {
    const others = (text: string): string[] =>
      fileLines(text.replace(/^\ufeff/, ""))
        .filter(({ name }) => name === undefined || ![...MANAGED, ...UNWANTED].includes(name))
        .map(({ raw }) => raw);
    fc.assert(
      fc.property(envFiles, (text) => {
        const [before, after] = [others(text), others(edit(text))];
        let at = 0;
        for (const line of after) {
          // The file's last line may have had no break, and gets one when something follows.
          const had = before[at];
          if ((had?.endsWith("\n") ? line : withoutBreak(line)) === had) at++;
        }
        expect(at).toBe(before.length);
      }),
      { numRuns: 1000 },
    );
  });
});
