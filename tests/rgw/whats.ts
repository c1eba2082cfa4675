/** Everything that the table can ask for, by its name there. */
import type { Credentials } from "./client";
import type { Ask, Doing } from "./doing";
import { objectWrites, PART } from "./object-writes";
import { reads } from "./reads";
import { elements, type S3 } from "./s3";
import { settingWrites } from "./setting-writes";

const all = { ...reads, ...objectWrites, ...settingWrites };

export type What = keyof typeof all;
export const whats: Record<What, Doing> = all;

/** Begins the upload that a row is about, as the writer. */
export async function beginUpload(
  s3: S3,
  writer: Credentials,
  bucket: string,
  key: string,
): Promise<Ask["upload"]> {
  const begun = await s3.must(writer, { method: "POST", bucket, key, query: "uploads" });
  const id = elements(begun.text, "UploadId")[0]!;
  const query = `partNumber=1&uploadId=${id}`;
  const part = await s3.must(writer, { method: "PUT", bucket, key, query, body: PART });
  return { id, etag: String(part.headers["etag"]) };
}
