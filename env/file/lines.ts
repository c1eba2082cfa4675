/** An env file as its readers take it (Ruby's dotenv, npm's and docker compose), with nothing of it lost. */

/** A line of an env file. The `raw` of all of them, one after another, is the file. */
export interface FileLine {
  /** As it stands in the file, with its line break; a value in quotes may go over several lines. */
  raw: string;
  /** Where it begins in the file, behind a byte order mark. */
  start: number;
  /** Where it ends in the file, behind its line break. */
  end: number;
  /** The number of its first line, counted from 1. */
  number: number;
  /** Over how many lines of the file it goes. */
  height: number;
  /** The variable that it sets; missing for a comment and a blank line. */
  name?: string;
  /** What it sets, quotes and a comment behind it taken away; missing where the variable comes from outside (`NAME` alone). */
  value?: string;
  /** What stands before the name: `export `, or nothing. */
  prefix: string;
  /** The comment behind the value, where a space is before its `#`. */
  comment: string;
}

/** A file that its readers cannot read, or would read each in its own way. */
export class UnreadableFile extends Error {
  constructor(
    /** Counted from 1. */
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line} ${problem}`);
  }
}

export const BOM = "\ufeff";

/** How long the byte order mark is that a file begins with. */
export const bomOf = (text: string): number => (text.startsWith(BOM) ? BOM.length : 0);

const SPACE = "[ \\t\\v\\f]*";
const EMPTY_OR_COMMENT = new RegExp(`^${SPACE}(?:#|$)`);
const ASSIGNMENT = new RegExp(
  `^${SPACE}(export[ \\t]+)?([A-Za-z0-9_.-]+)(?:(${SPACE}=${SPACE}|:[ \\t]+(?=[^ \\t]))(.*)|${SPACE})$`,
  "s",
);
/** Ruby's dotenv and npm's take the first for a line break, and JavaScript's `^` the others. */
const UNCLEAR_BREAK = /\r(?!\n)|[\u2028\u2029]/;

/** The lines of a file, one at a time, for it may be large; throws `UnreadableFile` at the first that cannot be read. */
export function* linesOf(text: string): Generator<FileLine, undefined> {
  const unclear = text.search(UNCLEAR_BREAK);
  let at = 0;
  let number = 1;
  while (at < text.length) {
    const line = lineAt({ text, unclear, at, number });
    yield line;
    at = line.end;
    number += line.height;
  }
}

/** All lines of a small file. */
export const fileLines = (text: string): FileLine[] => [...linesOf(text)];

/** What the variables are set to, of which the last value counts for every reader; with `keeps` only some of them. */
export function valuesOf(
  lines: Iterable<FileLine>,
  keeps: (name: string, value: string) => boolean = () => true,
): Record<string, string> {
  const values = new Map<string, string>();
  for (const { name, value } of lines) {
    if (name !== undefined && value !== undefined && (keeps(name, value) || values.has(name)))
      values.set(name, value);
  }
  return Object.fromEntries(values);
}

/** A place in a file, at the beginning of a line. */
interface At {
  text: string;
  /** Where the first line break is that only some readers see; -1 where there is none. */
  unclear: number;
  at: number;
  number: number;
}

function lineAt(place: At): FileLine {
  const { text, at, number } = place;
  const start = at === 0 ? bomOf(text) : at;
  const end = breakBehind(text, at);
  const line: FileLine = { raw: text.slice(at, end), start, end, number, height: 1, prefix: "", comment: "" };
  // Most lines of a large file are of one of these, and a regular expression takes longer.
  const first = text[start];
  if (first === "#" || first === "\n") return checked(place, line);
  const content = withoutBreak(text.slice(start, end));
  if (EMPTY_OR_COMMENT.test(content)) return checked(place, line);
  const match = ASSIGNMENT.exec(content);
  if (match === null) throw new UnreadableFile(number, 'is neither a comment nor "NAME=value"');
  const [, prefix, name = "", separator, rest = ""] = match;
  line.name = name;
  if (prefix !== undefined) line.prefix = "export ";
  if (separator === undefined) return checked(place, line);
  if (rest.startsWith('"') || rest.startsWith("'")) {
    return checked(place, Object.assign(line, quotedValue(place, start + content.length - rest.length)));
  }
  return Object.assign(checked(place, line), bareValue(rest, number));
}

/** npm's dotenv knows a third quote, and with it values of several lines. */
function bareValue(rest: string, number: number): Pick<FileLine, "value" | "comment"> {
  if (rest.startsWith("`") && !rest.includes("`", 1)) {
    throw new UnreadableFile(number, "begins a value with `, which some readers take for a quote");
  }
  // Past a no-break space npm's dotenv finds a quote, and Ruby's a text.
  if (/^\s/.test(rest)) {
    throw new UnreadableFile(number, "has a space before its value that only some readers take for one");
  }
  const hash = rest.indexOf("#");
  if (hash < 0) return { value: rest.trim(), comment: "" };
  return { value: rest.slice(0, hash).trim(), comment: /\s(#.*)$/.exec(` ${rest}`)?.[1] ?? "" };
}

function quotedValue(
  { text, at, number }: At,
  valueAt: number,
): Pick<FileLine, "raw" | "end" | "height" | "value" | "comment"> {
  const quote = text.charAt(valueAt);
  let close = valueAt;
  // A backslash before it keeps a quote open for all of them, whatever stands before the backslash.
  do close = text.indexOf(quote, close + 1);
  while (close >= 0 && text[close - 1] === "\\");
  if (close < 0) throw new UnreadableFile(number, "opens a quote that nothing closes");
  const end = breakBehind(text, close + 1);
  const rest = withoutBreak(text.slice(close + 1, end));
  if (!EMPTY_OR_COMMENT.test(rest)) {
    throw new UnreadableFile(
      number,
      "begins a value in quotes, and more than a comment follows the closing quote",
    );
  }
  return {
    raw: text.slice(at, end),
    end,
    height: 1 + breaksIn(text, valueAt, close),
    value: text.slice(valueAt + 1, close),
    comment: rest.trim(),
  };
}

/** Where the next line begins, or the end of the file. */
function breakBehind(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** How many line breaks are between two places. */
export function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

export const breakOf = (raw: string): string =>
  raw.endsWith("\r\n") ? "\r\n" : raw.endsWith("\n") ? "\n" : "";

export const withoutBreak = (raw: string): string => raw.slice(0, raw.length - breakOf(raw).length);

/** A line without its break, and without a byte order mark before it. */
export const contentOf = ({ raw }: FileLine): string => withoutBreak(raw).replace(/^\ufeff/, "");

/** The line, in which all readers see the same line breaks. */
function checked({ text, unclear, at, number }: At, line: FileLine): FileLine {
  if (unclear < at || unclear >= line.end) return line;
  throw new UnreadableFile(
    number + breaksIn(text, at, unclear),
    "contains a line break that only some readers see (a lone carriage return, U+2028 or U+2029)",
  );
}
