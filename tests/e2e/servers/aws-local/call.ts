import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** One request to AWS, with what every part of the server wants to know of it. */
export interface Call {
  method: string;
  /** Path and query string, as they came. */
  target: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
  /** Of a request in S3's path style; undefined for the query APIs (IAM, STS), which all go to `/`. */
  bucket: string | undefined;
  /** Undefined for a request about the bucket itself. */
  key: string | undefined;
  /**
   * The action of the query APIs and of those that name it in a header (ACM), else the sub-resource of S3's (`policy`,
   * `publicAccessBlock`), if any.
   */
  action: string | undefined;
  query: URLSearchParams;
  /** Where the client signed for; undefined of a request without a signature. */
  region: string | undefined;
}

/** The account that everything belongs to: moto's. */
export const ACCOUNT = "123456789012";

export interface Answer {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** What stands behind: moto. */
export type Upstream = (call: Call) => Promise<Answer>;

/** A part of the server answers the calls that are its business and gives undefined for all others. */
export type Part = (call: Call, upstream: Upstream) => Promise<Answer | undefined>;

/** An error as AWS gives it: a part throws it, the server writes it in the form of the service. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export function parseCall(method: string, target: string, headers: IncomingHttpHeaders, body: Buffer): Call {
  const url = new URL(target, "http://aws.local");
  const [bucket, ...key] = decodeURIComponent(url.pathname).slice(1).split("/");
  return {
    method,
    target,
    path: url.pathname,
    headers,
    body,
    bucket: bucket === "" ? undefined : bucket,
    key: key.join("/") === "" ? undefined : key.join("/"),
    action: actionOf(url.searchParams, headers, body),
    query: url.searchParams,
    region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(headers.authorization))?.[1],
  };
}

function actionOf(query: URLSearchParams, headers: IncomingHttpHeaders, body: Buffer): string | undefined {
  const named = headers["x-amz-target"];
  if (typeof named === "string") return named.split(".").pop();
  const form = String(headers["content-type"]).startsWith("application/x-www-form-urlencoded");
  if (form) return new URLSearchParams(body.toString()).get("Action") ?? undefined;
  return subResource(query);
}

/** S3 names a sub-resource by a parameter without a value; list-type, x-id and the like have one. */
function subResource(query: URLSearchParams): string | undefined {
  return [...query].find(([, value]) => value === "")?.[0];
}

/** What a part asks moto on its own behalf. */
export function aside(call: Call, method: string, target: string, body = ""): Call {
  return parseCall(method, target, { host: call.headers.host }, Buffer.from(body));
}

export function xml(status: number, text: string): Answer {
  return { status, headers: { "content-type": "text/xml" }, body: Buffer.from(text) };
}

/** The text of the first element of that name; AWS's answers nest no element in one of its own name. */
export function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
}
