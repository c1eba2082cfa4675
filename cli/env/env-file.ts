/** Reads and replaces env files. A file always has either its complete old content or its complete new content. */
import { isUtf8 } from "node:buffer";
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
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname } from "node:path";
import { shellWord } from "../../env/formats/shell";
import { copyAttributes } from "./attributes";
import { UserError } from "../../validation/user-error";
import { inFolderOf, openRegular, resolved, type Folder } from "./resolve";
import { ownMember } from "../../validation/own-member";

/** The place and the permissions of a file that exists or will be created. */
export interface Place {
  /** The resolved path, so that a link to the file stays a link. */
  path: string;
  mode: number;
  /** The owner; undefined for the user who runs the command. */
  owner?: { uid: number; gid: number };
  /** A file whose access control list and extended attributes are copied. */
  like?: string;
}

export interface EnvFile extends Place {
  owner: { uid: number; gid: number };
  bytes: Buffer;
  /** The number of names; a file with more than one has hard links. */
  names: number;
}

/** New content for a file, or a file to create. */
export interface Write {
  file: EnvFile | (Place & { bytes?: undefined });
  content: Buffer;
  /** The name that keeps the old content. */
  backup: string;
}

export function readEnvFile(path: string): EnvFile {
  return onDisk(path, "read", () => {
    const place = resolved(path);
    if (place.stats === undefined) lstatSync(place.path);
    return inFolderOf(place.path, (name, folder) => {
      const { descriptor, stats } = openRegular(folder.at(name), path);
      try {
        const { uid, gid, mode, nlink } = stats;
        return {
          path: place.path,
          like: place.path,
          bytes: readFileSync(descriptor),
          mode: mode & 0o7777,
          owner: { uid, gid },
          names: nlink,
        };
      } finally {
        closeSync(descriptor);
      }
    });
  });
}

/** The file, or its place if neither a file nor a link exists there. */
export function fileOrPlace(path: string, mode: number): Write["file"] {
  // The folder first, so that the message names the folder if that is missing.
  onDisk(dirname(path), "read", () => {
    const folder = resolved(dirname(path));
    if (folder.stats === undefined) lstatSync(folder.path);
  });
  const place = onDisk(path, "read", () => resolved(path));
  return place.stats === undefined ? { path: place.path, mode } : readEnvFile(path);
}

/** Warnings for a file with other names: these keep the old content, because the new content is another file. */
export function hardLinks(file: Write["file"]): string[] {
  if (file.bytes === undefined || file.names === 1) return [];
  return [
    `${file.path} has ${file.names} names (hard links), and only this one gets the new content. Find the others with \`find / -xdev -samefile ${shellWord(file.path)}\`, ` +
      "and if the app reads one of them, run the command with that name.",
  ];
}

/**
 * Writes all new files to the disk first, and then replaces the old files one after another. The old file stays unchanged in the
 * same folder under the name of its backup: the backup is a second name of the old file, created before the new file gets the
 * first name. Nothing is ever overwritten. Calls `written` after each file.
 */
export function writeAll<T extends Write>(writes: readonly T[], written: (write: T) => void): void {
  const fresh = new Set<T>();
  try {
    for (const write of writes) {
      inPlace(write, (name, folder) => {
        newFile(folder, freshName(name), write.file, write.content);
        fresh.add(write);
      });
    }
    for (const write of writes) {
      inPlace(write, (name, folder) => {
        const { file, backup } = write;
        if (file.bytes === undefined) take(folder, freshName(name), name);
        else replace(folder, freshName(name), name, file, basename(backup));
        fresh.delete(write);
        written(write);
        fsyncSync(folder.descriptor);
      });
    }
  } finally {
    for (const write of fresh) {
      inPlace(write, (name, folder) => {
        rmSync(folder.at(freshName(name)), { force: true });
      });
    }
  }
}

function inPlace(write: Write, action: (name: string, folder: Folder) => void): void {
  const { path, bytes } = write.file;
  onDisk(path, bytes === undefined ? "created" : "replaced", () => {
    inFolderOf(path, action);
  });
}

/** It exists only during a run, so it also prevents two runs at once. */
const freshName = (name: string): string => `${name}.media-storage-new`;

