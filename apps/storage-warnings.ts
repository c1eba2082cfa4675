/** What an operator should know of a storage, whatever the app. */
import type { StorageSettings } from "./settings";

/** Of a bucket that exists already. */
export function adoptionWarnings({ bucket, data }: StorageSettings): string[] {
  if (data?.importId === undefined) return [];
  return [
    `${bucket} is adopted as it is, and its bucket policy, CORS and lifecycle rules are replaced by those above ` +
      "(docs/adopting-a-bucket.md). Save them first if they are not yours.",
  ];
}

/** Of a key whose user nobody named. */
export function givenKeyWarnings({ writer }: StorageSettings): string[] {
  if (writer?.given === undefined || writer.given.principal !== undefined) return [];
  return [
    "The writer's key is given without a principal: its rights are yours to grant. `writerPolicy` in the facts is what it needs.",
  ];
}
