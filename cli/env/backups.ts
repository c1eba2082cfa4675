import { lstatSync, readdirSync, type Stats } from "node:fs";
import { basename, dirname, join } from "node:path";
import { COMMAND, shellWord } from "../../env/formats/shell";
import { onDisk } from "./env-file";

const BACKUP = ".before-s3-";
const UNDONE = ".before-restore-";

/** Such as `20261125T081530123Z`: the order of names is the order of time. */
function stamp(now: Date): string {
  return now.toISOString().replace(/[-:.]/g, "");
}

/** The name of the backup of a file that an env block changes. */
export function backupName(path: string, now: Date): string {
  return `${path}${BACKUP}${stamp(now)}`;
}

/** The name of the old file when a backup is restored. It must not be the name of a backup, or the next restore would use it. */
export function undoneName(path: string, now: Date): string {
  return `${path}${UNDONE}${stamp(now)}`;
}

/** The backups of a file, newest first. Leaves out files that this command cannot have made. `owner` owns the file. */
export function backupsOf(path: string, owner: number | undefined): string[] {
  const prefix = basename(path) + BACKUP;
  const folder = dirname(path);
  return onDisk(folder, "read", () =>
    readdirSync(folder)
      .filter((name) => name.startsWith(prefix) && /^\d{8}T\d{9}Z$/.test(name.slice(prefix.length)))
      .sort()
      .reverse()
      .map((name) => join(folder, name))
      .filter((backup) => isOurs(backup, owner)),
  );
}

/**
 * A user who can write to the folder can give a backup's name to a link or to a file of root. As root the command would copy
 * its content into the file of that user. A file with hard links may be any file of the machine.
 */
function isOurs(backup: string, owner: number | undefined): boolean {
  const stats = lstatSync(backup, { throwIfNoEntry: false });
  if (stats?.isFile() !== true || stats.nlink > 1) return false;
  const caller = process.getuid?.();
  if (caller === undefined || owner === undefined || stats.uid === owner) return true;
  return stats.uid === caller && (isReadByAll(stats) || !isWrittenByOthers(dirname(backup), caller));
}

const isReadByAll = ({ mode }: Stats): boolean => (mode & 0o004) !== 0;

/** Whether anybody but root and the caller can change the names in a folder. */
export function isWrittenByOthers(folder: string, caller: number): boolean {
  const { uid, mode } = lstatSync(folder);
  return ![0, caller].includes(uid) || (mode & 0o022) !== 0;
}

/** The shell command that restores a backup. */
export function restoreCommand(path: string, backup: string): string {
  return `${COMMAND} env --into ${shellWord(path)} --restore ${shellWord(backup)}`;
}
