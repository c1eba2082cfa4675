import fs, {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import {
  fileOrPlace,
  readEnvFile,
  textOf,
  writeAll,
  type Place,
  type Write,
} from "../../../cli/env/env-file";
import { UserError } from "../../../validation/user-error";
import { testFolder } from "./folder";

const at = testFolder();
const isRoot = process.getuid?.() === 0;
const OLD = "A=é\n";

function envFile(mode = 0o640): string {
  writeFileSync(at(".env"), OLD);
  chmodSync(at(".env"), mode);
  return at(".env");
}

const replace = (file: Write["file"], text: string, backup: string): void => {
  writeAll([{ file, content: Buffer.from(text), backup }], () => undefined);
};
const create = (path: string, text: string, access: Omit<Place, "path">): void => {
  replace({ path, ...access }, text, at("backup"));
};

const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof UserError) return error.message.replaceAll(`${at()}/`, "");
    throw error;
  }
  throw new Error("nothing was refused");
};

afterEach(() => jest.restoreAllMocks());

describe("an env file that is replaced", () => {
  test.each([0o600, 0o640, 0o444])(
    "has its mode %o, as its backup has, and nothing else is left beside them",
    (mode) => {
      const file = readEnvFile(envFile(mode));
      replace(file, "A=new\n", at("backup"));
      expect(readFileSync(at(".env"), "utf8")).toBe("A=new\n");
      expect(readFileSync(at("backup"), "utf8")).toBe(OLD);
      for (const name of [".env", "backup"]) expect(statSync(at(name)).mode & 0o7777).toBe(mode);
      expect(readdirSync(at()).sort()).toEqual([".env", "backup"]);
    },
  );

  test("keeps its owner, as its backup does", () => {
    const path = envFile();
    // Only root can give a file away.
    if (isRoot) fs.chownSync(path, 4321, 1234);
    const before = statSync(path);
    replace(readEnvFile(path), "A=new\n", at("backup"));
    for (const name of [".env", "backup"]) {
      const { uid, gid } = statSync(at(name));
      expect({ uid, gid }).toEqual({ uid: before.uid, gid: before.gid });
    }
  });

  test("is refused where its owner cannot be kept, and is as it was", () => {
    const file = { ...readEnvFile(envFile()), owner: { uid: 4321, gid: 1234 } };
    if (isRoot) {
      jest.spyOn(fs, "fchownSync").mockImplementation(() => {
        throw Object.assign(new Error("EPERM"), { code: "EPERM" });
      });
    }
    expect(refusal(() => replace(file, "A=new\n", at("backup")))).toBe(
      ".env belongs to the user 4321 and the group 1234, and you cannot create files for them (EPERM): run the command as that user, or as root.",
    );
    expect(readFileSync(at(".env"), "utf8")).toBe(OLD);
    expect(readdirSync(at())).toEqual([".env"]);
  });

  test("is found behind a link, which stays one; the backup is beside the file", () => {
    mkdirSync(at("real"));
    writeFileSync(at("real/env"), OLD);
    symlinkSync("real/env", at(".env"));
    const file = readEnvFile(at(".env"));
    expect(file.path).toBe(at("real/env"));
    replace(file, "A=new\n", `${file.path}.backup`);
    expect(lstatSync(at(".env")).isSymbolicLink()).toBe(true);
    expect(readFileSync(at(".env"), "utf8")).toBe("A=new\n");
    expect(readFileSync(at("real/env.backup"), "utf8")).toBe(OLD);
  });

  test("is refused when somebody changed it since it was read", () => {
    const file = readEnvFile(envFile());
    writeFileSync(at(".env"), "A=other\n");
    expect(refusal(() => replace(file, "A=new\n", at("backup")))).toBe(
      ".env has changed in the meantime, so it was not replaced. Run the command again.",
    );
    expect(readdirSync(at())).toEqual([".env"]);
  });

  test("is refused while another run is at work, or where one left its file", () => {
    const file = readEnvFile(envFile());
    writeFileSync(at(".env.media-storage-new"), "theirs");
    expect(refusal(() => replace(file, "A=new\n", at("backup")))).toBe(
      ".env.media-storage-new exists already: another run is in progress, or one was interrupted. If none is in progress, remove it and run the command again.",
    );
    expect(readFileSync(at(".env.media-storage-new"), "utf8")).toBe("theirs");
    expect(readFileSync(at(".env"), "utf8")).toBe(OLD);
  });

  test("never takes the place of a backup", () => {
    const file = readEnvFile(envFile());
    writeFileSync(at("backup"), "older");
    expect(refusal(() => replace(file, "A=new\n", at("backup")))).toBe(
      "backup exists already and was not replaced. Run the command again.",
    );
    expect(readFileSync(at("backup"), "utf8")).toBe("older");
    expect(readdirSync(at()).sort()).toEqual([".env", "backup"]);
  });

  test("can have further names, which keep the old content", () => {
    const file = readEnvFile(envFile());
    linkSync(at(".env"), at("other"));
    replace(file, "A=new\n", at("backup"));
    expect(readFileSync(at("other"), "utf8")).toBe(OLD);
  });
});

