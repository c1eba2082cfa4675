/** Copies of whole files in Cloudflare's cache. */
import type { R2Object, WorkerContext } from "./runtime";

/**
 * Larger files are read from R2 every time: while a reader is slower than the cache, the rest of the file is in the Worker's memory,
 * which is 128 MB for all readers (https://developers.cloudflare.com/workers/platform/limits/). Pictures are smaller, and players
 * request large files in parts, which are not cached.
 */
const LARGEST_COPY = 8 * 1024 * 1024;

/** Headers of a copy: the time at which it was made, in milliseconds, and the headers for readers, which would decide how long it is kept. */
const STORED_AT = "x-stored-at";
const READERS_CACHE_CONTROL = "x-readers-cache-control";
const READERS_EXPIRES = "x-readers-expires";

/**
 * A Cache-Control header with which no shared cache may answer readers by itself
 * (https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2). `no-cache` too, because the Worker asks R2 again for no copy.
 */
const NO_COPY = /(^|,)\s*(no-store|no-cache|private)\s*($|[,=])/i;

/** A file from the cache; undefined if the cache has none that is young enough. */
export async function cachedCopy(url: string, maxAgeSeconds: number): Promise<Response | undefined> {
  const copy = await caches.default.match(url);
  if (copy === undefined) return undefined;
  // The copy may be older than what a new setting allows.
  const age = (Date.now() - Number(copy.headers.get(STORED_AT))) / 1000;
  if (!(age < maxAgeSeconds)) {
    await copy.body?.cancel();
    return undefined;
  }
  const headers = new Headers(copy.headers);
  headers.delete(STORED_AT);
  replace(headers, "cache-control", headers.get(READERS_CACHE_CONTROL));
  headers.delete(READERS_CACHE_CONTROL);
  replace(headers, "expires", headers.get(READERS_EXPIRES));
  headers.delete(READERS_EXPIRES);
  headers.delete("cf-cache-status");
  headers.set("age", String(Math.floor(age)));
  headers.set("x-cache", "HIT");
  return new Response(copy.body, { status: copy.status, headers });
}

/** Stores a copy of an answer with a whole file, and returns the answer. */
export function storingCopy(
  url: string,
  object: R2Object,
  response: Response,
  maxAgeSeconds: number,
  context: WorkerContext,
): Response {
  const { contentEncoding, cacheControl = "" } = object.httpMetadata ?? {};
  // What is encoded already would be encoded once more on its way out of the cache.
  const isEncoded = contentEncoding !== undefined;
  const mayStore = !isEncoded && !NO_COPY.test(cacheControl);
  if (object.size > LARGEST_COPY || maxAgeSeconds === 0 || !mayStore) return response;
  const copy = response.clone();
  const headers = new Headers(copy.headers);
  replace(headers, READERS_CACHE_CONTROL, headers.get("cache-control"));
  replace(headers, READERS_EXPIRES, headers.get("expires"));
  headers.delete("expires");
  headers.set("cache-control", `public, max-age=${maxAgeSeconds}`);
  headers.set(STORED_AT, String(Date.now()));
  context.waitUntil(caches.default.put(url, new Response(copy.body, { headers })));
  return response;
}

function replace(headers: Headers, name: string, value: string | null): void {
  if (value === null) headers.delete(name);
  else headers.set(name, value);
}
