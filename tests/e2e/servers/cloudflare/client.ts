/** Requests to the stand-in, as a test makes them itself. */
import type { Cloudflare } from "./index";

export interface Reply {
  status: number;
  result: unknown;
  /** The code of each error and of what caused it. */
  codes: number[];
}

export interface CallOptions {
  /** What the header `authorization` says; null for none. By default the token that may do everything. */
  authorization?: string | null;
  headers?: Record<string, string>;
}

/** Text is sent as it is, anything else as JSON. */
export async function callApi(
  { url, token }: Cloudflare,
  [method, path, body]: [method: string, path: string, body?: unknown],
  { authorization = `Bearer ${token}`, headers = {} }: CallOptions = {},
): Promise<Reply> {
  const reply = await fetch(url + path, {
    method,
    headers: { ...headers, ...(authorization !== null && { authorization }) },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await reply.text();
  if (reply.headers.get("content-type") !== "application/json")
    return { status: reply.status, result: text, codes: [] };
  const { result, errors } = JSON.parse(text) as {
    result: unknown;
    errors: { code: number; error_chain?: { code: number }[] }[];
  };
  const codes = errors.flatMap(({ code, error_chain = [] }) => [code, ...error_chain.map((one) => one.code)]);
  return { status: reply.status, result, codes };
}
