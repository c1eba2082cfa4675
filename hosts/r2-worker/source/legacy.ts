/** The place that still serves files that are not in the bucket yet. */
import type { R2WorkerLegacy } from "../settings";
import { answer, refusal } from "./answers";
import { isAmbiguous, pathOfKey } from "./key";
import type { WorkerRequestInit } from "./runtime";

/** How long, in seconds, a browser may keep a file of the legacy host: as long as an error, because it may soon be in the bucket. */
const LEGACY_SECONDS = 10;

/** How long the Worker waits for the headers of an answer. */
const TIMEOUT_MS = 10_000;

/** The headers of the reader that the legacy host gets. Everything else, such as cookies, is none of its business. */
const REQUEST_HEADERS = ["range", "if-range", "if-none-match", "if-modified-since"];

/** The headers of the legacy host that the reader gets. */
const RESPONSE_HEADERS = [
  ...["accept-ranges", "content-disposition", "content-encoding", "content-language", "content-length"],
  ...["content-range", "content-type", "etag", "last-modified"],
];

/** Requests a file that is missing in the bucket. It answers 404 unless the legacy host has the file. */
export async function legacyAnswer(
  request: Request,
  key: string,
  { hostname, path }: R2WorkerLegacy,
  hosts: readonly string[],
): Promise<Response> {
  if (isAmbiguous(key) || cameThrough(request, hosts)) return refusal(404, request.method);
  const url = `https://${hostname}${path === undefined ? "" : `/${path}`}${pathOfKey(key)}`;
  const response = await requested(url, request, hosts);
  if (response === undefined || response.status >= 500) {
    await response?.body?.cancel();
    return refusal(502, request.method);
  }
  // A redirect may lead back to this host, or to one that the app's content security policy does not list.
  if (!isServed(response, request)) {
    await response.body?.cancel();
    return refusal(404, request.method);
  }
  return answer(response.status, response.body, {
    ...picked(response.headers, RESPONSE_HEADERS),
    "cache-control": `public, max-age=${LEGACY_SECONDS}`,
  });
}

/** Whether the legacy host passed the request on to this host, so that it would come round in a circle. */
function cameThrough(request: Request, hosts: readonly string[]): boolean {
  return (request.headers.get("via") ?? "")
    .split(",")
    .some((one) => hosts.includes(one.trim().split(" ")[1] ?? ""));
}

/** Undefined if the legacy host cannot be reached, or is too slow. */
async function requested(
  url: string,
  request: Request,
  hosts: readonly string[],
): Promise<Response | undefined> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const init: WorkerRequestInit = {
    method: request.method,
    headers: {
      ...picked(request.headers, REQUEST_HEADERS),
      // A part of an encoded file is not a part of the file.
      "accept-encoding": "identity",
      "user-agent": "media-storage",
      via: `1.1 ${hosts[0] ?? ""}`,
    },
    redirect: "manual",
    // Else Cloudflare would cache it for as long as the legacy host says.
    cache: "no-store",
    signal: abort.signal,
  };
  try {
    return await fetch(url, init);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function isServed({ status }: Response, request: Request): boolean {
  if (status === 206) return request.headers.has("range");
  return status === 200 || status === 304;
}

function picked(headers: Headers, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}
