import type { R2Front } from ".";

const R2 = /https:\/\/[0-9a-f]{32}(\.eu|\.fedramp)?\.r2\.cloudflarestorage\.com(?=\s|$)/gm;

/** A rendered block for R2 with the front's address in place of R2's. Nothing else is changed. */
export function blockForFront(block: string, front: R2Front): string {
  if (block.match(R2) === null) throw new Error(`R2's endpoint is not in:\n${block}`);
  return block.replace(R2, () => front.url);
}
