/** Whether a proxy or a CDN of the operator's own can read the bucket of a storage. */
import { isManagedKind, storeHostProblems } from "../hosts";
import { storeProductOfFacts } from "../stores";
import type { UncodedProblem } from "../validation/problem";
import type { StorageFacts } from "./facts";

/** Says that there is no proxy to configure, because none could read from the store; empty if one could. */
export function proxiedStoreProblems({ mediaHost, store }: StorageFacts): UncodedProblem[] {
  const product = storeProductOfFacts(store);
  if (product === undefined) return [];
  if (storeHostProblems({ hostname: "", external: {} }, product, undefined).length === 0) return [];
  const host =
    mediaHost !== undefined && isManagedKind(mediaHost.kind)
      ? `${mediaHost.hostname} is served by ${mediaHost.kind}, which the library creates`
      : "this storage has no media host";
  return [
    {
      path: "store",
      message: `is ${product.title}, which your own proxy cannot read, and ${host}; configure no proxy`,
    },
  ];
}
