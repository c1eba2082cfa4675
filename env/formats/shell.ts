/** Shell lines for operators. */

/**
 * This package's command, which works in a project that has it installed and in a clone. With npx or without `--no`, npm would
 * download and run any package of that name from the registry if this one is not installed.
 */
export const COMMAND = "npm exec --no -- media-storage";

/** A line that runs this package's command with these words, quoted if the shell needs it. */
export function mediaStorageCommand(...words: string[]): string {
  return [COMMAND, ...words.map(shellWord)].join(" ");
}

/**
 * A value as one bash word on one line. A value with control characters becomes `$'...'`, so that it cannot start a new line. A
 * word that begins with "-" is still an option for most commands: use it after `=` (`--region=...`), `-e` or `--`.
 */
export function shellWord(value: string): string {
  if (/^[A-Za-z0-9_./:@%+=,-]+$/.test(value)) return value;
  if (!CONTROL.test(value)) return `'${value.replace(/'/g, "'\\''")}'`;
  // Also escape quotes and "!", because the history expansion of an interactive shell does not support this form of quoting.
  // eslint-disable-next-line no-control-regex -- control characters are the point
  return `$'${value.replace(/[\x00-\x1f\x7f'\\!]/g, hexEscape)}'`;
}

// eslint-disable-next-line no-control-regex -- control characters are the point
const CONTROL = /[\x00-\x1f\x7f]/;

function hexEscape(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
}