describe("a file that is made", () => {
  const access = { mode: 0o604 };

  test("has the mode that it should", () => {
    create(at("overlay"), "a: b\n", access);
    expect(readFileSync(at("overlay"), "utf8")).toBe("a: b\n");
    expect(statSync(at("overlay")).mode & 0o7777).toBe(0o604);
    expect(readdirSync(at())).toEqual(["overlay"]);
  });

  test("does not take the place of one that has come since", () => {
    writeFileSync(at("overlay"), "theirs");
    expect(refusal(() => create(at("overlay"), "a: b\n", access))).toContain("overlay exists already");
    expect(readFileSync(at("overlay"), "utf8")).toBe("theirs");
    expect(readdirSync(at())).toEqual(["overlay"]);
  });
});

describe("a file that cannot be read", () => {
  test.each([
    [
      "is not there",
      () => undefined,
      ".env cannot be read: it does not exist, or is a broken link (lstat ENOENT).",
    ],
    ["is a folder", () => mkdirSync(at(".env")), ".env is not a regular file."],
    [
      "is not in UTF-8",
      () => writeFileSync(at(".env"), Buffer.from("A=é\nB=\xe9\nC=c\n", "latin1")),
      ".env: line 1 is not in UTF-8; nothing was changed.",
    ],
    [
      "is not in UTF-8 further down",
      () =>
        writeFileSync(
          at(".env"),
          Buffer.concat([Buffer.from("A=é\n"), Buffer.from([0x42, 0x3d, 0xff, 0x0a])]),
        ),
      ".env: line 2 is not in UTF-8; nothing was changed.",
    ],
  ])("because it %s is refused", (_, make, message) => {
    make();
    expect(refusal(() => textOf(readEnvFile(at(".env"))))).toContain(message);
  });

  test.each([
    ["EACCES", "permission denied for the file or its folder FOLDER"],
    ["EPERM", "not permitted, or the file system of FOLDER has no hard links"],
    ["ENOTDIR", "a part of its path is not a folder"],
    ["EBUSY", "it is a mount point: change the file that is mounted there"],
    ["EROFS", "the file system is read-only"],
    ["ENOSPC", "the disk is full"],
    ["EIO", "the system call failed"],
  ])("for %s says why", (code, why) => {
    const file = readEnvFile(envFile());
    jest.spyOn(fs, "renameSync").mockImplementation(() => {
      throw Object.assign(new Error(code), { code, syscall: "rename" });
    });
    expect(refusal(() => replace(file, "A=new\n", at("backup")))).toBe(
      `.env cannot be replaced: ${why.replace("FOLDER", at().replace(/\/$/, ""))} (rename ${code}).`,
    );
    expect(readFileSync(at(".env"), "utf8")).toBe(OLD);
    expect(readdirSync(at())).toEqual([".env"]);
  });
});

describe("two files", () => {
  const both = (): Write[] => [
    { file: readEnvFile(envFile()), content: Buffer.from("A=new\n"), backup: at("backup") },
    { file: fileOrPlace(at("overlay"), 0o644), content: Buffer.from("a: b\n"), backup: at("no backup") },
  ];

  test("are both prepared before one is touched", () => {
    const writes = both();
    writeFileSync(at("overlay.media-storage-new"), "theirs");
    expect(refusal(() => writeAll(writes, () => undefined))).toContain(
      "overlay.media-storage-new exists already",
    );
    expect(readFileSync(at(".env"), "utf8")).toBe(OLD);
    expect(readdirSync(at()).sort()).toEqual([".env", "overlay.media-storage-new"]);
  });

  test("of which the second cannot be put in its place leave the first, which was told of", () => {
    const writes = both();
    const written: string[] = [];
    writeFileSync(at("overlay"), "theirs");
    expect(refusal(() => writeAll(writes, ({ file }) => written.push(file.path)))).toBe(
      "overlay exists already and was not replaced. Run the command again.",
    );
    expect(written).toEqual([at(".env")]);
    expect(readFileSync(at("backup"), "utf8")).toBe(OLD);
    expect(readdirSync(at()).sort()).toEqual([".env", "backup", "overlay"]);
  });
});

describe("a place without a file", () => {
  test("is in the folder where it really is, with the mode that it is told", () => {
    mkdirSync(at("real"));
    symlinkSync("real", at("link"));
    expect(fileOrPlace(at("link/.env"), 0o600)).toEqual({ path: at("real/.env"), mode: 0o600 });
  });

  test("is none where a link to nothing stands", () => {
    symlinkSync("nowhere", at(".env"));
    expect(refusal(() => fileOrPlace(at(".env"), 0o600))).toBe(
      ".env cannot be read: it does not exist, or is a broken link (lstat ENOENT).",
    );
  });
});
