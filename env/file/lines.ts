/** An env file as its readers take it (Ruby's dotenv, npm's and docker compose), with nothing of it lost. */

/** A line of an env file. The `raw` of all of them, one after another, is the file. */
export interface FileLine {
  /** As it stands in the file, with its line break; a value in quotes may go over several lines. */
  raw: string;
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

const SPACE = "[ \\t\\v\\f]*";
const EMPTY_OR_COMMENT = new RegExp(`^${SPACE}(#.*)?$`, "s");
const ASSIGNMENT = new RegExp(
  `^${SPACE}(export[ \\t]+)?([A-Za-z0-9_.-]+)(?:(${SPACE}=${SPACE}|:[ \\t]+(?=[^ \\t]))(.*)|${SPACE})$`,
  "s",
);

/** The lines of a file; throws `UnreadableFile` for the first that cannot be read. */
export function fileLines(text: string): FileLine[] {
  const lines: FileLine[] = [];
  const start = text.startsWith(BOM) ? BOM.length : 0;
  let at = start;
  let number = 1;
  while (at < text.length) {
    const line = lineAt(text, at, number);
    lines.push(line);
    at += line.raw.length;
    number += line.raw.split("\n").length - 1;
  }
  if (start === 0) return lines;
  const [first = { raw: "", prefix: "", comment: "" }, ...rest] = lines;
  return [{ ...first, raw: BOM + first.raw }, ...rest];
}

/** Its last value counts for every reader. */
export function valuesOf(lines: FileLine[]): Record<string, string> {
  return Object.fromEntries(
    lines.flatMap(({ name, value }) => (name && value !== undefined ? [[name, value]] : [])),
  );
}

function lineAt(text: string, at: number, number: number): FileLine {
  const raw = physicalLine(text, at);
  const content = withoutBreak(raw);
  if (EMPTY_OR_COMMENT.test(content)) return { raw: checked(raw, number), prefix: "", comment: "" };
  const match = ASSIGNMENT.exec(content);
  if (match === null) throw new UnreadableFile(number, 'is neither a comment nor "NAME=value"');
  const [, prefix = "", name = "", separator, rest = ""] = match;
  const head = { name, prefix: prefix === "" ? "" : "export " };
  if (separator === undefined) return { ...head, raw: checked(raw, number), comment: "" };
  const valueAt = at + content.length - rest.length;
  return /^["']/.test(rest)
    ? { ...head, ...quotedValue(text, at, valueAt, number) }
    : { ...head, raw: checked(raw, number), ...bareValue(rest, number) };
}

/** npm's dotenv knows a third quote, and with it values of several lines. */
function bareValue(rest: string, number: number): { value: string; comment: string } {
  if (/^`[^`]*$/.test(rest)) {
    throw new UnreadableFile(number, "begins a value with `, which some readers take for a quote");
  }
  // Past a no-break space npm's dotenv finds a quote, and Ruby's a text.
  if (/^\s/.test(rest)) {
    throw new UnreadableFile(number, "has a space before its value that only some readers take for one");
  }
  const [value = ""] = rest.split("#");
  return { value: value.trim(), comment: /\s(#.*)$/.exec(` ${rest}`)?.[1] ?? "" };
}

function quotedValue(
  text: string,
  at: number,
  valueAt: number,
  number: number,
): { raw: string; value: string; comment: string } {
  const quote = text.charAt(valueAt);
  let end = valueAt;
  // A backslash before it keeps a quote open for all of them, whatever stands before the backslash.
  do end = text.indexOf(quote, end + 1);
  while (end >= 0 && text[end - 1] === "\\");
  if (end < 0) throw new UnreadableFile(number, "opens a quote that nothing closes");
  const rest = physicalLine(text, end + 1);
  if (!EMPTY_OR_COMMENT.test(withoutBreak(rest))) {
    throw new UnreadableFile(
      number,
      "begins a value in quotes, and more than a comment follows the closing quote",
    );
  }
  return {
    raw: checked(text.slice(at, end + 1 + rest.length), number),
    value: text.slice(valueAt + 1, end),
    comment: withoutBreak(rest).trim(),
  };
}

/** From here up to the next line break, which is part of it. */
function physicalLine(text: string, at: number): string {
  const end = text.indexOf("\n", at);
  return text.slice(at, end < 0 ? text.length : end + 1);
}

export function withoutBreak(raw: string): string {
  return raw.replace(/\r?\n$/, "");
}

/** Ruby's dotenv and npm's take the first for a line break, and JavaScript's `^` the others. */
function checked(raw: string, number: number): string {
  const at = /\r(?!\n)|[\u2028\u2029]/.exec(raw)?.index;
  if (at === undefined) return raw;
  throw new UnreadableFile(
    number + raw.slice(0, at).split("\n").length - 1,
    "contains a line break that only some readers see (a lone carriage return, U+2028 or U+2029)",
  );
}
