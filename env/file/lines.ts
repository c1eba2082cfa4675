/** Parses an env file like Ruby's dotenv, npm's dotenv and docker compose, and keeps every character. */

/** A line of an env file. Joining `raw` of all lines gives the file. */
export interface FileLine {
  /** The original text with its line break. A value in quotes may have several lines. */
  raw: string;
  /** Its start in the file, after a byte order mark. */
  start: number;
  /** Its end in the file, after its line break. */
  end: number;
  /** The number of its first line, starting with 1. */
  number: number;
  /** The number of lines in the file. */
  height: number;
  /** The variable that it sets; undefined for a comment and an empty line. */
  name?: string;
  /** The value without quotes and without a comment; undefined for `NAME` alone, whose value comes from the environment. */
  value?: string;
  /** The text before the name: `export `, or nothing. */
  prefix: string;
  /** The comment after the value, if there is a space before its `#`. */
  comment: string;
}

/** A file that programs cannot read, or read in different ways. */
export class UnreadableFile extends Error {
  constructor(
    /** Starting with 1. */
    readonly line: number,
    problem: string,
  ) {
    super(`line ${line} ${problem}`);
  }
}

export const BOM = "\ufeff";

/** The length of the byte order mark at the start of a file. */
export const bomOf = (text: string): number => (text.startsWith(BOM) ? BOM.length : 0);

const SPACE = "[ \\t\\v\\f]*";
const EMPTY_OR_COMMENT = new RegExp(`^${SPACE}(?:#|$)`);
const ASSIGNMENT = new RegExp(
  `^${SPACE}(export[ \\t]+)?([A-Za-z0-9_.-]+)(?:(${SPACE}=${SPACE}|:[ \\t]+(?=[^ \\t]))(.*)|${SPACE})$`,
  "s",
);
/** Ruby's dotenv and npm's read the first as a line break, and JavaScript's `^` the others. */
const UNCLEAR_BREAK = /\r(?!\n)|[\u2028\u2029]/;

/** The lines of a file, one at a time, because it may be large. Throws `UnreadableFile` at the first unreadable line. */
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

/** The values of the variables. Every program uses the last value of a name. `keeps` selects names. */
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
  /** The first line break that only some programs recognize; -1 if there is none. */
  unclear: number;
  at: number;
  number: number;
}

function lineAt(place: At): FileLine {
  const { text, at, number } = place;
  const start = at === 0 ? bomOf(text) : at;
  const end = breakBehind(text, at);
  const line: FileLine = { raw: text.slice(at, end), start, end, number, height: 1, prefix: "", comment: "" };
  // Most lines of a large file have one of these forms, and a regular expression takes longer.
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

/** npm's dotenv supports a third quote, also for values with several lines. */
function bareValue(rest: string, number: number): Pick<FileLine, "value" | "comment"> {
  if (rest.startsWith("`") && !rest.includes("`", 1)) {
    throw new UnreadableFile(number, "begins a value with `, which some readers take for a quote");
  }
  // After a no-break space npm's dotenv reads a quote, and Ruby's reads text.
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
  // For all programs a backslash before a quote keeps it open, whatever comes before the backslash.
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

/** The start of the next line, or the end of the file. */
function breakBehind(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end + 1;
}

/** The number of line breaks between two places. */
export function breaksIn(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

export const breakOf = (raw: string): string =>
  raw.endsWith("\r\n") ? "\r\n" : raw.endsWith("\n") ? "\n" : "";

export const withoutBreak = (raw: string): string => raw.slice(0, raw.length - breakOf(raw).length);

/** A line without its line break and without a byte order mark. */
export const contentOf = ({ raw }: FileLine): string => withoutBreak(raw).replace(/^\ufeff/, "");

/** Returns the line if all programs see the same line breaks in it. */
function checked({ text, unclear, at, number }: At, line: FileLine): FileLine {
  if (unclear < at || unclear >= line.end) return line;
  throw new UnreadableFile(
    number + breaksIn(text, at, unclear),
    "contains a line break that only some readers see (a lone carriage return, U+2028 or U+2029)",
  );
}
