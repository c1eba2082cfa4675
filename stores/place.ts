/** A bucket of which only region and endpoint are known, such as the source of a move. */
import type { Problem } from "../validation/problem";
import type { StoreKind } from "./args";
import { STORE_DEFINITIONS, STORE_KINDS, type StoreOfFacts, storeProductOfFacts } from "./index";
import type { StorePlace } from "./store";

type Endpoint = Pick<StorePlace, "endpoint">;

/** The kind of its store. */
export function kindOfPlace({ endpoint }: Endpoint): StoreKind {
  const kind =
    STORE_KINDS.find((one) => STORE_DEFINITIONS[one].ownsEndpoint?.(endpoint)) ??
    STORE_KINDS.find((one) => STORE_DEFINITIONS[one].ownsEndpoint === undefined);
  if (kind === undefined) throw new Error("bug: no kind of store takes the endpoints that no other owns");
  return kind;
}

/** Problems of its address, with the paths "region" and "endpoint". */
export function placeProblems(place: StorePlace): Problem[] {
  return STORE_DEFINITIONS[kindOfPlace(place)].placeProblems(place);
}

/** rclone's name for an unknown server (https://rclone.org/s3/). */
const UNKNOWN_SERVER = "Other";

/** rclone's name for the store of a bucket. `facts` are the facts of its store, if this library manages it. */
export function rcloneProviderOf(
  place: Endpoint,
  facts: StoreOfFacts = { kind: kindOfPlace(place) },
): string {
  return storeProductOfFacts(facts)?.rcloneProvider ?? UNKNOWN_SERVER;
}
