import type { Rules } from "../validation/rules";
import type { CacheArgs } from "./args";

/** How long a copy of a deleted file may be served, unless the operator says otherwise: one day. */
export const DEFAULT_MAX_AGE_SECONDS = 86_400;

/** CloudFront's longest time is 365 days; 0 would send every request to the bucket. */
const LONGEST_CACHE = 31_536_000;

export const CACHE_RULES: Rules<CacheArgs> = [
  {
    at: "maxAgeSeconds",
    code: "cache-age",
    isValid: (seconds) => isWholeNumber(seconds, LONGEST_CACHE),
    message: `which is not a valid number of seconds; set a whole number from 1 to ${LONGEST_CACHE}`,
  },
];

/** Whether a value is a whole number from 1 to `most`. */
export function isWholeNumber(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most;
}
