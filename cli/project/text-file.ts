import { readFileSync, statSync } from "node:fs";
import { UserError } from "../../validation/user-error";

/** In bytes. Far more than any file that is written by hand. */
const MOST_BYTES = 16 * 1024 * 1024;

/** The text of a file without a byte order mark; undefined if the file does not exist. Throws `UserError`, which never quotes the text. */
export function textFile(path: string): string | undefined {
  const bytes = onDisk(path, () => {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return undefined;
    // Reading a named pipe would wait, and a device may never end.
    if (!stats.isFile())
      throw new UserError(`${path}: is not a regular file; remove it, or use another path`);
    if (stats.size > MOST_BYTES) {
      throw new UserError(
        `${path}: has more than ${MOST_BYTES / 1024 / 1024} MB, so it is not a config file; use another file`,
      );
    }
    return readFileSync(path);
  });
  if (bytes === undefined) return undefined;
  const text = bytes.toString("utf8");
  if (!Buffer.from(text, "utf8").equals(bytes)) {
    throw new UserError(`${path}: is not UTF-8 text; save it as UTF-8`);
  }
  return text.replace(/^\ufeff/, "");
}

/** The result of a disk operation; undefined if the file or a folder above it does not exist. */
export function onDisk<T>(path: string, action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (UserError.isInstance(error)) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UserError(`${path}: cannot be read (${code}); ${remedyOf(code)}`);
  }
}

function remedyOf(code: string): string {
  if (code === "EACCES" || code === "EPERM") return "run the command as a user who may read it";
  if (code === "ELOOP") return "a link there refers to itself: remove it";
  if (code === "ENAMETOOLONG") return "use a shorter path";
  return "check the disk";
}
