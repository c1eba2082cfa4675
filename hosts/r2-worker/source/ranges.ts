/** The Range header (RFC 9110, section 14). */

/** A part of an object, in bytes. */
export interface ByteRange {
  offset: number;
  length: number;
}

/**
 * The part that a Range header asks for: undefined for the whole object, "unsatisfiable" if the object has no such part. As RFC 9110
 * allows, it ignores a header that is not valid, another unit than bytes, and several ranges. Always computed from the object's size,
 * because R2 answers a part that an object does not have with an error.
 */
export function requestedRange(header: string | null, size: number): ByteRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  if (first === "") return suffix(Number(last), size);
  const offset = Number(first);
  const end = last === "" ? Infinity : Number(last);
  if (end < offset) return undefined;
  if (offset >= size) return "unsatisfiable";
  return { offset, length: Math.min(end + 1, size) - offset };
}

/** The last bytes; all of them if there are fewer. */
function suffix(wanted: number, size: number): ByteRange | "unsatisfiable" {
  const length = Math.min(wanted, size);
  return length === 0 ? "unsatisfiable" : { offset: size - length, length };
}

/** The Content-Range header of a part. */
export function contentRange({ offset, length }: ByteRange, size: number): string {
  return `bytes ${offset}-${offset + length - 1}/${size}`;
}
