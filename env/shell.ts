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

/** A value as one word of a shell command. */
export function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(value) ? value : `'${value.replace(/'/g, "'\\''")}'`;
}
