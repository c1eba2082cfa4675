/** Finds what may be a secret in args or in a config, wherever it was written. Messages must not show it. */
import { isMap } from "./shape";

export interface SecretTexts {
  /** What must not be shown, each with what is shown in its place. */
  masks: Map<string, string>;
  /** The secrets of which no part must be shown either: checks quote a label of a hostname, or write it in lower case. */
  wholes: Set<string>;
}

export const MASK = "...";

/** `known`: texts that are secret for certain, whatever they look like. */
export function secretTexts(value: unknown, known: readonly string[] = []): SecretTexts {
  const found: SecretTexts = { masks: new Map(), wholes: new Set() };
  for (const secret of known) hide(found, secret);
  search(value, "", found, new Set());
  return found;
}

/** Shorter ones are in a message by chance. */
const SHORTEST_KNOWN = 4;

function hide({ masks, wholes }: SecretTexts, secret: string): void {
  if (secret.length < SHORTEST_KNOWN) return;
  wholes.add(secret);
  // A shorter one may be an ordinary word of a message; within quotes it is hidden as a whole that is its own part.
  if (secret.length >= SHORTEST) addMask(masks, secret, MASK);
}

function addMask(masks: Map<string, string>, text: string, mask: string): void {
  masks.set(text, mask);
  // Some messages have it in quotes, as JSON.
  masks.set(JSON.stringify(text).slice(1, -1), mask);
}

function search(value: unknown, path: string, found: SecretTexts, seen: Set<object>): void {
  if (typeof value === "string") {
    searchText(value, path, found);
  } else if (Array.isArray(value) || isMap(value)) {
    // A program can hand over a map that has itself in it.
    if (seen.has(value)) return;
    seen.add(value);
    for (const [name, member] of Object.entries(value)) {
      // Such as an instance that has a URL for its name.
      searchUrl(name, found);
      for (const key of keysIn(name)) hide(found, key);
      search(member, Array.isArray(value) ? path : `${path}.${name}`, found, seen);
    }
  }
}

/** Arguments that hold nothing but a secret. */
const SECRET_BY_NATURE = /\.(secretAccessKey|secretKey|sessionToken)$/;
/** Where a key, or what gives access otherwise, is expected or might be by its name. */
const PLACE_OF_SECRETS = /\.writer\.|secret|token|passw|credential|(access|api|private)_?key/i;
/** Shorter ones are names, such as those of slots. */
const SHORTEST = 12;
/** Names of words, addresses and endpoints, which stand beside a key and which a message has to repeat. */
const NO_KEY = /^(?:[a-z]+(?:[-_.][a-z0-9]{1,8})*|(?=.*[.:])[0-9a-f.:]+(?:\/\d+)?|vpce-[0-9a-f]+)$/;

function searchText(text: string, path: string, found: SecretTexts): void {
  if (SECRET_BY_NATURE.test(path)) hide(found, text);
  // An ARN may have an "@" and a "?" that mean something else.
  if (text.startsWith("arn:")) return;
  if (PLACE_OF_SECRETS.test(path) && text.length >= SHORTEST && !NO_KEY.test(text))
    addMask(found.masks, text, MASK);
  for (const key of keysIn(text)) hide(found, key);
  searchUrl(text, found);
}

/** The parts of a text that look like generated keys. */
export function keysIn(text: string): string[] {
  return [...text.matchAll(/[A-Za-z0-9/+=_]{20,}/g)].map(([run]) => run).filter(looksLikeKey);
}

/**
 * Whether a text without spaces looks random: in a generated key, letters and digits of another kind follow each other more often
 * than in a name of several words, and little of it has the form of a word.
 */
function looksLikeKey(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run) && /\d/.test(run) && /[a-f]/i.test(run)) return true;
  const characters = run.replace(/[^A-Za-z0-9]/g, "");
  if (!/[a-z]/.test(characters) || !/[A-Z]/.test(characters)) return false;
  const changes = characters.match(/[a-z](?=[^a-z])|[A-Z](?=[^A-Z])|\d(?=\D)/g)?.length ?? 0;
  const outsideWords = characters.replace(/[A-Z]?[a-z]{4,}/g, "").length;
  return changes >= 0.25 * characters.length && outsideWords >= 0.35 * characters.length;
}

/** What stands before the "@" of a URL, and the query or the fragment, which may sign a request. */
function searchUrl(text: string, { masks, wholes }: SecretTexts): void {
  const [, scheme = "", userinfo = ""] = /^([a-z][a-z0-9+.-]*:\/\/)?([^]*)(?:@|%40)/i.exec(text) ?? [];
  const hasQuery = /^[a-z][a-z0-9+.-]*:\/\/|=/i.test(text);
  const [, query = ""] = (hasQuery ? /[?#]([^]*)$/.exec(text) : null) ?? [];
  if (userinfo === "" && query === "") return;
  // The whole too, since a part that is short could be anywhere in a message.
  const masked = [userinfo, query].reduce(
    (rest, part) => (part === "" ? rest : rest.replace(part, () => MASK)),
    text,
  );
  addMask(masks, text, masked);
  // A word before an "@" is a name as in an address of mail, and may be a part of any message.
  const password = scheme !== "" || userinfo.includes(":") ? userinfo : "";
  for (const part of [password, query]) {
    if (part.length < SHORTEST_KNOWN) continue;
    addMask(masks, part, MASK);
    wholes.add(part);
  }
}
