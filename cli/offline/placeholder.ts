import { hasPlaceholder } from "../../validation/placeholder";

const PLACEHOLDER = /__known-after-up:.*?__/g;

/** Replaces every placeholder in a text by its readable form. */
export function showPlaceholders(text: string): string {
  return hasPlaceholder(text) ? text.replace(PLACEHOLDER, KNOWN_AFTER_UP) : text;
}

/** Readable marks for an unknown value, a secret, and an unknown secret. */
export const KNOWN_AFTER_UP = "<known after up>";
export const SECRET = "[secret]";
export const SECRET_KNOWN_AFTER_UP = "<known after up, secret>";
