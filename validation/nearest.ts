import { closest, distance } from "fastest-levenshtein";

/** The known value that a misspelt one probably means: it differs in at most two characters. Undefined if there is none. */
export function nearest(text: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(text, known);
  return distance(text, near) <= 2 ? near : undefined;
}
