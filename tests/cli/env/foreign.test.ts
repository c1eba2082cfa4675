/** A folder that another user may write, and files with more than a mode: links, lists, attributes. */
import { execFileSync, spawnSync } from "node:child_process";
import fs, {
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { backupName, backupsOf } from "../../../cli/env/backups";
import { fileOrPlace, hardLinks, readEnvFile, writeAll, type Write } from "../../../cli/env/env-file";
import { UserError } from "../../../validation/user-error";
import { testFolder } from "./folder";

const at = testFolder();
const APP = 4321;
const whenRoot = process.getuid?.() === 0 ? describe : describe.skip;
const replace = (file: Write["file"], text = "A=new\n"): void => {
  writeAll([{ file, content: Buffer.from(text), backup: `${file.path}.backup` }], () => undefined);
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
const write = (name: string, uid: number, text = "A=b\n"): string => {
  writeFileSync(at(name), text, { mode: 0o600 });
  chownSync(at(name), uid, uid);
  return at(name);
};
const link = (target: string, name: string, uid: number): string => {
  symlinkSync(target, at(name));
  fs.lchownSync(at(name), uid, uid);
  return at(name);
};
afterEach(() => jest.restoreAllMocks());

whenRoot("as root in a folder of the app's user", () => {
  beforeEach(() => {
    chownSync(at(), APP, APP);
  });

  test("a link of the app's user to a file of somebody else is not followed", () => {
    write("secret", 0);
    expect(refusal(() => readEnvFile(link("secret", ".env", APP)))).toBe(
      ".env is a link that belongs to the user 4321, and leads to a file of the user 0: if that is the right file, pass its own path: secret",
    );
    mkdirSync(at("root"));
    write("root/.env", 0);
    link("root", "conf", APP);
    expect(refusal(() => readEnvFile(at("conf/.env")))).toContain(
      "conf is a link that belongs to the user 4321",
    );
    expect(refusal(() => fileOrPlace(at("conf/new"), 0o600))).toContain("conf is a link");
  });

  test.each([0, APP])(
    "a link of the user %i to the app's own file is followed, as deployments have it",
    (uid) => {
      write("shared", APP);
      link("shared", ".env", uid);
      replace(readEnvFile(at(".env")));
      expect(lstatSync(at(".env")).isSymbolicLink()).toBe(true);
      expect(readFileSync(at("shared"), "utf8")).toBe("A=new\n");
      expect(statSync(at("shared")).uid).toBe(APP);
    },
  );

  test("nothing but a regular file of the file's owner is taken for a backup by itself", () => {
    write(".env", APP);
    write("secret", 0);
    const name = (second: number): string =>
      backupName(".env", new Date(Date.UTC(2026, 10, 21, 8, 0, second)));
    link("secret", name(5), APP);
    write(name(4), 0);
    write(name(3), 1234);
    linkSync(write("other", APP), at(name(2)));
    mkdirSync(at(name(1)));
    expect(backupsOf(at(".env"), APP)).toEqual([]);
    write(name(0), APP);
    expect(backupsOf(at(".env"), APP)).toEqual([at(name(0))]);
  });

  test("in a folder of root's alone, the caller's own file is a backup too", () => {
    chownSync(at(), 0, 0);
    const name = backupName(".env", new Date());
    write(name, 0);
    expect(backupsOf(at(".env"), APP)).toEqual([at(name)]);
  });

  test.each([".env.media-storage-new", ".env.backup"])(
    "a link that waits as %s is neither followed nor replaced",
    (name) => {
      const file = readEnvFile(write(".env", APP));
      write("secret", 0, "theirs");
      link("secret", name, APP);
      expect(refusal(() => replace(file))).toContain(`${name} exists already`);
      expect(readFileSync(at("secret"), "utf8")).toBe("theirs");
      expect(readFileSync(at(".env"), "utf8")).toBe("A=b\n");
      expect(lstatSync(at(name)).isSymbolicLink()).toBe(true);
    },
  );

  test("a link that takes the file's place after it was read is not followed", () => {
    const file = readEnvFile(write(".env", APP));
    write("secret", 0, "A=b\n");
    fs.rmSync(at(".env"));
    link("secret", ".env", APP);
    expect(refusal(() => replace(file))).toContain("a link that must not be followed");
    expect(readFileSync(at("secret"), "utf8")).toBe("A=b\n");
  });

  test("a folder that becomes a link after it was read is not followed", () => {
    mkdirSync(at("conf"));
    const file = readEnvFile(write("conf/.env", APP));
    renameSync(at("conf"), at("moved"));
    mkdirSync(at("elsewhere"));
    write("elsewhere/.env", 0);
    link("elsewhere", "conf", APP);
    refusal(() => replace(file));
    expect(readFileSync(at("elsewhere/.env"), "utf8")).toBe("A=b\n");
    expect(fs.readdirSync(at("elsewhere"))).toEqual([".env"]);
  });
});

describe("a file with a second name", () => {
  test("leaves the other name its content, and has a backup that nobody else can write", () => {
    writeFileSync(at(".env"), "A=b\n");
    linkSync(at(".env"), at("other"));
    const file = readEnvFile(at(".env"));
    expect(hardLinks(file)[0]).toContain(".env has 2 names (hard links)");
    replace(file);
    expect(readFileSync(at("other"), "utf8")).toBe("A=b\n");
    writeFileSync(at("other"), "A=changed\n");
    expect(readFileSync(at(".env.backup"), "utf8")).toBe("A=b\n");
    expect(hardLinks(readEnvFile(at(".env")))).toEqual([]);
  });
});

const hasTools = ["setfacl", "getfacl", "setfattr", "getfattr"].every(
  (tool) => spawnSync(tool, ["--version"]).status === 0,
);
if (!hasTools) process.stderr.write("access control lists skipped: not found (apt-get install acl attr)\n");

(hasTools ? describe : describe.skip)("a file with an access control list", () => {
  const run = (tool: string, ...args: string[]): string =>
    execFileSync(tool, args, { encoding: "utf8", cwd: at(), stdio: ["ignore", "pipe", "ignore"] });
  const listOf = (name: string): string => run("getfacl", "--omit-header", "--numeric", name);

  test("keeps it, and its extended attributes; the backup has them too", () => {
    writeFileSync(at(".env"), "A=b\n", { mode: 0o640 });
    run("setfacl", "-m", "u:4321:r,g::---,m::r", ".env");
    run("setfattr", "-n", "user.note", "-v", "mine", ".env");
    const before = listOf(".env");
    expect(before).toContain("user:4321:r--");
    replace(readEnvFile(at(".env")));
    for (const name of [".env", ".env.backup"]) {
      expect(listOf(name)).toBe(before);
      expect(run("getfattr", "--only-values", "-n", "user.note", name)).toBe("mine");
    }
    expect(readFileSync(at(".env"), "utf8")).toBe("A=new\n");
  });

  test("keeps it in a backup that is a copy", () => {
    writeFileSync(at(".env"), "A=b\n", { mode: 0o640 });
    run("setfacl", "-m", "u:4321:r,g::---", ".env");
    linkSync(at(".env"), at("other"));
    const before = listOf(".env");
    replace(readEnvFile(at(".env")));
    expect([listOf(".env"), listOf(".env.backup")]).toEqual([before, before]);
  });

  test("gets none from its folder where it had none", () => {
    writeFileSync(at(".env"), "A=b\n", { mode: 0o640 });
    const before = listOf(".env");
    run("setfacl", "-d", "-m", "u:4321:rw", ".");
    replace(readEnvFile(at(".env")));
    expect(listOf(".env")).toBe(before);
  });

  test.each([
    ["without the tools of attr", ["getfattr", "setfattr"]],
    ["without the tools of acl either", ["getfattr", "setfattr", "getfacl", "setfacl"]],
  ])("is kept or refused %s, and never loses its list", (_, missing) => {
    writeFileSync(at(".env"), "A=b\n", { mode: 0o640 });
    run("setfacl", "-m", "u:4321:r,g::---", ".env");
    const before = listOf(".env");
    const file = readEnvFile(at(".env"));
    mkdirSync(at("bin"));
    for (const tool of ["ls", "getfattr", "setfattr", "getfacl", "setfacl"]) {
      if (!missing.includes(tool))
        symlinkSync(run("sh", "-c", `command -v ${tool}`).trim(), at(`bin/${tool}`));
    }
    const path = process.env["PATH"];
    process.env["PATH"] = at("bin");
    let message = "";
    try {
      if (missing.length === 4) message = refusal(() => replace(file));
      else replace(file);
    } finally {
      process.env["PATH"] = path;
    }
    expect(message).toMatch(missing.length === 4 ? /the access control list cannot be kept/ : /^$/);
    expect(listOf(".env")).toBe(before);
    expect(fs.readdirSync(at()).some((name) => name.endsWith("-new"))).toBe(false);
  });
});
