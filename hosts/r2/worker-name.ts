import { checksum } from "../../validation/checksum";

/** The longest name of a Worker (https://developers.cloudflare.com/workers/platform/limits/). */
const LONGEST = 63;

/**
 * The name of the Worker that serves a bucket. An account can have buckets of one name in several jurisdictions, hence the part before
 * it. A longer name is shortened and gets a checksum.
 */
export function workerName(bucket: string, jurisdiction?: string): string {
  const name = `${jurisdiction === undefined ? "" : `${jurisdiction}-`}media-${bucket}`;
  if (name.length <= LONGEST) return name;
  const sum = checksum(name);
  return `${name.slice(0, LONGEST - sum.length - 1)}-${sum}`;
}
