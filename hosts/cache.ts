import type { Rules } from "../validation/rules";
import { wholeNumberRule } from "../validation/whole-number";
import type { CacheArgs, MediaHostArgs } from "./args";

/** How long a deleted file may be served from the cache, unless the operator says otherwise: one day. */
const DEFAULT_MAX_AGE_SECONDS = 86_400;

/** CloudFront's longest time is 365 days; 0 would send every request to the bucket. */
const LONGEST_CACHE = 31_536_000;

/** How long, in seconds, an error is kept. An app may link to a file before its upload has ended, so it must expire soon. */
export const ERROR_SECONDS = 10;

export const CACHE_RULES: Rules<CacheArgs> = [
  wholeNumberRule("maxAgeSeconds", "cache-age", "seconds", { most: LONGEST_CACHE }),
];

/** How long, in seconds, a media host may cache a file. */
export function maxAgeSecondsOf({ cache }: Pick<MediaHostArgs, "cache">): number {
  return cache?.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS;
}
