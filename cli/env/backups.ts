import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

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
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(prefix))
    .sort()
    .reverse()
    .map((name) => join(dirname(path), name));
}
