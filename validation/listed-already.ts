/** Lists whose items must differ. */
import type { ProblemCode } from "./codes";
import type { Finding } from "./rules";

/** A finding for each item that stands in the list before it, or that another argument (`by`) has already. */
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
