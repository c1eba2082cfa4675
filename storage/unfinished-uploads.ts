/** A warning about unfinished uploads on stores where the library cannot manage lifecycle rules. */
import { LIBRARY_RULE_IDS } from "./lifecycle-rules";
import type { Opened } from "./opened";

/** The app does not need the parts of an upload after `days`. `cause` is a fault of the app that leaves parts behind. */
export function unfinishedUploadWarnings({ settings, store }: Opened, days: number, cause = ""): string[] {
  if (store.can.lifecycle) return [];
  const rule = { id: LIBRARY_RULE_IDS[0], days };
  const step =
    store.endUnfinishedUploads?.(settings.bucket, store, rule) ?? "Delete them with a setting of the server.";
  return [
    `The library cannot manage lifecycle rules on ${store.title}, so nothing deletes the parts of unfinished uploads. ${cause}${step}`,
  ];
}
