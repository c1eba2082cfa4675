/** What an operator should know of uploads that are never completed, where the library cannot manage the rule that ends them. */
import { storeOf } from "../stores";
import { LIBRARY_RULE_IDS } from "./lifecycle-rules";
import type { StorageSettings } from "./args";

/** `days` is after how many the parts of an upload are of no use to the app any more; `cause` a fault of the app that leaves them. */
export function unfinishedUploadWarnings(
  settings: Pick<StorageSettings, "bucket" | "store">,
  days: number,
  cause = "",
): string[] {
  const store = storeOf(settings.store);
  if (store.can.lifecycle) return [];
  const rule = { id: LIBRARY_RULE_IDS[0], days };
  const step =
    store.endUnfinishedUploads?.(settings.bucket, store, rule) ??
    "End them yourself, by a setting of the server.";
  return [
    `Nothing deletes the parts of uploads that are never completed: lifecycle rules cannot be managed on ${store.title}. ${cause}${step}`,
  ];
}
