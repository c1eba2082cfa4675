/** Ranges and conditions on an object that the cache has whole. */
import { header, type Answer, type HttpHeaders } from "./message";

/** First and last byte. */
export interface Range {
  start: number;
  end: number;
}

/**
 * The ranges that are served; undefined where the whole object is served with 200 instead: without a header, and when they are not
 * in order, overlap or are invalid. A range beyond the end is "unsatisfiable".
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RangeGETs.html
 */
export function rangesOf(value: string | undefined, length: number): Range[] | "unsatisfiable" | undefined {
  const listed = /^bytes=(.+)$/.exec(value?.trim() ?? "")?.[1];
  if (listed === undefined) return undefined;
  const ranges: Range[] = [];
  for (const spec of listed.split(",")) {
    const [, first = "", last = ""] = /^\s*(\d*)-(\d*)\s*$/.exec(spec) ?? [];
    if (first === "" && last === "") return undefined;
    const start = first === "" ? Math.max(0, length - Number(last)) : Number(first);
    const end = first === "" || last === "" ? length - 1 : Number(last);
    if (first !== "" && last !== "" && end < start) return undefined;
    const previous = ranges.at(-1);
    if (previous !== undefined && start <= previous.end) return undefined;
    ranges.push({ start, end: Math.min(end, length - 1) });
  }
  return ranges.every(({ start }) => start < length) ? ranges : "unsatisfiable";
}

/** What a viewer gets of a whole object: all of it, a part, or that it has not changed. */
export function represent(whole: Answer, request: { method: string; headers: HttpHeaders }): Answer {
  if (whole.status !== 200) return whole;
  const { headers, body } = whole;
  if (isUnchanged(headers, request.headers)) return { status: 304, headers: unsized(headers), body: NOTHING };
  // https://www.rfc-editor.org/rfc/rfc9110#section-14.2: a range is defined for GET only.
  const asked = request.method === "GET" ? wantedRange(headers, request.headers) : undefined;
  const ranges = rangesOf(asked, body.length);
  if (ranges === undefined) return whole;
  if (ranges === "unsatisfiable") {
    const unsatisfied = { "content-range": [`bytes */${body.length}`], "content-type": ["text/plain"] };
    return { status: 416, headers: { ...unsized(headers), ...unsatisfied }, body: NOTHING };
  }
  if (ranges.length > 1) return severalParts(whole, ranges);
  const [only] = ranges as [Range];
  return part(headers, body.subarray(only.start, only.end + 1), only, body.length);
}

export function part(headers: HttpHeaders, body: Buffer, { start, end }: Range, total: number): Answer {
  const sized = { "content-range": [`bytes ${start}-${end}/${total}`], "content-length": [`${body.length}`] };
  return { status: 206, headers: { ...headers, ...sized }, body };
}

const BOUNDARY = "CloudFront-model";

/** https://www.rfc-editor.org/rfc/rfc9110#section-14.6 */
function severalParts({ headers, body }: Answer, ranges: Range[]): Answer {
  const type = header(headers, "content-type") ?? "application/octet-stream";
  const parts = ranges.flatMap(({ start, end }) => [
    `\r\n--${BOUNDARY}\r\nContent-Type: ${type}\r\nContent-Range: bytes ${start}-${end}/${body.length}\r\n\r\n`,
    body.subarray(start, end + 1),
  ]);
  const all = Buffer.concat([...parts, `\r\n--${BOUNDARY}--\r\n`].map((one) => Buffer.from(one)));
  const described = {
    "content-type": [`multipart/byteranges; boundary=${BOUNDARY}`],
    "content-length": [`${all.length}`],
  };
  return { status: 206, headers: { ...headers, ...described }, body: all };
}

const NOTHING = Buffer.alloc(0);

const unsized = (headers: HttpHeaders): HttpHeaders => ({ ...headers, "content-length": undefined });

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.1.5: with another version's validator the range is not meant. */
function wantedRange(stored: HttpHeaders, asked: HttpHeaders): string | undefined {
  const condition = header(asked, "if-range");
  const current = [header(stored, "etag"), header(stored, "last-modified")];
  return condition === undefined || current.includes(condition) ? header(asked, "range") : undefined;
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2: If-None-Match wins over If-Modified-Since. */
function isUnchanged(stored: HttpHeaders, asked: HttpHeaders): boolean {
  const tags = header(asked, "if-none-match");
  if (tags !== undefined) {
    const weak = (tag: string): string => tag.trim().replace(/^W\//, "");
    return tags
      .split(",")
      .map(weak)
      .some((tag) => tag === "*" || tag === weak(header(stored, "etag") ?? ""));
  }
  const since = Date.parse(header(asked, "if-modified-since") ?? "");
  return since >= Date.parse(header(stored, "last-modified") ?? "");
}
