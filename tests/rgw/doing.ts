/** What a request needs. */
import { type Answer, presigned, send, type Credentials, type Request } from "./client";
import type { Row } from "./row";
import type { S3, S3Request } from "./s3";

/** A row with everything that its request needs. */
export interface Ask {
  s3: S3;
  row: Row;
  who: Credentials | undefined;
  bucket: string;
  /** The path of the source of a copy. */
  source: string;
  /** An unfinished upload of the writer for the row's key, with its first part. */
  upload: { id: string; etag: string };
}

export interface Doing {
  /** The IAM actions that must be allowed, and their resources; `account` is not about a bucket. */
  actions: [action: string, on: "object" | "bucket" | "source" | "account"][];
  send(ask: Ask): Promise<Answer>;
  /** Needs an unfinished upload of the writer. */
  upload?: true;
  /** For a request that writes: the parts of the bucket's state that change; `object` is that of the row's key. */
  changes?: string[];
  /** For an upload: the content of the object afterwards. */
  leaves?: (ask: Ask) => string;
  /** What everybody can do afterwards if ACLs apply: read the object, or list the bucket. */
  opens?: "object" | "list";
}

export function ask(
  { s3, row, who, bucket }: Ask,
  method: string,
  rest: Partial<S3Request> = {},
): Promise<Answer> {
  return s3.ask(who, request(row, bucket, method, rest));
}

export function request(row: Row, bucket: string, method: string, rest: Partial<S3Request> = {}): S3Request {
  const headers = { ...(row.origin !== undefined && { origin: row.origin }), ...rest.headers };
  return { method, bucket, key: row.key, over: row.over, ...rest, headers };
}

/** The same request as a presigned URL; anonymous cannot create one. */
export async function viaUrl(
  { s3, row, who, bucket }: Ask,
  method: string,
  body: string | undefined,
  how: { seconds: number; secondsAgo?: number; tamper?: (url: string) => string },
): Promise<Answer> {
  if (who === undefined) throw new Error("nobody can sign that URL");
  const full: Request = s3.request(request(row, bucket, method, body === undefined ? {} : { body }));
  const at = new Date(Date.now() - (how.secondsAgo ?? 0) * 1000);
  const url = await presigned(who, full, how.seconds, { at });
  return send({ ...full, url: how.tamper?.(url) ?? url });
}

export const xml = (name: string, content: string): string =>
  `<${name} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${name}>`;
export const PUBLIC = { "x-amz-acl": "public-read" };
export const PRIVATE = { "x-amz-acl": "private" };
