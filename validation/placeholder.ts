/**
 * A placeholder for a value that only the cloud knows, or only who can decrypt it, while the program runs without an engine. It has
 * only characters that need no quotes in any env file, so that it does not change how a line is written.
 */
export function placeholder(what: string): string {
  return `__known-after-up:${what}__`;
}

/** Whether a text is or contains a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("__known-after-up:");
}
