/** Resolves a path, and checks who owns the links in it. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from "node:fs";
import { basename, dirname, join, parse, resolve, sep } from "node:path";
import { UserError } from "../../validation/user-error";

/** Linux has the same limit. */
const MAX_LINKS = 40;

interface Link {
  path: string;
  uid: number;
}

export interface Resolved {
  /** The path without links. */
  path: string;
  /** Undefined if nothing exists there. Only the last part of a path may be missing. */
  stats?: Stats;
}

/**
 * Resolves the links of a path. In a folder that another user can write to, a link can lead anywhere, and root would follow it.
 * So each link must belong to root, to the caller, or to the owner of its target. Throws the errors of the file system, and a
 * `UserError` for a link of another user.
 */
export function resolved(path: string): Resolved {
  const links: Link[] = [];
  const start = resolve(path);
  let at = parse(start).root;
  let parts = start.slice(at.length).split(sep).filter(isPart);
  let stats: Stats | undefined;
  let isLink = false;
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    const next = part === ".." ? dirname(at) : join(at, part);
    stats = lstatSync(next, { throwIfNoEntry: false });
    // A broken link must not decide where a new file is created.
    if (stats === undefined && (parts.length > 0 || isLink)) lstatSync(next);
    if (stats?.isSymbolicLink() !== true) {
      at = next;
      continue;
    }
    isLink ||= parts.length === 0;
    links.push({ path: next, uid: stats.uid });
    if (links.length > MAX_LINKS) realpathSync.native(path); // ELOOP
    const target = readlinkSync(next);
    const { root } = parse(target);
    if (root !== "") at = root;
    parts = [...target.slice(root.length).split(sep).filter(isPart), ...parts];
  }
  stats ??= lstatSync(at, { throwIfNoEntry: false });
  checkLinks(links, stats ?? lstatSync(dirname(at)), at);
  return { path: at, ...(stats !== undefined && { stats }) };
}

const isPart = (part: string): boolean => part !== "" && part !== ".";

function checkLinks(links: Link[], { uid }: Stats, target: string): void {
  const caller = process.getuid?.();
  if (caller === undefined) return;
  const foreign = links.find((link) => ![0, caller, uid].includes(link.uid));
  if (foreign === undefined) return;
  throw new UserError(
    `${foreign.path} is a link that belongs to the user ${foreign.uid}, and leads to a file of the user ${uid}: ` +
      `if that is the right file, pass its own path: ${target}`,
  );
}

/** An open folder, which stays the same even if its name is given to another one. */
export interface Folder {
  descriptor: number;
  /** The path of a name in it. */
  at(name: string): string;
}

/** Runs `action` in the folder of a resolved path; throws if the path now leads to another folder. */
export function inFolderOf<T>(path: string, action: (name: string, folder: Folder) => T): T {
  const folder = dirname(path);
  const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
  const descriptor = openSync(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
  try {
    // Node.js has no `openat`, but Linux has /proc. On other systems the path is used.
    const own = `/proc/self/fd/${descriptor}`;
    const isLinux = existsSync(own);
    if (isLinux && readlinkSync(own) !== folder) {
      throw new UserError(`${folder} was replaced by another folder in the meantime. Run the command again.`);
    }
    return action(basename(path), { descriptor, at: (name) => join(isLinux ? own : folder, name) });
  } finally {
    closeSync(descriptor);
  }
}

/** Opens a regular file for reading, and never through a link or a pipe. */
export function openRegular(path: string, shown: string): { descriptor: number; stats: Stats } {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  const stats = fstatSync(descriptor);
  if (stats.isFile()) return { descriptor, stats };
  closeSync(descriptor);
  throw new UserError(`${shown} is not a regular file.`);
}
