/** The Worker's answers, each with the headers that every answer has. */
import {
  ALLOWED_METHODS,
  CONTENT_SECURITY_POLICY,
  EXPOSED_HEADERS,
  PREFLIGHT_SECONDS,
} from "../../response-headers";
import { contentRange, type ByteRange } from "./ranges";
import type { R2Object, WorkerResponseInit } from "./runtime";

/** On every answer, errors too. */
const SECURITY_HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": EXPOSED_HEADERS.join(", "),
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-resource-policy": "cross-origin",
  "x-content-type-options": "nosniff",
};

const ERRORS = {
  404: "Not Found",
  405: "Method Not Allowed",
  412: "Precondition Failed",
  416: "Range Not Satisfiable",
  502: "Bad Gateway",
  503: "Service Unavailable",
};

export function answer(
  status: number,
  body: ReadableStream | string | null,
  headers: Record<string, string>,
  init: Pick<WorkerResponseInit, "encodeBody"> = {},
): Response {
  return new Response(body, { ...init, status, headers: { ...headers, ...SECURITY_HEADERS } });
}

/** An error, which nobody may keep: an app may link to a file before its upload has ended. */
export function refusal(
  status: keyof typeof ERRORS,
  method: string,
  headers: Record<string, string> = {},
): Response {
  const body = method === "HEAD" ? null : `${ERRORS[status]}\n`;
  return answer(status, body, { "cache-control": "no-store", "content-type": "text/plain", ...headers });
}

export function methodRefusal(method: string): Response {
  return refusal(405, method, { allow: ALLOWED_METHODS.join(", ") });
}

/** To a browser that asks whether a page of another host may send a request. */
export function preflightAnswer(): Response {
  return answer(204, null, {
    "access-control-allow-methods": ALLOWED_METHODS.join(", "),
    "access-control-allow-headers": "*",
    "access-control-max-age": String(PREFLIGHT_SECONDS),
  });
}

/** Plain http is not answered. */
export function redirectToHttps(url: string): Response {
  return answer(301, null, { location: url });
}

/** The answer with an object or a part of it. The body is null for HEAD. */
export function objectAnswer(
  object: R2Object,
  body: ReadableStream | null,
  maxAgeSeconds: number,
  range?: ByteRange,
): Response {
  return answer(
    range ? 206 : 200,
    body,
    {
      ...objectHeaders(object, maxAgeSeconds),
      "content-length": String((range ?? { length: object.size }).length),
      ...(range && { "content-range": contentRange(range, object.size) }),
    },
    // An object that was uploaded with a Content-Encoding is encoded already.
    { encodeBody: "manual" },
  );
}

export function notModified(object: R2Object, maxAgeSeconds: number): Response {
  return answer(304, null, objectHeaders(object, maxAgeSeconds));
}

function objectHeaders({ httpEtag, uploaded, httpMetadata = {} }: R2Object, maxAgeSeconds: number) {
  const { contentType, contentLanguage, contentDisposition, contentEncoding, cacheControl, cacheExpiry } =
    httpMetadata;
  const hasLifetime = cacheControl !== undefined || cacheExpiry !== undefined;
  return {
    "accept-ranges": "bytes",
    "content-type": contentType ?? "application/octet-stream",
    etag: httpEtag,
    "last-modified": uploaded.toUTCString(),
    // For files to which the app gave no time.
    ...(!hasLifetime && { "cache-control": `public, max-age=${maxAgeSeconds}` }),
    ...(cacheControl !== undefined && { "cache-control": cacheControl }),
    ...(cacheExpiry !== undefined && { expires: cacheExpiry.toUTCString() }),
    ...(contentLanguage !== undefined && { "content-language": contentLanguage }),
    ...(contentDisposition !== undefined && { "content-disposition": contentDisposition }),
    ...(contentEncoding !== undefined && { "content-encoding": contentEncoding }),
  };
}
