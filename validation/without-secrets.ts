/** Messages quote what is wrong. What may be a secret at the wrong place is taken out of them here, whichever check quotes it. */
import type { Problem } from "./problem";
import { MASK, secretTexts, type SecretTexts } from "./secret-texts";
import { parseUrl } from "./url";

/**
 * The problems of args or of a config, without what in it may be a password, a token or a key. `known`: texts that are secret for
 * certain, such as the secret values of the stack's config.
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
    // The names of tags and of unknown members are the operator's.
    path: masked(problem.path),
    message: masked(problem.message),
  }));
}

/** A text without what it shows of secrets that are known for certain. */
export function withoutKnownText(text: string, known: Iterable<string>): string {
  return maskerOf(secretTexts(undefined, [...known]))(text);
}

function maskerOf({ masks, wholes }: SecretTexts): (text: string) => string {
  if (masks.size === 0 && wholes.size === 0) return (text) => text;
  // A long one first, since a short one may be a part of it.
  const replacements = [...masks].sort(([a], [b]) => b.length - a.length);
  const withoutParts = partsMasked([...wholes].flatMap(folded));
  return (text) =>
    withoutParts(replacements.reduce((rest, [secret, mask]) => rest.split(secret).join(mask), text));
}

/** A secret as the checks change it: in lower case and, since they suggest names in their ASCII form, as a hostname. */
function folded(secret: string): string[] {
  const host = parseUrl(`http://${secret}`)?.hostname ?? "";
  return [secret.toLowerCase(), ...(host.length < LONG ? [] : [host])];
}

/** So many characters of a secret are in a message because it shows the secret, and not by chance. */
const LONG = 10;
/** Within quotes a part may be shorter: what a message quotes is usually what somebody wrote. A long secret has words in it by chance. */
const shortest = (secret: string): number => (secret.length < 20 ? 4 : 8);
const QUOTED = /"[^"]*"|`[^`]*`/g;
const WORD = /[^\s"`/:.,;@?#&]{4,}/g;

/** Takes parts of secrets, which are given in lower case, out of a text. */
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
