import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { COMMAND, shellWord } from "../../env/shell";
import { onDisk } from "./env-file";

const BACKUP = ".before-s3-";
const UNDONE = ".before-restore-";

/** `20261125T081530123Z`: in the order of time when in the order of names. */
function stamp(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, "");
}

/** The name under which the file is kept that an env block replaces. */
export function backupName(path: string, now: Date): string {
  return `${path}${BACKUP}${stamp(now)}`;
}

/** The name under which the file is kept that a backup replaces; not a backup itself, or the next restore would take it. */
export function undoneName(path: string, now: Date): string {
  return `${path}${UNDONE}${stamp(now)}`;
}

/** The backups of a file, the newest first. */
export function backupsOf(path: string): string[] {
  const prefix = basename(path) + BACKUP;
  const folder = dirname(path);
  return onDisk(folder, "read", () => readdirSync(folder))
    .filter((name) => name.startsWith(prefix) && /^\d{8}T\d{9}Z$/.test(name.slice(prefix.length)))
    .sort()
    .reverse()
    .map((name) => join(folder, name));
}

/** How the operator brings a backup back, as a line of a shell. */
export function restoreCommand(path: string, backup: string): string {
  return `${COMMAND} env --into ${shellWord(path)} --restore ${shellWord(backup)}`;
}
