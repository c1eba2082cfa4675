/** An env file on the disk. Whatever happens, it is there with its old content or its new one, whole. */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { Refusal } from "./refusal";

/** Where a file is, or is to be, and who may do what with it. */
export interface Place {
  /** Where it really is: a link to it stays a link. */
  path: string;
  mode: number;
  /** Whose it is; missing where it is to be that of whoever makes it. */
  owner?: { uid: number; gid: number };
}

export interface EnvFile extends Place {
  owner: { uid: number; gid: number };
  bytes: Buffer;
}

/** A new content for a file, or a file that is to be made. */
export interface Write {
  file: EnvFile | (Place & { bytes?: undefined });
  content: Buffer;
  /** The name under which the old content stays. */
  backup: string;
}

export function readEnvFile(path: string): EnvFile {
  return onDisk(path, "read", () => {
    const real = realpathSync.native(path);
    const stats = statSync(real);
    if (!stats.isFile()) throw new Refusal(`${path} is not a regular file.`);
    const { uid, gid } = stats;
    return { path: real, bytes: readFileSync(real), mode: stats.mode & 0o7777, owner: { uid, gid } };
  });
}

/** The file; where there is none, and no link either, the place where it would be. */
export function fileOrPlace(path: string, mode: number): Write["file"] {
  const isThere = onDisk(path, "read", () => lstatSync(path, { throwIfNoEntry: false })) !== undefined;
  if (isThere) return readEnvFile(path);
  const folder = onDisk(dirname(path), "read", () => realpathSync.native(dirname(path)));
  return { path: join(folder, basename(path)), mode };
}

/**
 * Writes the files, one after another, when all that is new is on the disk already. What was there stays beside each under the
 * name of its backup, as it was, and nothing is ever written over: the backup is a second name of the old file, made
 * before the new one takes the first. Calls `written` after each.
 */
export function writeAll<T extends Write>(writes: readonly T[], written: (write: T) => void): void {
  const fresh = new Map<T, string>();
  try {
    for (const write of writes) {
      onDisk(write.file.path, verbOf(write), () => fresh.set(write, newFile(write)));
    }
    for (const [write, from] of fresh) {
      onDisk(write.file.path, verbOf(write), () => {
        if (write.file.bytes === undefined) take(from, write.file.path);
        else replace(from, write.file, write.backup);
        fresh.delete(write);
        written(write);
        syncFolder(write.file.path);
      });
    }
  } finally {
    for (const path of fresh.values()) rmSync(path, { force: true });
  }
}

const verbOf = ({ file }: Write): string => (file.bytes === undefined ? "created" : "replaced");

function replace(from: string, file: EnvFile, backup: string): void {
  if (!readFileSync(file.path).equals(file.bytes)) {
    throw new Refusal(`${file.path} was changed in the meantime and stays so. Run the command again.`);
  }
  linkSync(file.path, backup);
  try {
    syncFolder(file.path);
    renameSync(from, file.path);
  } catch (error) {
    rmSync(backup);
    throw error;
  }
}

/** Never the place of one that has come since, as `rename` would. */
function take(from: string, path: string): void {
  linkSync(from, path);
  rmSync(from);
}

/** Not write-file-atomic: it keeps quiet when it cannot keep the owner, and does not see that a write was short. */
function newFile({ file, content }: Write): string {
  const path = `${file.path}.media-storage-new`;
  // It exists only while a run is at work, so it also keeps two of them apart.
  const descriptor = openSync(path, "wx", 0o600);
  try {
    own(file, descriptor);
    fchmodSync(descriptor, file.mode);
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return path;
}

function own({ path, owner }: Place, descriptor: number): void {
  const mine = fstatSync(descriptor);
  if (owner === undefined || (mine.uid === owner.uid && mine.gid === owner.gid)) return;
  try {
    fchownSync(descriptor, owner.uid, owner.gid);
  } catch (error) {
    throw new Refusal(
      `${path} belongs to the user ${owner.uid} and the group ${owner.gid}, and you cannot give them a file (${codeOf(error)}): ` +
        "run the command as that user, or as root.",
    );
  }
}

/** The names in a folder are data of the folder. */
function syncFolder(path: string): void {
  const descriptor = openSync(dirname(path), "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

export function textOf({ path, bytes }: Pick<EnvFile, "path" | "bytes">): string {
  const text = bytes.toString("utf8");
  if (Buffer.from(text, "utf8").equals(bytes)) return text;
  // Bytes that are no UTF-8 become U+FFFD, and do not come back.
  const lines = bytes.toString("latin1").split("\n");
  const line = lines.findIndex((one) => {
    const part = Buffer.from(one, "latin1");
    return !Buffer.from(part.toString("utf8"), "utf8").equals(part);
  });
  throw new Refusal(`${path}: line ${line + 1} is not in UTF-8; nothing was changed.`);
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const reasonOf = (path: string, code: string): string =>
  ({
    ENOENT: "it is not there, or is a link to what is not there",
    ENOTDIR: "a part of its path is not a folder",
    EACCES: `permission denied, for it or its folder ${dirname(path)}`,
    EPERM: `not permitted, or the file system of ${dirname(path)} has no hard links`,
    EBUSY: "it is mounted by itself: change it where it comes from",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
  })[code] ?? "it failed";

/** Throws a `Refusal` that says in a line what cannot be done with the file: be read, replaced or created. */
export function onDisk<T>(path: string, verb: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const {
      code = "",
      syscall = "",
      path: at = path,
      dest,
    } = error as NodeJS.ErrnoException & { dest?: string };
    if (code === "") throw error;
    if (code === "EEXIST" && dest !== undefined) {
      throw new Refusal(`${dest} is there already, and stays as it is. Run the command again.`);
    }
    if (code === "EEXIST") {
      throw new Refusal(
        `${at} is there already: another run is at work, or one was interrupted. If none is, remove it and run the command again.`,
      );
    }
    throw new Refusal(`${path} cannot be ${verb}: ${reasonOf(path, code)} (${syscall} ${code}).`);
  }
}
