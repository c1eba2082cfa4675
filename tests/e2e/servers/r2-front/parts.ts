import { R2Error } from "./errors";
import type { FrontRequest } from "./request";
import { elements } from "../../../rgw/s3";

/** Whether the request completes an upload in parts. */
export function completesUpload({ method, url }: FrontRequest): boolean {
  return method === "POST" && url.searchParams.has("uploadId");
}

/**
 * Throws R2's error unless all parts but the last have the same size, and the last is not larger. R2 says so only when the upload is
 * completed: https://developers.cloudflare.com/r2/objects/upload-objects/#multipart-limits. `list` is the answer to ListParts.
 */
export function checkParts(list: string): void {
  const sizes = elements(list, "Size").map(Number);
  const [first = 0] = sizes;
  const last = sizes[sizes.length - 1] ?? 0;
  if (sizes.slice(0, -1).every((size) => size === first) && last <= first) return;
  throw new R2Error(400, "InvalidPart", "All non-trailing parts must have the same length.");
}
