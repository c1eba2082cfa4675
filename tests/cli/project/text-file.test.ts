import { spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { onDisk, textFile } from "../../../cli/project/text-file";
import { UserError } from "../../../validation/user-error";
import { testFolder } from "../env/folder";
import { userErrorOf } from "./errors";

const CANARY = "canary-of-the-file";
const at = testFolder();

/** A file of that many bytes, which takes no room on the disk. */
function writeSparse(bytes: number): void {
  writeFileSync(at("file"), "");
  truncateSync(at("file"), bytes);
}

describe("a file", () => {
  test.each([
    ["text", "naïve €\n", "naïve €\n"],
    ["an empty one", "", ""],
    ["with a byte order mark", "\ufeffname: a\n", "name: a\n"],
  ])("is read: %s", (_, written, read) => {
    writeFileSync(at("file"), written);
    expect(textFile(at("file"))).toBe(read);
  });

  it("is read through a link", () => {
    writeFileSync(at("file"), "text");
    symlinkSync("file", at("link"));
    expect(textFile(at("link"))).toBe("text");
  });

  test.each<[string, () => string]>([
    ["there is none", () => at("none")],
    ["a folder above it is missing", () => at("none/file")],
    ["a folder above it is a file", () => (writeFileSync(at("file"), ""), at("file/below"))],
    ["a link leads to nothing", () => (symlinkSync("none", at("link")), at("link"))],
  ])("is missing where %s", (_, path) => {
    expect(textFile(path())).toBeUndefined();
  });

  test.each<[string, () => void, RegExp]>([
    ["a folder", () => mkdirSync(at("file")), /: is not a regular file; remove it, or use another path$/],
    // Opening it would wait for ever.
    ["a named pipe", () => spawnSync("mkfifo", [at("file")]), /: is not a regular file; /],
    ["a device", () => symlinkSync("/dev/zero", at("file")), /: is not a regular file; /],
    [
      "a link to itself",
      () => symlinkSync("file", at("file")),
      /: cannot be read \(ELOOP\); .*refers to itself/,
    ],
    ["not UTF-8", () => writeFileSync(at("file"), Buffer.from([0x61, 0xff, 0x62])), /: is not UTF-8 text; /],
    [
      "UTF-16",
      () => writeFileSync(at("file"), Buffer.from(`\ufeff${CANARY}`, "utf16le")),
      /: is not UTF-8 text; /,
    ],
    ["too large", () => writeSparse(2 ** 24 + 1), /: has more than 16 MB, so /],
  ])("is refused by its path and without its text: %s", (_, make, message) => {
    make();
    const said = userErrorOf(() => textFile(at("file")));
    expect(said).toMatch(message);
    expect(said.startsWith(at("file"))).toBe(true);
    expect(said).not.toContain(CANARY);
  });

  test.each(["file\0name", "x".repeat(300), "a/".repeat(3000)])(
    "is a user error with an impossible name",
    (name) => {
      expect(userErrorOf(() => textFile(at() + "/" + name))).toContain("cannot be read (E");
    },
  );
});

describe("an operation on the disk", () => {
  const failing = (code?: string) => () => {
    throw Object.assign(new Error("of the system"), code !== undefined && { code });
  };

  test.each([
    ["EACCES", "run the command as a user who may read it"],
    ["EPERM", "run the command as a user who may read it"],
    ["ELOOP", "a link there refers to itself: remove it"],
    ["ENAMETOOLONG", "use a shorter path"],
    ["EIO", "check the disk"],
    ["EMFILE", "check the disk"],
  ])("that fails with %s is a user error with what to do", (code, remedy) => {
    expect(userErrorOf(() => onDisk("/a", failing(code)))).toBe(`/a: cannot be read (${code}); ${remedy}`);
  });

  it("that fails by a bug stays that bug", () => {
    expect(() => onDisk("/a", failing())).toThrow("of the system");
    expect(() => onDisk("/a", failing())).not.toThrow(UserError);
  });
});
