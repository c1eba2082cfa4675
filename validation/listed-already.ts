/** Finds repeated items of a list. */
import type { ProblemCode } from "./codes";
import type { Finding } from "./rules";

/** A finding for each item that is already earlier in the list, or in another argument (`by`). */
export function listedAlready(
  code: ProblemCode,
  items: readonly string[],
  taken?: { item: string; by: string },
): Finding[] {
  return items.flatMap((item, i) => {
    const isTaken = item === taken?.item;
    if (!isTaken && items.indexOf(item) === i) return [];
    const where = isTaken ? ` as ${taken.by}` : "";
    return [{ code, path: `[${i}]`, message: `"${item}" is listed already${where}; remove it here` }];
  });
}
