/** The beginnings and the ends of bucket names that a store reserves. */
import { patternCheck, type EditorCheck } from "../validation/editor-check";
import type { Reason } from "../validation/problem";

export interface ReservedNames {
  prefixes: readonly string[];
  suffixes: readonly string[];
}

/** What is wrong with a name that has one of them; `reserver` reserves them. */
export function reservedNameProblems(
  name: string,
  { prefixes, suffixes }: ReservedNames,
  reserver: string,
): Reason[] {
  const remedy = `which ${reserver} reserves; choose another name`;
  return [
    ...prefixes
      .filter((prefix) => name.startsWith(prefix))
      .map((prefix): Reason => ({
        code: "bucket-name-reserved-prefix",
        message: `begins with "${prefix}", ${remedy}`,
      })),
    ...suffixes
      .filter((suffix) => name.endsWith(suffix))
      .map((suffix): Reason => ({
        code: "bucket-name-reserved-suffix",
        message: `ends with "${suffix}", ${remedy}`,
      })),
  ];
}

/** The same for editors; the rest of the name must match `rest`, a pattern with its anchor at the end. */
export function reservedNameCheck(
  { prefixes, suffixes }: ReservedNames,
  rest: string,
  message: string,
): EditorCheck {
  const ends = suffixes.join("|").replace(/\./g, String.raw`\.`);
  return patternCheck(new RegExp(`^(?!${prefixes.join("|")})(?!.*(${ends})$)${rest}`), message);
}
