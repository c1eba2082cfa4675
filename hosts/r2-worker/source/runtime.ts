/**
 * What the Worker uses of Cloudflare's runtime beside the standard web interfaces. The package `@cloudflare/workers-types` would replace
 * the global types of Node.js in the whole project.
 * https://developers.cloudflare.com/r2/api/workers/workers-api-reference/
 */

/** A bucket that is bound to the Worker. */
export interface R2Bucket {
  head(key: string): Promise<R2Object | null>;
  /** Without a body if `onlyIf` does not hold. */
  get(key: string, options?: R2GetOptions): Promise<R2Object | R2ObjectBody | null>;
}

export interface R2GetOptions {
  range?: { offset: number; length: number };
  onlyIf?: { etagMatches: string };
}

export interface R2Object {
  size: number;
  etag: string;
  /** The ETag header: with quotes. */
  httpEtag: string;
  uploaded: Date;
  httpMetadata?: R2HttpMetadata;
}

export interface R2ObjectBody extends R2Object {
  body: ReadableStream;
}

export interface R2HttpMetadata {
  contentType?: string;
  contentLanguage?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  cacheControl?: string;
  cacheExpiry?: Date;
}

/** The cache of the data center in which the Worker runs. https://developers.cloudflare.com/workers/runtime-apis/cache/ */
export interface EdgeCache {
  match(url: string): Promise<Response | undefined>;
  put(url: string, response: Response): Promise<void>;
}

declare global {
  var caches: { default: EdgeCache };
}

export interface WorkerContext {
  /** Lets the Worker go on after its answer. */
  waitUntil(promise: Promise<unknown>): void;
}

/** Options of a request. `no-store`: neither from Cloudflare's cache nor into it. */
export type WorkerRequestInit = RequestInit & { cache?: "no-store" };

/** Options of a response. `manual`: the body is already encoded as its Content-Encoding header says. */
export type WorkerResponseInit = ResponseInit & { encodeBody?: "automatic" | "manual" };
