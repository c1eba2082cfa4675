/** Lines of a shell that the operator is told to type. */

/** The command of this package, as it runs from a project that has it installed and from a clone of it. */
export const COMMAND = "npx media-storage";

/** A value as one word of a shell command. */
export function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
