/** Finds strings in args or config that may be secrets, wherever they were written. Messages must not show them. */
import { CLOUDFLARE_ID } from "./name-patterns";
import { mentionsSecret } from "./secret-names";
import { isMap } from "./shape";

export interface SecretTexts {
  /** Strings that must not be shown, each with its replacement. */
  masks: Map<string, string>;
  /** Secrets of which no part must be shown either, because checks quote single labels of a hostname or change it to lower case. */
  wholes: Set<string>;
}

export const MASK = "...";

/** `known` are strings that are certainly secret, even if they do not look like it. */
export function secretTexts(value: unknown, known: readonly string[] = []): SecretTexts {
  const found: SecretTexts = { masks: new Map(), wholes: new Set() };
  for (const secret of known) hide(found, secret);
  search(value, "", found, new Set());
  return found;
}

/** Shorter strings occur in messages by chance. */
const SHORTEST_KNOWN = 4;

function hide({ masks, wholes }: SecretTexts, secret: string): void {
  if (secret.length < SHORTEST_KNOWN) return;
  wholes.add(secret);
  // A shorter secret may be an ordinary word, so it is masked only where it is the whole text inside quotes.
  if (secret.length >= SHORTEST) addMask(masks, secret, MASK);
}

function addMask(masks: Map<string, string>, text: string, mask: string): void {
  masks.set(text, mask);
  // Some messages quote it as JSON.
  masks.set(JSON.stringify(text).slice(1, -1), mask);
}

function search(value: unknown, path: string, found: SecretTexts, seen: Set<object>): void {
  if (typeof value === "string") {
    searchText(value, path, found);
  } else if (Array.isArray(value) || isMap(value)) {
    // A program may pass an object that contains itself.
    if (seen.has(value)) return;
    seen.add(value);
    for (const [name, member] of Object.entries(value)) {
      // For example an instance whose name is a URL.
      searchUrl(name, found);
      for (const key of keysIn(name)) hide(found, key);
      search(member, Array.isArray(value) ? path : `${path}.${name}`, found, seen);
    }
  }
}

/** Arguments that are always secret. */
const SECRET_BY_NATURE = /\.(secretAccessKey|secretKey|sessionToken)$/;
/** Whether a key or another credential is expected at a path. */
const isPlaceOfSecrets = (path: string): boolean => path.includes(".writer.") || mentionsSecret(path);
/** Shorter strings are names, such as those of key slots. */
const SHORTEST = 12;
/** Names made of words, IP addresses and endpoint ids: they are written near keys, and messages must be able to quote them. */
const NO_KEY = /^(?:[a-z]+(?:[-_.][a-z0-9]{1,8})*|(?=.*[.:])[0-9a-f.:]+(?:\/\d+)?|vpce-[0-9a-f]+)$/;

/** Whether the value of a setting is the id of an account or a zone at Cloudflare. It looks like a key, but remedies quote it. */
export const isCloudflareId = (name: string, value: string): boolean =>
  /^(accountId|zoneId)$/.test(name) && CLOUDFLARE_ID.test(value.toLowerCase());

function searchText(text: string, path: string, found: SecretTexts): void {
  if (isCloudflareId(path.split(".").at(-1) ?? "", text)) return;
  if (SECRET_BY_NATURE.test(path)) hide(found, text);
  // An ARN may have an "@" and a "?" that mean something else.
  if (text.startsWith("arn:")) return;
  if (isPlaceOfSecrets(path) && text.length >= SHORTEST && !NO_KEY.test(text))
    addMask(found.masks, text, MASK);
  for (const key of keysIn(text)) hide(found, key);
  searchUrl(text, found);
}

/** Such ids inside a longer text: in JSON, in YAML and in R2's endpoints. */
const CLOUDFLARE_IDS =
  /(?<=\b(?:accountId|zoneId)["']?\s*:\s*["']?)[0-9a-f]{32}(?!\w)|(?<=\/\/(?:[^/@.]+\.)?)[0-9a-f]{32}(?=\.(?:[a-z]+\.)?r2\.cloudflarestorage\.com)/gi;

/** The parts of a string that look like generated keys. */
export function keysIn(text: string): string[] {
  return [...text.replace(CLOUDFLARE_IDS, "").matchAll(/[A-Za-z0-9/+=_]{20,}/g)]
    .map(([run]) => run)
    .filter(looksLikeKey);
}

/**
 * Whether a string without spaces looks random: a generated key switches between upper case, lower case and digits more often than
 * a name of several words, and little of it looks like a word.
 */
function looksLikeKey(run: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(run) && /\d/.test(run) && /[a-f]/i.test(run)) return true;
  const characters = run.replace(/[^A-Za-z0-9]/g, "");
  if (!/[a-z]/.test(characters) || !/[A-Z]/.test(characters)) return false;
  const changes = characters.match(/[a-z](?=[^a-z])|[A-Z](?=[^A-Z])|\d(?=\D)/g)?.length ?? 0;
  const outsideWords = characters.replace(/[A-Z]?[a-z]{4,}/g, "").length;
  return changes >= 0.25 * characters.length && outsideWords >= 0.35 * characters.length;
}

/** Finds the user info of a URL, and the query or fragment, which may contain a signature. */
function searchUrl(text: string, { masks, wholes }: SecretTexts): void {
  const [, scheme = "", userinfo = ""] = /^([a-z][a-z0-9+.-]*:\/\/)?([^]*)(?:@|%40)/i.exec(text) ?? [];
  const hasQuery = /^[a-z][a-z0-9+.-]*:\/\/|=/i.test(text);
  const [, query = ""] = (hasQuery ? /[?#]([^]*)$/.exec(text) : null) ?? [];
  if (userinfo === "" && query === "") return;
  // Mask the whole URL too, because a short part could occur anywhere in a message.
  const masked = [userinfo, query].reduce(
    (rest, part) => (part === "" ? rest : rest.replace(part, () => MASK)),
    text,
  );
  addMask(masks, text, masked);
  // A word before "@" may be the name in a mail address and may occur in any message.
  const password = scheme !== "" || userinfo.includes(":") ? userinfo : "";
  for (const part of [password, query]) {
    if (part.length < SHORTEST_KNOWN) continue;
    addMask(masks, part, MASK);
    wholes.add(part);
  }
}
