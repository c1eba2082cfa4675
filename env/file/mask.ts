import { OURS } from "./edit";
import { contentOf, type FileLine } from "./lines";

/** What of a file may be shown. */
export interface Shown {
  /** The variables whose values are shown. */
  plain: ReadonlySet<string>;
  /** The variables of which it is known that their values are secrets. */
  secret: ReadonlySet<string>;
  /** Lines that are this library's own, and are shown whole; none by default. */
  own?: ReadonlySet<string>;
}

/** A value without a space, a quote or a character of another alphabet, in which nothing but a value hides. */
const PLAIN = /^[A-Za-z0-9_./:%+=,*-]*$/;

/** `https://user:password@host` is a secret whatever the variable is. */
export const isPlainValue = (value: string): boolean => PLAIN.test(value);

/** Names as people give them. A line of a key or of a token, left behind by a lost quote, looks like a name too. */
const CONVENTIONAL = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

/**
 * What of a line is shown in a diff, at each of the lines of the file over which it goes. Of the operator's own, only plain
 * values of the variables to be shown and the names of the others: nobody knows which settings and comments are secrets.
 * A mark says on which `side` a line is that is not the same in both files.
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

/** The lines of an overlay that is there already: those of the new one, and of all others nothing. */
export function maskedOverlay(lines: string[], own: ReadonlySet<string>): string[] {
  return lines.map((line) => (own.has(line) ? line : "[not shown, old]"));
}

/** The comments and lines that a block brings. */
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
