import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { UserError } from "../../validation/user-error";

export interface NewFile {
  path: string;
  text: string;
}

/**
 * Writes files that do not exist: all of them, or none. Nothing is ever overwritten: a file that another program creates at the same
 * moment is an error too.
 */
export function writeFiles(files: readonly NewFile[]): void {
  const created: string[] = [];
  try {
    for (const { path, text } of files) {
      const folder = mkdirSync(dirname(path), { recursive: true });
      if (folder !== undefined) created.push(folder);
      // "wx" fails if the file exists, and does not follow a link.
      const file = openSync(path, "wx");
      created.push(path);
      try {
        writeFileSync(file, text);
      } finally {
        closeSync(file);
      }
    }
  } catch (error) {
    for (const path of created.reverse()) rmSync(path, { recursive: true, force: true });
    throw explained(error);
  }
}

function explained(error: unknown): unknown {
  const { code, path = "the file" } = error as NodeJS.ErrnoException;
  if (code === undefined) return error;
  if (code === "EEXIST") return new UserError(`${path}: exists already; nothing was written`);
  return new UserError(
    `${path}: cannot be written (${code}), so nothing was written; ${
      code === "ENOSPC" ? "free disk space" : "run the command as a user who may write there"
    }`,
  );
}
