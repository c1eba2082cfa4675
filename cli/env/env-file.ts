/** An env file on the disk. Whatever happens, it is there with its old content or its new one, whole. */
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { Refusal } from "./refusal";

export interface EnvFile {
  /** Where it really is: a link to it stays a link. */
  path: string;
  bytes: Buffer;
  text: string;
  mode: number;
  uid: number;
  gid: number;
}

/** Who may do what with a file. */
type Access = Pick<EnvFile, "mode" | "uid" | "gid">;

export function readEnvFile(path: string): EnvFile {
  return onDisk(path, () => {
    const real = realpathSync.native(path);
    const stats = statSync(real);
    if (!stats.isFile()) throw new Refusal(`${path} is no file.`);
    const bytes = readFileSync(real);
    const { uid, gid } = stats;
    return { path: real, bytes, text: utf8(path, bytes), mode: stats.mode & 0o7777, uid, gid };
  });
}

/**
 * Puts a new content into the file. What was there stays beside it under the name of the backup, as it was, and nothing
 * is ever written over: the backup is a second name of the old file, made before the new one takes the first.
 */
export function replace(file: EnvFile, text: string, backup: string): void {
  onDisk(file.path, () => {
    withNewFile(file.path, text, file, (written) => {
      if (!readFileSync(file.path).equals(file.bytes)) {
        throw new Refusal(
          `${file.path} was changed in the meantime; nothing was written. Run the command again.`,
        );
      }
      linkSync(file.path, backup);
      try {
        syncFolder(file.path);
        renameSync(written, file.path);
      } catch (error) {
        rmSync(backup);
        throw error;
      }
      syncFolder(file.path);
    });
  });
}

/** Makes a file that is not there yet. */
export function create(path: string, text: string, access: Access): void {
  onDisk(path, () => {
    withNewFile(path, text, access, (written) => {
      linkSync(written, path);
      rmSync(written);
      syncFolder(path);
    });
  });
}

/** Not write-file-atomic: it keeps quiet when it cannot keep the owner, and does not see that a write was short. */
function withNewFile(path: string, text: string, access: Access, use: (written: string) => void): void {
  const written = `${path}.media-storage-new`;
  // It exists only while a run is at work, so it also keeps two of them apart.
  const descriptor = openSync(written, "wx", 0o600);
  try {
    try {
      own(path, descriptor, access);
      fchmodSync(descriptor, access.mode);
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    use(written);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  }
}

function own(path: string, descriptor: number, { uid, gid }: Access): void {
  const mine = fstatSync(descriptor);
  if (mine.uid === uid && mine.gid === gid) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch (error) {
    throw new Refusal(
      `${path} belongs to the user ${uid} and the group ${gid}, and you cannot give them a file (${codeOf(error)}): ` +
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

function utf8(path: string, bytes: Buffer): string {
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

const REASONS: Record<string, string> = {
  ENOENT: "it is not there",
  EACCES: "you may not",
  EPERM: "you may not, or the file system has no hard links",
  EBUSY: "it is mounted by itself: change it where it comes from",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
};

function onDisk<T>(path: string, action: () => T): T {
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
      throw new Refusal(`${dest} is there already; nothing was written. Run the command again.`);
    }
    if (code === "EEXIST") {
      throw new Refusal(
        `${at} is there already: another run is at work, or one was interrupted. If none is, remove it and run the command again.`,
      );
    }
    throw new Refusal(
      `${path} cannot be read or replaced: ${REASONS[code] ?? "it failed"} (${syscall} ${code}).`,
    );
  }
}
