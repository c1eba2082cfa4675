/** Finds the name that was probably meant: of a member, of a value, of an app. */
import { distance } from "fastest-levenshtein";

/**
 * The name in the form in which spellings are compared: `media_host`, `Media-Host` and `mediaHost` are the same, and so are a
 * variable of an env file, such as `S3_BUCKET`, and `bucket`. `S3_HOSTNAME` and `S3_ENABLED` mean
 * something else than our members of these names.
 */
export const folded = (name: string): string =>
  name
    .replace(/^(S3|AWS)_(?!HOSTNAME|ENABLED)/, "")
    .toLowerCase()
    .replace(/[\s_-]/g, "");

/** The name that differs from another one only by its spelling or by one character; undefined if there is none. */
export function misspelledName(name: string, names: readonly string[]): string | undefined {
  const same = names.find((one) => folded(one) === folded(name));
  return same ?? names.find((one) => one.length > 1 && distance(folded(one), folded(name)) <= 1);
}

/** The most similar name; undefined if none is similar. */
export function similarName(name: string, names: readonly string[]): string | undefined {
  const misspelled = misspelledName(name, names);
  if (misspelled !== undefined) return misspelled;
  const wanted = folded(name);
  const differences = names.map((one) => [one, distance(folded(one), wanted)] as const);
  const [near, difference] = differences.sort(([, a], [, b]) => a - b)[0] ?? ["", Infinity];
  if (difference <= near.length / 3) return near;
  // For example "statements" for additionalStatements. A short text is a part of many names.
  const containing = names.filter((one) => wanted.length >= 4 && folded(one).includes(wanted));
  return containing.length === 1 ? containing[0] : undefined;
}
