/**
 * Runs a CloudFront function on an event.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
 */
import { createContext, runInContext } from "node:vm";
import { type Answer, type HttpHeaders, plain, splitTarget, type ViewerRequest } from "./message";

interface Field {
  value: string;
  attributes?: string;
  multiValue?: { value: string; attributes?: string }[];
}
type Fields = Record<string, Field>;

export interface FunctionRequest {
  method: string;
  uri: string;
  querystring: Fields;
  headers: Fields;
  cookies: Fields;
}

export interface FunctionResponse {
  statusCode: number;
  statusDescription?: string;
  headers?: Fields;
  cookies?: Fields;
  body?: string | { encoding: "text" | "base64"; data: string };
}

export interface FunctionEvent {
  version: "1.0";
  context: {
    distributionDomainName: string;
    distributionId: string;
    eventType: "viewer-request" | "viewer-response";
    requestId: string;
  };
  viewer: { ip: string };
  request: FunctionRequest;
  response?: FunctionResponse;
}

/** A function that failed, as CloudFront answers then. */
export class FunctionFailure extends Error {
  constructor(readonly answer: Answer) {
    super(answer.body.toString());
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions */
const MOST_BYTES = 10_240;
/** Far longer than a function may take: a model that is slow must not fail it, and one that never ends must fail. */
const TIMEOUT_MS = 5_000;

/**
 * What the handler returns. Strict mode, no evaluation of text as code, no timers, network or files:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
 */
export async function runFunction(code: string, event: FunctionEvent): Promise<unknown> {
  if (Buffer.byteLength(code) > MOST_BYTES) throw new Error(`a function has at most ${MOST_BYTES} bytes`);
  const context = createContext({}, { codeGeneration: { strings: false, wasm: false } });
  // The event is read and the result written as text, so that no object of this process is in the function's reach.
  const script = `"use strict";${code}\n;Promise.resolve(handler(JSON.parse(${JSON.stringify(
    JSON.stringify(event),
  )}))).then((result) => JSON.stringify(result))`;
  let result: string;
  try {
    result = await (runInContext(script, context, { timeout: TIMEOUT_MS }) as Promise<string>);
  } catch (error) {
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-503-lambda-execution-error.html
    throw new FunctionFailure(plain(503, `The CloudFront function failed: ${String(error)}`));
  }
  return JSON.parse(result) as unknown;
}

/** The viewer-request function's result: a request to go on with, or an answer that is sent at once. */
export async function onViewerRequest(
  code: string,
  event: FunctionEvent,
  request: ViewerRequest,
): Promise<{ request: ViewerRequest } | { answer: Answer }> {
  const result = (await runFunction(code, event)) as FunctionRequest | FunctionResponse;
  if ("statusCode" in result) {
    const none = { status: 200, headers: {}, body: Buffer.alloc(0) };
    return { answer: applied(result, none) };
  }
  refuseHeaders(result.headers, request.headers, ["content-length", "host", "transfer-encoding", "via"]);
  const query = Object.entries(result.querystring)
    .flatMap(([name, field]) =>
      valuesOf(field).map(({ value }) => (value === "" ? name : `${name}=${value}`)),
    )
    .join("&");
  const cookies = Object.entries(result.cookies).flatMap(([name, field]) =>
    valuesOf(field).map(({ value }) => `${name}=${value}`),
  );
  const headers = {
    ...headersOf(result.headers),
    ...(cookies.length > 0 && { cookie: [cookies.join("; ")] }),
  };
  const target = query === "" ? result.uri : `${result.uri}?${query}`;
  // What it did not change goes to the origin as it came.
  const { path, query: sent } = splitTarget(request.target);
  const unchanged =
    result.uri === path && JSON.stringify(result.querystring) === JSON.stringify(queryFields(sent));
  return { request: { ...request, headers, target: unchanged ? request.target : target } };
}

/** The answer as the viewer-response function returns it. */
export async function onViewerResponse(code: string, event: FunctionEvent, answer: Answer): Promise<Answer> {
  const result = (await runFunction(code, event)) as FunctionResponse;
  refuseHeaders(result.headers ?? {}, answer.headers, ["warning", "via"]);
  return applied(result, answer);
}

export function functionEvent(
  of: { domainName: string; arn: string },
  request: ViewerRequest,
  answer?: Answer,
): FunctionEvent {
  const { path, query } = splitTarget(request.target);
  const cookies = (request.headers["cookie"] ?? []).flatMap((line) => line.split("; "));
  return {
    version: "1.0",
    context: {
      distributionDomainName: of.domainName,
      distributionId: of.arn.split("/").at(-1) ?? "",
      eventType: answer === undefined ? "viewer-request" : "viewer-response",
      requestId: "the-models-request",
    },
    viewer: { ip: request.ip },
    request: {
      method: request.method,
      uri: path,
      querystring: queryFields(query),
      headers: headerFields(request.headers, "cookie"),
      cookies: collected(cookies.map(nameAndValue)),
    },
    ...(answer && {
      response: {
        statusCode: answer.status,
        headers: headerFields(answer.headers, "set-cookie"),
        cookies: collected((answer.headers["set-cookie"] ?? []).map(setCookie)),
      },
    }),
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html */
const DISALLOWED =
  /^(connection|expect|keep-alive|proxy-(authenticate|authorization|connection)|trailer|upgrade|x-accel-.*|x-amz-cf-.*|x-amzn-(auth|cf-billing|cf-id|cf-xff|errortype|fle-profile|header-count|header-order|lambda-integration-tag|requestid)|x-cache|x-edge-.*|x-forwarded-proto|x-real-ip)$/;

function refuseHeaders(fields: Fields, before: HttpHeaders, readOnly: string[]): void {
  for (const name of Object.keys(fields)) {
    const changed = JSON.stringify(headersOf(fields)[name]) !== JSON.stringify(before[name]);
    if (name !== name.toLowerCase() || DISALLOWED.test(name) || (readOnly.includes(name) && changed))
      throw new FunctionFailure(plain(502, `The CloudFront function returned the header ${name}`));
  }
}

function applied({ statusCode, headers = {}, cookies = {}, body }: FunctionResponse, answer: Answer): Answer {
  const set = Object.entries(cookies).flatMap(([name, field]) =>
    valuesOf(field).map(({ value, attributes }) =>
      [`${name}=${value}`, attributes].filter((part) => part !== undefined).join("; "),
    ),
  );
  const replaced =
    body === undefined
      ? answer.body
      : typeof body === "string"
        ? Buffer.from(body)
        : Buffer.from(body.data, body.encoding === "base64" ? "base64" : "utf8");
  return {
    status: statusCode,
    headers: { ...headersOf(headers), ...(set.length > 0 && { "set-cookie": set }) },
    body: replaced,
  };
}

const headersOf = (fields: Fields): HttpHeaders =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, valuesOf(field).map(({ value }) => value)]),
  );

const valuesOf = (field: Field): { value: string; attributes?: string }[] => field.multiValue ?? [field];

const headerFields = (headers: HttpHeaders, cookies: string): Fields =>
  collected(
    Object.entries(headers)
      .filter(([name]) => name !== cookies && !DISALLOWED.test(name))
      .flatMap(([name, values = []]) => values.map((value): [string, Field] => [name, { value }])),
  );

const queryFields = (query: string | undefined): Fields =>
  collected(
    (query ?? "")
      .split("&")
      .filter((pair) => pair !== "")
      .map(nameAndValue),
  );

function nameAndValue(pair: string): [string, Field] {
  const [name = "", ...value] = pair.split("=");
  return [name, { value: value.join("=") }];
}

function setCookie(line: string): [string, Field] {
  const [pair = "", ...attributes] = line.split("; ");
  const [name, field] = nameAndValue(pair);
  return [name, { ...field, ...(attributes.length > 0 && { attributes: attributes.join("; ") }) }];
}

/** Several of one name are one field with a `multiValue`. */
function collected(all: [string, Field][]): Fields {
  const fields: Fields = {};
  for (const [name, field] of all) {
    const first = fields[name];
    if (first === undefined) fields[name] = field;
    else first.multiValue = [...(first.multiValue ?? [{ ...first }]), field];
  }
  return fields;
}
