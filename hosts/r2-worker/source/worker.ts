/**
 * The Worker of a media host on Cloudflare R2. It serves the public prefixes of the bucket that is bound to it, and nothing else. It
 * reads of a request only the method, the URL without its query, and the headers of ranges and conditions.
 */
import type { R2WorkerSettings } from "../settings";
import {
  methodRefusal,
  notModified,
  objectAnswer,
  preflightAnswer,
  redirectToHttps,
  refusal,
} from "./answers";
import { cachedCopy, storingCopy } from "./cache";
import { failedCondition, holdsIfRange, isConditional } from "./conditional";
import { pathOfKey, publicKey } from "./key";
import { legacyAnswer } from "./legacy";
import { requestedRange } from "./ranges";
import type { R2Bucket, R2Object, R2ObjectBody, WorkerContext } from "./runtime";

/** The Worker's bindings; their names are R2_WORKER_BINDINGS. */
export interface Environment {
  BUCKET: R2Bucket;
  SETTINGS: R2WorkerSettings;
}

export default {
  async fetch(request: Request, environment: Environment, context: WorkerContext): Promise<Response> {
    try {
      return await answerTo(request, environment, context);
    } catch (error) {
      // R2 fails, or is too busy. Cloudflare's own page would have no CORS header. Only somebody who reads the Worker's live logs at
      // that moment sees the reason (https://developers.cloudflare.com/workers/observability/logs/real-time-logs/).
      console.error(error);
      return refusal(503, request.method);
    }
  },
};

async function answerTo(
  request: Request,
  environment: Environment,
  context: WorkerContext,
): Promise<Response> {
  const { hosts, prefixes, maxAgeSeconds, legacy } = environment.SETTINGS;
  const { method } = request;
  const url = new URL(request.url);
  if (!hosts.includes(url.hostname)) return refusal(404, method);
  if (method === "OPTIONS") return preflightAnswer();
  if (method !== "GET" && method !== "HEAD") return methodRefusal(method);
  const key = publicKey(url.pathname, prefixes);
  // Private and missing keys are answered alike, so that nobody learns which private keys exist.
  if (key === undefined) return refusal(404, method);
  // One copy of a file, whatever its query; by this URL it can be purged.
  const canonicalUrl = `https://${url.hostname}${pathOfKey(key)}`;
  if (url.protocol === "http:") return redirectToHttps(canonicalUrl);
  const found = needsMetadata(request)
    ? await checkedAnswer(request, environment.BUCKET, key, maxAgeSeconds)
    : await wholeAnswer(environment.BUCKET, key, canonicalUrl, maxAgeSeconds, context);
  if (found !== undefined) return found;
  return legacy === undefined ? refusal(404, method) : legacyAnswer(request, key, legacy, hosts);
}

/** Whether the answer depends on more than the key, so that the cache does not know it. */
function needsMetadata({ method, headers }: Request): boolean {
  return method === "HEAD" || headers.has("range") || isConditional(headers);
}

/** The whole file, from the cache or the bucket; undefined if the bucket does not have it. */
async function wholeAnswer(
  bucket: R2Bucket,
  key: string,
  url: string,
  maxAgeSeconds: number,
  context: WorkerContext,
): Promise<Response | undefined> {
  const copy = await cachedCopy(url, maxAgeSeconds);
  if (copy !== undefined) return copy;
  const object = await bucket.get(key);
  if (object === null || !hasBody(object)) return undefined;
  const response = objectAnswer(object, object.body, maxAgeSeconds);
  return storingCopy(url, object, response, maxAgeSeconds, context);
}

/** How often the Worker starts again when somebody overwrites the object at the same time. */
const ATTEMPTS = 3;

/** The answer to HEAD, or to a range or a condition; undefined if the bucket does not have the object. */
async function checkedAnswer(
  request: Request,
  bucket: R2Bucket,
  key: string,
  maxAgeSeconds: number,
): Promise<Response | undefined> {
  const { method, headers } = request;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const object = await bucket.head(key);
    if (object === null) return undefined;
    const failed = failedCondition(headers, object);
    if (failed === 304) return notModified(object, maxAgeSeconds);
    if (failed === 412) return refusal(412, method);
    if (method === "HEAD") return objectAnswer(object, null, maxAgeSeconds);
    const range = requestedRange(holdsIfRange(headers, object) ? headers.get("range") : null, object.size);
    if (range === "unsatisfiable") {
      return refusal(416, method, { "content-range": `bytes */${object.size}` });
    }
    const read = await bucket.get(key, { onlyIf: { etagMatches: object.etag }, ...(range && { range }) });
    if (read === null) return undefined;
    if (hasBody(read)) return objectAnswer(read, read.body, maxAgeSeconds, range);
  }
  return refusal(503, method);
}

function hasBody(object: R2Object | R2ObjectBody): object is R2ObjectBody {
  return "body" in object;
}
