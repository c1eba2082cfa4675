/** Conditional requests (RFC 9110, section 13). */
import type { R2Object } from "./runtime";

/** The headers that make a request conditional. */
const CONDITIONS = ["if-match", "if-unmodified-since", "if-none-match", "if-modified-since", "if-range"];

export function isConditional(headers: Headers): boolean {
  return CONDITIONS.some((name) => headers.has(name));
}

/** The status with which a condition that does not hold is answered; undefined if all hold. In the order of RFC 9110, 13.2.2. */
export function failedCondition(headers: Headers, object: R2Object): 304 | 412 | undefined {
  const ifMatch = headers.get("if-match");
  if (ifMatch !== null) {
    if (!matchesStrongly(ifMatch, object.httpEtag)) return 412;
  } else if (seconds(object.uploaded) > timeOf(headers, "if-unmodified-since", Infinity)) return 412;
  const ifNoneMatch = headers.get("if-none-match");
  if (ifNoneMatch !== null) return matchesWeakly(ifNoneMatch, object.httpEtag) ? 304 : undefined;
  return seconds(object.uploaded) <= timeOf(headers, "if-modified-since", -Infinity) ? 304 : undefined;
}

/** Whether the reader's part, if it has one, is of this very object, so that a range may follow it. */
export function holdsIfRange(headers: Headers, object: R2Object): boolean {
  const value = headers.get("if-range");
  if (value === null) return true;
  if (value.includes('"')) return value.trim() === object.httpEtag;
  return seconds(object.uploaded) === timeOf(headers, "if-range", NaN);
}

/** A weak entity tag never matches strongly. */
function matchesStrongly(header: string, etag: string): boolean {
  return header.trim() === "*" || entityTags(header).includes(etag);
}

function matchesWeakly(header: string, etag: string): boolean {
  return header.trim() === "*" || entityTags(header).some((tag) => tag.replace(/^W\//, "") === etag);
}

function entityTags(header: string): string[] {
  return header.match(/(W\/)?"[^"]*"/g) ?? [];
}

/** In seconds; `otherwise` if the header is missing or not a date. Such a header is ignored. */
function timeOf(headers: Headers, name: string, otherwise: number): number {
  const time = Date.parse(headers.get(name) ?? "");
  return Number.isNaN(time) ? otherwise : time / 1000;
}

/** HTTP knows whole seconds only. */
function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}
