import { fileLines, UnreadableFile, type FileLine } from "../../env/file/lines";
import { maskedLines } from "../../env/file/mask";
import { backupsOf, undoneName } from "./backups";
import { diffOf, isChange, isConfirmed, make, type Change } from "./changes";
import { readEnvFile, type EnvFile } from "./env-file";
import { Refusal } from "./refusal";
import type { Streams } from "./streams";

/** Without the stack nobody knows what is a secret. */
const NOTHING_SHOWN = { plain: new Set<string>(), secret: new Set<string>() };

/** Brings a backup back, by default the newest one. Returns whether that was done, or nothing was to do. */
export async function restore(
  path: string,
  wanted: string | true,
  yes: boolean,
  streams: Streams,
): Promise<boolean> {
  const { stdout } = streams;
  const file = readEnvFile(path);
  const from = readEnvFile(wanted === true ? newest(file) : wanted);
  const [before, after] = [file, from].map(({ text }) => linesOf(text));
  const change: Change = {
    file,
    text: from.text,
    shown: {
      before: before && after ? maskedLines(before, after, NOTHING_SHOWN, "old") : [],
      after: before && after ? maskedLines(after, before, NOTHING_SHOWN, "new") : [],
    },
    backup: undoneName(file.path, new Date()),
  };
  if (!isChange(change)) {
    stdout.write(`${path} is as in ${from.path} already.\n`);
    return true;
  }
  stdout.write(
    before && after
      ? diffOf(change, streams)
      : `One of the files cannot be read line by line, so no diff is shown.\n`,
  );
  if (!(await isConfirmed(`Bring back ${from.path}?`, yes, streams))) {
    stdout.write("Nothing was written.\n");
    return false;
  }
  make(change);
  stdout.write(
    `Wrote ${file.path} as it was in ${from.path}; what was there is in ${change.backup}.\nRestart the app as after any change of the file.\n`,
  );
  return true;
}

function newest(file: EnvFile): string {
  const [backup] = backupsOf(file.path);
  if (backup === undefined) {
    throw new Refusal(
      `There is no backup of ${file.path} beside it; write the file to bring back behind --restore.`,
    );
  }
  return backup;
}

function linesOf(text: string): FileLine[] | undefined {
  try {
    return fileLines(text);
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}
