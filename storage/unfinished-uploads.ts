/** What an operator should know of uploads that are never completed, where the library cannot manage the rule that ends them. */
import { LIBRARY_RULE_IDS } from "./lifecycle-rules";
import type { Opened } from "./opened";

/** `days` is after how many the parts of an upload are of no use to the app any more; `cause` a fault of the app that leaves them. */
export function unfinishedUploadWarnings({ settings, store }: Opened, days: number, cause = ""): string[] {
  if (store.can.lifecycle) return [];
  const rule = { id: LIBRARY_RULE_IDS[0], days };
  const step =
    store.endUnfinishedUploads?.(settings.bucket, store, rule) ??
    "End them yourself, by a setting of the server.";
  return [
    `Nothing deletes the parts of uploads that are never completed: lifecycle rules cannot be managed on ${store.title}. ${cause}${step}`,
  ];
}
