import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { UnreadableFile } from "../../env/file/lines";
import { shellWord } from "../../env/formats/shell";
import { backupsOf, restoreCommand, undoneName } from "./backups";
import { renderWarnings } from "../preview/render-env";
import { terminalOf } from "../preview/terminal";
import { diffOf, isChange, isConfirmed, questionOf, type Change } from "./changes";
import { fileDiff, wholeSplice, type FileDiff } from "./diff";
import { fileOrPlace, hardLinks, readEnvFile, textOf, writeAll, type EnvFile } from "./env-file";
import { UserError } from "../../validation/user-error";
import type { Planning } from "./into";
import type { Streams } from "./streams";

/** Without the stack it is not known which values are secrets. */
const NOTHING_SHOWN = { plain: new Set<string>(), secret: new Set<string>() };

/** Restores a backup, by default the newest one. Returns true if the file now has its content. */
export async function restore(
  path: string,
  wanted: string | true,
  { now, maxShown }: Planning,
  yes: boolean,
  streams: Streams,
): Promise<boolean> {
  const { stdout } = streams;
  const place = fileOrPlace(path, 0o600);
  const from = backupOf(place, wanted);
  const file: Change["file"] =
    place.bytes === undefined
      ? { path: place.path, mode: from.mode, owner: from.owner, like: from.path }
      : place;
  const diff = diffIfReadable(file, from, maxShown);
  const change: Change = {
    file,
    content: from.bytes,
    diff: diff ?? { hunks: [], hidden: 0 },
    backup: undoneName(file.path, now),
  };
  if (!isChange(change)) {
    stdout.write(`${path} is already the same as ${from.path}.\n`);
    return true;
  }
  stdout.write(
    diff
      ? diffOf(change, streams)
      : `No diff is shown, because one of the files is not an env file in UTF-8.\n`,
  );
  const lines = renderWarnings(hardLinks(file), terminalOf(streams.stderr, streams.env, true));
  streams.stderr.write(lines.map((line) => `${line}\n`).join(""));
  if (!(await isConfirmed(questionOf("Restore", from.path, [change]), yes, streams))) {
    stdout.write("Nothing was written.\n");
    return false;
  }
  writeAll([change], () => {
    const kept = file.bytes === undefined ? "" : `; the old file is ${change.backup}`;
    stdout.write(`Restored ${file.path} from ${from.path}${kept}.\n`);
  });
  stdout.write("Restart the app: it reads the file only when it starts.\n");
  stdout.write(overlayBeside(file));
  return true;
}

/** The overlay requires variables that the older file may not have, and compose fails without them. */
function overlayBeside({ path, owner }: Change["file"]): string {
  const overlay = join(dirname(path), "compose.media-storage.yml");
  if (path === overlay || !existsSync(overlay)) return "";
  const [backup] = backupsOf(overlay, owner?.uid);
  const older = backup === undefined ? "" : `, or restore it too: ${restoreCommand(overlay, backup)}`;
  return `${overlay} still exists: remove it from -f and COMPOSE_FILE${older}\n`;
}

function backupOf(place: Change["file"], wanted: string | true): EnvFile {
  if (wanted === true) return readEnvFile(newest(place));
  const file = fileOrPlace(wanted, 0);
  if (file.bytes === undefined) {
    throw new UserError(
      `The backup ${wanted} does not exist; correct its path, or pass --restore without a path for the newest backup.`,
    );
  }
  checkReader(file, place);
  return file;
}

/** The owner of the file will be able to read the restored content. When root runs this, any file could have the name of a backup. */
function checkReader({ path, owner, mode }: EnvFile, { path: to, owner: reader }: Change["file"]): void {
  const caller = process.getuid?.();
  if (caller !== 0 || reader === undefined || [reader.uid, 0].includes(owner.uid) || (mode & 0o004) !== 0)
    return;
  throw new UserError(
    `${path} belongs to the user ${owner.uid}, and ${to} to the user ${reader.uid}, who may not read it; if it is the right one, run \`chown ${reader.uid} ${shellWord(path)}\` first.`,
  );
}

function newest({ path, owner }: Change["file"]): string {
  const [backup] = backupsOf(path, owner?.uid);
  if (backup === undefined) {
    throw new UserError(
      `${path} has no backup in its folder that is a regular file of its owner; pass --restore BACKUP with the file to restore.`,
    );
  }
  return backup;
}

/** Undefined if one of the files cannot be read line by line. The backup is then restored without a diff. */
function diffIfReadable(file: Change["file"], from: EnvFile, max: number): FileDiff | undefined {
  try {
    const before = file.bytes === undefined ? "" : textOf(file);
    return fileDiff(before, wholeSplice(before, textOf(from)), NOTHING_SHOWN, max);
  } catch (error) {
    if (error instanceof UnreadableFile || error instanceof UserError) return undefined;
    throw error;
  }
}
