/**
 * A placeholder for a value that only the cloud knows, while the program runs. It has only characters that need no quotes in any
 * env file, so that it does not change how a line is written.
 */
export function placeholder(what: string): string {
  return `__known-after-up:${what}__`;
}

const PLACEHOLDER = /__known-after-up:.*?__/g;

/** Whether a text is or contains a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("__known-after-up:");
}

/** Replaces every placeholder in a text by its readable form. */
export function showPlaceholders(text: string): string {
  return hasPlaceholder(text) ? text.replace(PLACEHOLDER, KNOWN_AFTER_UP) : text;
}

/** Readable marks for an unknown value, a secret, and an unknown secret. */
export const KNOWN_AFTER_UP = "<known after up>";
export const SECRET = "[secret]";
export const SECRET_KNOWN_AFTER_UP = "<known after up, secret>";
