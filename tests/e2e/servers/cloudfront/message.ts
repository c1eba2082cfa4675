/** HTTP messages as the model handles them. */

/** Names in lower case; one value for each line of the header. */
export type HttpHeaders = Record<string, string[] | undefined>;

export interface ViewerRequest {
  method: string;
  /** The request target as it was sent, not tidied: `/media//a%2e.png?x=1`. */
  target: string;
  /** Whether it came over https. */
  secure: boolean;
  headers: HttpHeaders;
  body: Buffer;
  ip: string;
}

export interface Answer {
  status: number;
  headers: HttpHeaders;
  body: Buffer;
}

/** All values of a header in one text, as a client reads them; undefined without the header. */
export function header(headers: HttpHeaders, name: string): string | undefined {
  return headers[name]?.join(", ");
}

/** The headers without these. */
export const without = (headers: HttpHeaders, names: string[]): HttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

/** An answer of CloudFront's own. */
export function plain(status: number, text: string, headers: HttpHeaders = {}): Answer {
  return { status, headers: { "content-type": ["text/plain"], ...headers }, body: Buffer.from(`${text}\n`) };
}

/** Path and query of a request target; the query is undefined without `?`. */
export function splitTarget(target: string): { path: string; query: string | undefined } {
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, "");
  const [path = "", ...rest] = local.split("?");
  return { path: path === "" ? "/" : path, query: rest.length === 0 ? undefined : rest.join("?") };
}
