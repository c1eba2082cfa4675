/** How a runbook changes the settings that an app reads from an env file, and brings them back. */
import { COMMAND, shellWord } from "../env/formats/shell";
import type { RunbookInput, Step } from "./index";
import { blockWord, kept } from "./session";

/**
 * Defines `media_storage`, which edits the file: a shell line such as `grep -v ... > .env` empties it where something fails.
 * It starts in the operator's home, for npm prefers what is below the current folder, and there the app's user may have put
 * a program of that name.
 */
export const TOOL = `media_storage() { (cd && ${COMMAND} "$@"); }
media_storage --version || echo "Stop here: install the package media-storage on this machine too (README, Install)." >&2`;

/** The absolute path of a file in the app's folder, as a word of the shell. */
const here = (word: string): string => `"$FOLDER"/${word}`;

/** Keeps a file as it was before the move, with its owner and mode; a copy that is there already stays. */
export const keep = (file: string): string => `[ -e ${kept(file)} ] || cp -p ${file} ${kept(file)}`;

export function keepFile(file: string): Step {
  return {
    says: "Keep the settings as they are. A copy of this move that is there already stays.",
    shell: keep(file),
  };
}

/** A line that changes a file of the app's folder without a question. It keeps the owner and the mode, and follows no link. */
const change = (file: string, options: string): string =>
  `media_storage env --into ${here(file)} ${options} --yes`;

const block = (input: RunbookInput): string => `--from ${blockWord(input)}`;

/** Weeks may lie between. */
export const WHOLE_FILE =
  "It is the whole file as it was: what you have changed in it since, such as the app's version, you have to change again.";

export const restoreFile = (file: string): string => change(file, `--restore ${kept(file)}`);

export const setBlock = (input: RunbookInput, file: string): string => change(file, block(input));

export const removeBlock = (input: RunbookInput, file: string): string =>
  change(file, `${block(input)} --remove`);

/** Sets the variables of the `NAME=value` lines that another command prints. */
export const setLines = (file: string, app: string): string => change(file, `--from - --app ${app}`);

export const appendTo = (file: string, name: string, items: string[]): string =>
  change(file, `--append ${shellWord(`${name}=${items.join(",")}`)}`);

/** Shows what the switch will change, while there is time: the file must be readable, and the package must be there. */
export function previewChange(input: RunbookInput, file: string, options = ""): Step {
  return {
    says:
      `What the switch will change in \`${file}\`. Nothing is written yet, whatever is asked for at the end; look at the warnings, and correct the file by hand ` +
      "where one says so.",
    shell: shownOnly(file, `${block(input)}${options}`),
  };
}

/** Shows what the way back will change, so that what was changed since the switch is noticed before it is gone. */
export function previewRestore(file: string): Step {
  return {
    says:
      `What the way back will change in \`${file}\`: the names of all variables that differ, without their values. Nothing is written yet, whatever is asked for at the end. ` +
      "Write down each line that you have changed yourself since the switch.",
    shell: shownOnly(file, `--restore ${kept(file)} --all-changes`),
  };
}

/** Without a terminal to ask on the command only shows the difference, and ends with 2. */
const shownOnly = (file: string, options: string): string =>
  `media_storage env --into ${here(file)} ${options} < /dev/null || [ "$?" = 2 ]`;
