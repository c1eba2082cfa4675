import type { IncomingHttpHeaders } from "node:http";

/** One request to Cloudflare's API, authenticated and routed. */
export interface ApiCall {
  method: string;
  /** Behind `/client/v4`. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** What stands for the `:names` of the route. */
  parameters: Record<string, string>;
  /** The parsed JSON; empty for a request that sends something else. */
  body: Record<string, unknown>;
  /** The body as it was sent. */
  text: string;
}

export interface ApiAnswer {
  status?: number;
  /** What `result` says; undefined for an answer without a body. */
  result?: unknown;
  /** Of lists. */
  resultInfo?: object;
  /** An answer that is not JSON, in place of `result`. */
  raw?: { contentType: string; text: string };
}

/** What the server does for a method and a path such as `/zones/:zone/dns_records`. */
export interface Route {
  method: string;
  path: string;
  answer(call: ApiCall): ApiAnswer;
}

interface ErrorBody {
  code: number;
  message: string;
  error_chain?: ErrorBody[];
}

/** An error as Cloudflare gives it. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    private readonly chain: { code: number; message: string }[] = [],
  ) {
    super(message);
  }

  get body(): object {
    const error: ErrorBody = { code: this.code, message: this.message };
    if (this.chain.length > 0) error.error_chain = this.chain;
    return { result: null, success: false, errors: [error], messages: [] };
  }
}

/** https://github.com/cloudflare/cloudflare-go/issues/118 */
export const noRoute = (path: string): ApiError =>
  new ApiError(400, 7003, `Could not route to /client/v4${path}, perhaps your object identifier is invalid?`);

/** Ids have 32 hexadecimal digits: of others there is no route. */
export const isId = (text: string | undefined): boolean => /^[\da-f]{32}$/.test(text ?? "");

/** The route for the call, with what its path names. */
export function findRoute(
  routes: Route[],
  method: string,
  path: string,
): [Route, Record<string, string>] | undefined {
  const parts = path.split("/");
  for (const route of routes) {
    const wanted = route.path.split("/");
    const fits =
      wanted.length === parts.length &&
      wanted.every((part, index) => part.startsWith(":") || part === parts[index]);
    if (route.method !== method || !fits) continue;
    const named = wanted
      .map((part, index) => [part, parts[index]!] as const)
      .filter(([part]) => part.startsWith(":"));
    return [route, Object.fromEntries(named.map(([part, value]) => [part.slice(1), value]))];
  }
  return undefined;
}

/** A list, all on one page. */
export function page(items: unknown[]): ApiAnswer {
  const count = items.length;
  return { result: items, resultInfo: { page: 1, per_page: 100, count, total_count: count, total_pages: 1 } };
}
