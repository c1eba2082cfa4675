/** Lines of a shell that the operator is told to type. */

/**
 * The command of this package, as it runs from a project that has it installed and from a clone of it. Without `--no`, and
 * with npx, npm would download and run whatever has that name on the registry where the package is not installed.
 */
export const COMMAND = "npm exec --no -- media-storage";

/** A line that runs this package's command with these words, each quoted where the shell needs it. */
export function mediaStorageCommand(...words: string[]): string {
  return [COMMAND, ...words.map(shellWord)].join(" ");
}

/**
 * A value as one word of bash, on one line: with control characters it is `$'...'`, so that no value begins a line of its
 * own. A word that begins with "-" is still an option to most commands: write it behind `=` (`--region=...`), `-e` or `--`.
 */
export function shellWord(value: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(value)) return value;
  if (!CONTROL.test(value)) return `'${value.replace(/'/g, "'\\''")}'`;
  // A quote and "!" too: the history expansion of an interactive shell does not know this form of quoting.
  // eslint-disable-next-line no-control-regex -- control characters are the point
  return `$'${value.replace(/[\x00-\x1f\x7f'\\!]/g, hexEscape)}'`;
}

// eslint-disable-next-line no-control-regex -- control characters are the point
const CONTROL = /[\x00-\x1f\x7f]/;

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
