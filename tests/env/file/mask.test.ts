import fc from "fast-check";
import { fileLines } from "../../../env/file/lines";
import { maskedLines } from "../../../env/file/mask";
import { envFiles } from "./files";

const shown = { plain: new Set(["S3_BUCKET"]), secret: new Set(["AWS_SECRET_ACCESS_KEY"]) };
const masked = (text: string, other: string): string[] =>
  maskedLines(fileLines(text), fileLines(other), shown, "old");

describe("a file for a diff", () => {
  test("shows what may be shown, and of all else only the name and whether it is another one", () => {
    const text =
      "# Mail\n# media-storage: why\nS3_BUCKET=a\nAWS_SECRET_ACCESS_KEY=b\nexport SMTP=c\nSMTP_PASSWORD='d\ne'\nHOME\n";
    expect(masked(text, text)).toEqual([
      "# [not shown]",
      "# media-storage: why",
      "S3_BUCKET=a",
      "AWS_SECRET_ACCESS_KEY=[secret]",
      "export SMTP=[not shown]",
      "SMTP_PASSWORD=[not shown]",
      "[not shown]",
      "HOME",
    ]);
    expect(masked(text, "S3_BUCKET=b\nAWS_SECRET_ACCESS_KEY='b'\nSMTP=d\n")).toEqual([
      "# [not shown, old]",
      "# media-storage: why",
      "S3_BUCKET=a",
      "AWS_SECRET_ACCESS_KEY=[secret, old]",
      "export SMTP=[not shown, old]",
      "SMTP_PASSWORD=[not shown, old]",
      "[not shown, old]",
      "HOME",
    ]);
  });

  test("shows no comment of an operator, which may be a setting that is turned off, or a note of a password", () => {
    const text = "# SMTP_PASSWORD=a\n#AWS_SECRET_ACCESS_KEY = b # c\n  # the password is hunter2\n";
    expect(masked(text, "")).toEqual(Array<string>(3).fill("# [not shown, old]"));
    expect(masked(text, text)).toEqual(Array<string>(3).fill("# [not shown]"));
  });

  test("takes no byte order mark for a change of the first line", () => {
    expect(masked("\ufeff# a\n", "# a\n")).toEqual(["# [not shown]"]);
    expect(masked("A=b\n", "\ufeffA=b\n")).toEqual(["A=[not shown]"]);
  });

  test("has as many lines as the file, and no value that is not to be shown", () => {
    fc.assert(
      fc.property(envFiles, (text) => {
        const file = text.replace(/(SMTP_PASSWORD=|AWS_SECRET_ACCESS_KEY=)(?=[\r\n])/g, "$1canary");
        const lines = masked(file, "");
        expect(lines.join("\n")).not.toContain("canary");
        expect(lines).toHaveLength(file.split("\n").length - (file === "" || file.endsWith("\n") ? 1 : 0));
      }),
    );
  });
});
