/** Steps that change the app's env file, and restore it. */
import { COMMAND, shellWord } from "../env/formats/shell";
import { docsPage } from "../validation/docs-page";
import type { RunbookInput, Step } from "./index";
import { blockWord, kept } from "./session";

/**
 * Defines `media_storage`, which edits the file. A shell line such as `grep -v ... > .env` would empty the file if something
 * fails. It runs in the operator's home, because npm prefers programs below the current folder, and the app's user could have
 * put one of that name into the app's folder.
 */
export const TOOL = `media_storage() { (cd && ${COMMAND} "$@"); }
media_storage --version || echo "Stop here: install the package media-storage on this machine (${docsPage("applying-the-env-block")})." >&2`;

/** The absolute path of a file in the app's folder, as a shell word. */
const here = (word: string): string => `"$FOLDER"/${word}`;

/** Keeps a copy of a file as it was before the move, with its owner and mode. Does not replace an existing copy. */
export const keep = (file: string): string => `[ -e ${kept(file)} ] || cp -p ${file} ${kept(file)}`;

export function keepFile(file: string): Step {
  return {
    says: "Keep a copy of the current settings. This does not replace a copy that this move has already made.",
    shell: keep(file),
  };
}

/** A line that changes a file in the app's folder without asking. It keeps the owner and the mode, and does not follow links. */
const change = (file: string, options: string): string =>
  `media_storage env --into ${here(file)} ${options} --yes`;

const block = (input: RunbookInput): string => `--from ${blockWord(input)}`;

/** Weeks may have passed since the switch. */
export const WHOLE_FILE =
  "This restores the whole old file: repeat the changes that you have made to it since, such as the app's version.";

export const restoreFile = (file: string): string => change(file, `--restore ${kept(file)}`);

export const setBlock = (input: RunbookInput, file: string): string => change(file, block(input));

export const removeBlock = (input: RunbookInput, file: string): string =>
  change(file, `${block(input)} --remove`);

/** Sets the variables of `NAME=value` lines that another command prints. */
export const setLines = (file: string, app: string): string => change(file, `--from - --app ${app}`);

export const appendTo = (file: string, name: string, items: string[]): string =>
  change(file, `--append ${shellWord(`${name}=${items.join(",")}`)}`);

/** Shows early what the switch will change. Fails if the file is not readable or the package is missing. */
export function previewChange(input: RunbookInput, file: string, options = ""): Step {
  return {
    says:
      `See what the switch will change in \`${file}\`. Nothing is written yet: ignore the question at the end. Read the warnings, and correct the file by hand ` +
      "if a warning says so.",
    shell: shownOnly(file, `${block(input)}${options}`),
  };
}

/** Shows what the way back will change, so that the operator notices own changes since the switch before they are lost. */
export function previewRestore(file: string): Step {
  return {
    says:
      `See what the way back will change in \`${file}\`: the names of all variables that differ, without their values. Nothing is written yet: ignore the question at the end. ` +
      "Note each line that you have changed yourself since the switch.",
    shell: shownOnly(file, `--restore ${kept(file)} --all-changes`),
  };
}

/** Without a terminal the command cannot ask: it only shows the diff and exits with 2. */
const shownOnly = (file: string, options: string): string =>
  `media_storage env --into ${here(file)} ${options} < /dev/null || [ "$?" = 2 ]`;
