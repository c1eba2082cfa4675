import type { IncomingHttpHeaders } from "node:http";

/** A request as the front received it, with its whole body. */
export interface FrontRequest {
  method: string;
  /** With the host that the client asked for, because the host is signed. */
  url: URL;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The value of a header that S3 has at most once. */
export function header({ headers }: FrontRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

/** Bucket and key, still encoded; the key is empty for requests about a bucket, the bucket for requests about the account. */
export function placeOf({ url }: FrontRequest): { bucket: string; key: string } {
  const [, bucket = "", key = ""] = /^\/([^/]*)\/?(.*)$/s.exec(url.pathname) ?? [];
  return { bucket, key };
}
