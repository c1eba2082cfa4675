import { OURS } from "./edit";
import { contentOf, type FileLine } from "./lines";

/** What may be shown of a file. */
export interface Shown {
  /** The variables whose values are shown. */
  plain: ReadonlySet<string>;
  /** The variables whose values are known to be secrets. */
  secret: ReadonlySet<string>;
  /** Lines of this library, which are shown in full; default: none. */
  own?: ReadonlySet<string>;
}

/** A value without spaces, quotes and non-ASCII letters, which cannot hide anything else. */
const PLAIN = /^[A-Za-z0-9_./:%+=,*-]*$/;

/** `https://user:password@host` is a secret in any variable, so `@` is not plain. */
export const isPlainValue = (value: string): boolean => PLAIN.test(value);

/** Usual names of variables. With a missing quote, a line of a key or a token can look like another name. */
const CONVENTIONAL = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/**
 * The text of a line in a diff, for each of its lines in the file. For the operator's own lines it shows only plain values of the
 * variables in `shown` and the names of the others, because it is not known which settings and comments are secrets. The mark
 * contains the `side` of a line that differs between the files.
 */
export function maskedLine(line: FileLine, i: number, shown: Shown, side?: "old" | "new"): string {
  const { name, prefix } = line;
  const mark = (kind: string): string => `[${kind}${side === undefined ? "" : `, ${side}`}]`;
  const whole = mark("not shown");
  if (i > 0) return whole;
  const content = contentOf(line);
  if (content.trim() === "" || shown.own?.has(content) === true) return content;
  if (name === undefined) return `# ${whole}`;
  const isKnown = shown.plain.has(name) || shown.secret.has(name);
  if (!isKnown && !CONVENTIONAL.test(name)) return whole;
  return `${prefix}${name}${valueOf(line, shown, mark)}`;
}

function valueOf(
  { name = "", value, comment }: FileLine,
  shown: Shown,
  mark: (kind: string) => string,
): string {
  if (value === undefined) return "";
  const isShown = shown.plain.has(name) && isPlainValue(value);
  const written = isShown ? value : mark(shown.secret.has(name) ? "secret" : "not shown");
  return `=${written}${comment === "" || !isShown ? "" : ` # ${mark("not shown")}`}`;
}

/** The lines of an existing overlay. Lines that the new overlay does not have are masked. */
export function maskedOverlay(lines: string[], own: ReadonlySet<string>): string[] {
  return lines.map((line) => (own.has(line) ? line : "[not shown, old]"));
}

/** The comments and lines of a block. */
export function ownLines(
  title: string,
  block: { name: string; written: string; comment: string }[],
  plain: ReadonlySet<string>,
): Set<string> {
  const comments = [title, ...block.map(({ comment }) => comment)].filter((text) => text !== "");
  const lines = block.filter(({ name }) => plain.has(name));
  return new Set([
    ...comments.map((comment) => OURS + comment),
    ...lines.flatMap(({ name, written }) => [
      `${name}=${written}`,
      `export ${name}=${written === "" ? "''" : written}`,
    ]),
  ]);
}
