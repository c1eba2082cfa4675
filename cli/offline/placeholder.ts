/**
 * A text that stands for a value that only the cloud knows, while the program runs. It has only characters that every env
 * file takes bare, so that it changes nothing about how a line is written.
 */
export function placeholder(what: string): string {
  return `__known-after-up:${what}__`;
}

const PLACEHOLDER = /__known-after-up:.*?__/g;

/** Whether a text stands for an unknown value, or was put together with one. */
export function hasPlaceholder(text: string): boolean {
  return text.includes("__known-after-up:");
}

/** The text with every placeholder as a person sees it. */
export function showPlaceholders(text: string): string {
  return hasPlaceholder(text) ? text.replace(PLACEHOLDER, KNOWN_AFTER_UP) : text;
}

/** What a person sees in place of an unknown value, of a secret, and of a secret that is not known yet. */
export const KNOWN_AFTER_UP = "<known after up>";
export const SECRET = "[secret]";
export const SECRET_KNOWN_AFTER_UP = "<known after up, secret>";
