/** A warning about unfinished uploads in buckets whose lifecycle rules the library does not manage. */
import { BucketSource } from "./args";
import { LIBRARY_RULE_IDS } from "./lifecycle-rules";
import type { Opened } from "./opened";

/** The app does not need the parts of an upload after `days`. `cause` is a fault of the app that leaves parts behind. */
export function unfinishedUploadWarnings({ settings, store }: Opened, days: number, cause = ""): string[] {
  const { endsUploadsAfterDays = Infinity } = store;
  if (endsUploadsAfterDays <= days) return [];
  if (store.can.lifecycle) {
    if (settings.bucketSource !== BucketSource.Existing) return [];
    return [
      `The library does not manage the lifecycle rules of the existing bucket ${settings.bucket}. ${cause}Make sure that a rule of the bucket ` +
        `deletes the parts of unfinished uploads after ${days} days and, if the bucket keeps versions, that one deletes old versions, so ` +
        "that what users delete is really deleted.",
    ];
  }
  const rule = { id: LIBRARY_RULE_IDS[0], days };
  const step =
    store.endUnfinishedUploads?.(settings.bucket, store, rule) ?? "Delete them with a setting of the server.";
  if (endsUploadsAfterDays < Infinity) {
    return [
      `${store.title} itself deletes the parts of unfinished uploads only after ${endsUploadsAfterDays} days, and the library cannot manage ` +
        `lifecycle rules there. ${cause}The app needs the parts for ${days} days at most. ${step}`,
    ];
  }
  return [
    `The library cannot manage lifecycle rules on ${store.title}, so nothing deletes the parts of unfinished uploads. ${cause}${step}`,
  ];
}
