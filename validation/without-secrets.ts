/** Removes from messages whatever may be a secret in the wrong place, whichever check quotes it. */
import type { Problem } from "./problem";
import { MASK, secretTexts, type SecretTexts } from "./secret-texts";
import { parseUrl } from "./url";

/**
 * The problems of args or config, without anything that may be a password, a token or a key. `known` are strings that are
 * certainly secret, such as the secret values of the stack's config.
 */
export function withoutSecrets(
  problems: Problem[],
  value: unknown,
  known: readonly string[] = [],
): Problem[] {
  if (problems.length === 0) return problems;
  const masked = maskerOf(secretTexts(value, known));
  return problems.map((problem) => ({
    ...problem,
    // Names of tags and of unknown members are user input too.
    path: masked(problem.path),
    message: masked(problem.message),
  }));
}

/** Removes known secrets from a string. */
export function withoutKnownText(text: string, known: Iterable<string>): string {
  return maskerOf(secretTexts(undefined, [...known]))(text);
}

function maskerOf({ masks, wholes }: SecretTexts): (text: string) => string {
  if (masks.size === 0 && wholes.size === 0) return (text) => text;
  // The longest first, because a shorter one may be a part of it.
  const replacements = [...masks].sort(([a], [b]) => b.length - a.length);
  const withoutParts = partsMasked([...wholes].flatMap(folded));
  return (text) =>
    withoutParts(replacements.reduce((rest, [secret, mask]) => rest.split(secret).join(mask), text));
}

/** A secret in the forms in which checks quote it: in lower case and, because they suggest names in ASCII form, as a hostname. */
function folded(secret: string): string[] {
  const host = parseUrl(`http://${secret}`)?.hostname ?? "";
  return [secret.toLowerCase(), ...(host.length < LONG ? [] : [host])];
}

/** If a message contains this many characters of a secret, it shows the secret; fewer may match by chance. */
const LONG = 10;
/** Inside quotes a shorter part counts, because messages usually quote user input. A long secret may contain words by chance. */
const shortest = (secret: string): number => (secret.length < 20 ? 4 : 8);
const QUOTED = /"[^"]*"|`[^`]*`/g;
const WORD = /[^\s"`/:.,;@?#&]{4,}/g;

/** Removes parts of secrets from a string. The secrets must be in lower case. */
function partsMasked(secrets: string[]): (text: string) => string {
  const long = new Set<string>();
  for (const secret of secrets)
    for (let i = 0; i + LONG <= secret.length; i++) long.add(secret.slice(i, i + LONG));
  return (text) =>
    longMasked(text, long).replace(QUOTED, (quoted) =>
      quoted.replace(WORD, (word) =>
        secrets.some((secret) => word.length >= shortest(secret) && secret.includes(word.toLowerCase()))
          ? MASK
          : word,
      ),
    );
}

function longMasked(text: string, long: Set<string>): string {
  const lower = text.toLowerCase();
  let [masked, from] = ["", 0];
  for (let i = 0; i < text.length;) {
    if (!long.has(lower.slice(i, i + LONG))) {
      i++;
      continue;
    }
    masked += text.slice(from, i) + MASK;
    i += LONG;
    while (i < text.length && long.has(lower.slice(i - LONG + 1, i + 1))) i++;
    from = i;
  }
  return masked + text.slice(from);
}