function replace(folder: Folder, from: string, name: string, file: EnvFile, backup: string): void {
  const { descriptor, stats } = openRegular(folder.at(name), file.path);
  try {
    if (!readFileSync(descriptor).equals(file.bytes)) throw changed(file.path);
    // A hard link keeps the file unchanged. If the file already has other names, they could change the backup, so it is copied.
    if (stats.nlink > 1) newFile(folder, backup, file, file.bytes);
    else linkSync(folder.at(name), folder.at(backup));
    try {
      if (stats.nlink === 1 && lstatSync(folder.at(backup)).ino !== stats.ino) throw changed(file.path);
      fsyncSync(folder.descriptor);
      renameSync(folder.at(from), folder.at(name));
    } catch (error) {
      rmSync(folder.at(backup));
      throw error;
    }
  } finally {
    closeSync(descriptor);
  }
}

const changed = (path: string): UserError =>
  new UserError(`${path} has changed in the meantime, so it was not replaced. Run the command again.`);

/** Fails if a file was created there in the meantime; `rename` would replace it. */
function take(folder: Folder, from: string, name: string): void {
  linkSync(folder.at(from), folder.at(name));
  rmSync(folder.at(from));
}

/** Not write-file-atomic, which ignores that it cannot keep the owner and does not notice a short write. */
function newFile(folder: Folder, name: string, place: Place, content: Buffer): void {
  const path = folder.at(name);
  // "x" never follows a link and never opens an existing file.
  const descriptor = openSync(path, "wx", 0o600);
  try {
    own(place, descriptor);
    // Before the file has content, because a folder may give its files an access control list.
    if (place.like !== undefined) copyAttributesOf(place.like, descriptor, place.path);
    fchmodSync(descriptor, place.mode);
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

function copyAttributesOf(like: string, to: number, path: string): void {
  inFolderOf(like, (name, folder) => {
    const { descriptor } = openRegular(folder.at(name), like);
    try {
      copyAttributes(descriptor, to, path);
    } finally {
      closeSync(descriptor);
    }
  });
}

function own({ path, owner }: Place, descriptor: number): void {
  const mine = fstatSync(descriptor);
  if (owner === undefined || (mine.uid === owner.uid && mine.gid === owner.gid)) return;
  try {
    fchownSync(descriptor, owner.uid, owner.gid);
  } catch (error) {
    throw new UserError(
      `${path} belongs to the user ${owner.uid} and the group ${owner.gid}, and you cannot create files for them (${codeOf(error)}): ` +
        "run the command as that user, or as root.",
    );
  }
}

export function textOf({ path, bytes }: Pick<EnvFile, "path" | "bytes">): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  // Invalid UTF-8 would become U+FFFD and be lost.
  const lines = bytes.toString("latin1").split("\n");
  const line = lines.findIndex((one) => {
    const part = Buffer.from(one, "latin1");
    return !Buffer.from(part.toString("utf8"), "utf8").equals(part);
  });
  throw new UserError(`${path}: line ${line + 1} is not in UTF-8; nothing was changed.`);
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const reasonOf = (path: string, code: string): string => {
  const reasons = {
    ENOENT: "it does not exist, or is a broken link",
    ENOTDIR: "a part of its path is not a folder",
    EACCES: `permission denied for the file or its folder ${dirname(path)}`,
    ELOOP: "it is a link that must not be followed, or a circle of links",
    EPERM: `not permitted, or the file system of ${dirname(path)} has no hard links`,
    EBUSY: "it is a mount point: change the file that is mounted there",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
  };
  return ownMember(reasons, code) ?? "the system call failed";
};

/** Throws a `UserError` with one line: the file cannot be read, replaced or created, and why. */
export function onDisk<T>(path: string, verb: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const {
      code = "",
      syscall = "",
      path: at = path,
      dest,
    } = error as NodeJS.ErrnoException & { dest?: string };
    if (code === "") throw error;
    // Show the path of the folder and not the path of its descriptor.
    const named = (name: string): string => name.replace(/^\/proc\/self\/fd\/\d+(?=\/)/, dirname(path));
    if (code === "EEXIST" && dest !== undefined) {
      throw new UserError(`${named(dest)} exists already and was not replaced. Run the command again.`);
    }
    if (code === "EEXIST") {
      throw new UserError(
        `${named(at)} exists already: another run is in progress, or one was interrupted. If none is in progress, remove it and run the command again.`,
      );
    }
    throw new UserError(`${path} cannot be ${verb}: ${reasonOf(path, code)} (${syscall} ${code}).`);
  }
}
