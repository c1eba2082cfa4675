/** Copies access control lists and extended attributes with the tools of the packages attr and acl, because Node.js cannot. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { UserError } from "../../validation/user-error";

/** By name, as `getfattr` writes the values. */
type Attributes = ReadonlyMap<string, string>;

/** Signatures of the old content, which are invalid for the new one. Only the kernel can make them. */
const OF_CONTENT = /^security\.(ima|evm)$/;

/** The path of the descriptor that a tool inherits as number 3. */
const INHERITED = "/proc/self/fd/3";

interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
  isThere: boolean;
}

function ask(descriptor: number, tool: string, args: string[], input?: string): Answer {
  const { status, stdout, stderr, error } = spawnSync(tool, args, {
    stdio: ["pipe", "pipe", "pipe", descriptor],
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LC_ALL: "C" },
    ...(input !== undefined && { input }),
  });
  return {
    status,
    stdout: error === undefined ? stdout : "",
    stderr: error === undefined ? stderr : "",
    isThere: error === undefined,
  };
}

/**
 * Gives the file `to` all access control lists and extended attributes of `from`, and removes those that it got from its
 * folder. Must run before anything secret is in `to`. Throws a `UserError` if something cannot be kept: without the list, its
 * mask would become the permissions of the group.
 */
export function copyAttributes(from: number, to: number, path: string): void {
  if (!existsSync(INHERITED.replace("3", String(to)))) {
    checkNoList(from, path, path);
    return;
  }
  const before = attributesOf(from, path);
  const after = attributesOf(to, path);
  if (before === undefined || after === undefined) {
    copyList(from, to, path);
    return;
  }
  for (const name of after.keys()) {
    if (!before.has(name) && !name.startsWith("security.")) ask(to, "setfattr", ["-x", name, INHERITED]);
  }
  for (const [name, value] of before) {
    if (after.get(name) !== value) ask(to, "setfattr", ["-n", name, "-v", value, INHERITED]);
  }
  const now = attributesOf(to, path) ?? new Map<string, string>();
  const lost = [...new Set([...before.keys(), ...now.keys()])].find(
    (name) => before.get(name) !== now.get(name) && (before.has(name) || !name.startsWith("security.")),
  );
  if (lost !== undefined) throw lossOf(path, `the extended attribute ${lost}`);
}

/** Undefined if the tool is not installed. */
function attributesOf(descriptor: number, path: string): Attributes | undefined {
  const { status, stdout, stderr, isThere } = ask(descriptor, "getfattr", [
    "--dump",
    "--match=-",
    "--encoding=hex",
    "--absolute-names",
    INHERITED,
  ]);
  if (!isThere) return undefined;
  if (/not supported/.test(stderr)) return new Map();
  if (status !== 0)
    throw new UserError(`${path}: its extended attributes cannot be read (${stderr.trim()}).`);
  return new Map(
    stdout.split("\n").flatMap((line): [string, string][] => {
      const at = line.indexOf("=");
      if (line.startsWith("#") || line === "") return [];
      const [name, value] = at < 0 ? [line, '""'] : [line.slice(0, at), line.slice(at + 1)];
      return OF_CONTENT.test(name) ? [] : [[name, value]];
    }),
  );
}

/** Copies the access control list with the tools of the package acl only. */
function copyList(from: number, to: number, path: string): void {
  const list = ask(from, "getfacl", ["--omit-header", "--numeric", "--absolute-names", INHERITED]);
  if (list.isThere && list.status === 0) {
    const set = ask(to, "setfacl", ["--set-file=-", INHERITED], list.stdout);
    if (set.isThere && set.status === 0) return;
    throw lossOf(path, "the access control list");
  }
  checkNoList(from, path, INHERITED);
}

/** `ls` of GNU, BSD and macOS marks a file that has a list. */
function checkNoList(descriptor: number, path: string, target: string): void {
  const { stdout } = ask(descriptor, "ls", ["-ldL", target]);
  if (/^\S{10}\+/.test(stdout)) throw lossOf(path, "the access control list");
}

const lossOf = (path: string, what: string): UserError =>
  new UserError(
    `${path}: ${what} cannot be kept, so the file was not replaced; install the packages acl and attr and run the command as root, ` +
      `or remove it (\`setfacl -b\`, \`setfattr -x\`).`,
  );
