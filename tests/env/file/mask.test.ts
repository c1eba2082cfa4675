import fc from "fast-check";
import { fileLines } from "../../../env/file/lines";
import { maskedLine, maskedOverlay } from "../../../env/file/mask";
import { envFiles } from "./files";

const shown = {
  plain: new Set(["S3_BUCKET"]),
  secret: new Set(["AWS_SECRET_ACCESS_KEY"]),
  own: new Set(["# media-storage: why"]),
};
const masked = (text: string, side?: "old"): string[] =>
  fileLines(text).flatMap((line) =>
    Array.from({ length: line.height }, (_, i) => maskedLine(line, i, shown, side)),
  );

describe("a file for a diff", () => {
  test("shows what may be shown, and of all else only the name and, of a line that changes, on which side it is", () => {
    const text =
      "# Mail\n# media-storage: why\nS3_BUCKET=a\nAWS_SECRET_ACCESS_KEY=b\nexport SMTP_USER=c\nSMTP_PASSWORD='d\ne'\nMY_HOME\n";
    expect(masked(text)).toEqual([
      "# [not shown]",
      "# media-storage: why",
      "S3_BUCKET=a",
      "AWS_SECRET_ACCESS_KEY=[secret]",
      "export SMTP_USER=[not shown]",
      "SMTP_PASSWORD=[not shown]",
      "[not shown]",
      "MY_HOME",
    ]);
    expect(masked(text, "old")).toEqual([
      "# [not shown, old]",
      "# media-storage: why",
      "S3_BUCKET=a",
      "AWS_SECRET_ACCESS_KEY=[secret, old]",
      "export SMTP_USER=[not shown, old]",
      "SMTP_PASSWORD=[not shown, old]",
      "[not shown, old]",
      "MY_HOME",
    ]);
  });

  test("shows no comment of an operator, which may be a setting that is turned off, or a note of a password", () => {
    const text = "# SMTP_PASSWORD=a\n#AWS_SECRET_ACCESS_KEY = b # c\n  # the password is hunter2\n";
    expect(masked(text, "old")).toEqual(Array<string>(3).fill("# [not shown, old]"));
    expect(masked(text)).toEqual(Array<string>(3).fill("# [not shown]"));
  });

  test.each([
    ["a comment behind a value", "S3_BUCKET=old # hunter2", "S3_BUCKET=old # [not shown, old]"],
    ["a comment behind quotes", "S3_BUCKET='old'# hunter2", "S3_BUCKET=old # [not shown, old]"],
    ["a comment that looks like ours", "# media-storage: hunter2", "# [not shown, old]"],
    ["text behind a value", "S3_BUCKET=old hunter2", "S3_BUCKET=[not shown, old]"],
    ["text in quotes", "S3_BUCKET='old; hunter2'", "S3_BUCKET=[not shown, old]"],
    ["a password in a URL", "S3_BUCKET=https://a:hunter2@b", "S3_BUCKET=[not shown, old]"],
    ["other alphabets", "S3_BUCKET=old\u0085hunter2", "S3_BUCKET=[not shown, old]"],
    ["what a lost quote leaves behind", "MIIEhunter2Base64==", "[not shown, old]"],
    ["a name alone that is none", "hunter2", "[not shown, old]"],
    ["a NUL", "S3_BUCKET=a\0hunter2", "S3_BUCKET=[not shown, old]"],
  ])("does not show %s", (_, text, line) => {
    expect(masked(`${text}\n`, "old")).toEqual([line]);
    expect(masked(`${text}\r\n`, "old")).toEqual([line]);
  });

  test("shows of an overlay what is in the new one, whatever breaks its lines", () => {
    const own = new Set(["services:", '      S3_BUCKET: "a"']);
    for (const line of [
      "services:\r",
      "x: &hunter2",
      "hunter2: a",
      "\u2028services:",
      "services:\rhunter2",
      "\ufeffservices:",
    ])
      expect(maskedOverlay([line], own)).toEqual(["[not shown, old]"]);
    expect(maskedOverlay(["services:"], own)).toEqual(["services:"]);
  });

  test("has as many lines as the file, and no value that is not to be shown", () => {
    fc.assert(
      fc.property(envFiles, (text) => {
        const file = text.replace(/(SMTP_PASSWORD=|AWS_SECRET_ACCESS_KEY=)(?=[\r\n])/g, "$1canary");
        const lines = masked(file);
        expect(lines.join("\n")).not.toContain("canary");
        expect(lines).toHaveLength(file.split("\n").length - (file === "" || file.endsWith("\n") ? 1 : 0));
      }),
    );
  });
});
