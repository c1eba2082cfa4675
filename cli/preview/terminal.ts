/** Where the preview is printed, and the few things about text in a terminal that every renderer needs. */
import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";
import type { Colors } from "picocolors/types";

export interface Terminal {
  colour: boolean;
  /** Columns; what is laid out in lines keeps within them. */
  width: number;
  /** Nothing is folded. */
  full: boolean;
}

/** What `process.stdout` says of itself. */
export interface Stream {
  isTTY?: boolean;
  columns?: number;
}

const PIPE_WIDTH = 100;
const FOLD_ABOVE = 5;
const SHOWN_OF_FOLDED = 3;

/**
 * picocolors' rules, but from the stream that is printed to, and without its exceptions for CI and Windows: what
 * goes into a pipe or a log is read by programs. `FORCE_COLOR=0` means off, as it does to Node.js.
 */
export function terminalOf(stream: Stream, env: NodeJS.ProcessEnv, full: boolean): Terminal {
  const tty = stream.isTTY === true;
  const forced = env["FORCE_COLOR"];
  const wanted = forced ? forced !== "0" : tty && env["TERM"] !== "dumb";
  return {
    colour: wanted && !env["NO_COLOR"],
    // Some pseudo terminals say that they have no columns at all.
    width: (tty && stream.columns) || PIPE_WIDTH,
    full: full || !tty,
  };
}

const palettes = { on: picocolors.createColors(true), off: picocolors.createColors(false) };

export function coloursOf(terminal: Terminal): Colors {
  return terminal.colour ? palettes.on : palettes.off;
}

/** Nearly all text is this (ASCII, Latin, dashes and dots, guides): safe, and one column a character. */
const NARROW = /^[ -~\u00a1-\u02ff\u2010-\u2027\u2500-\u257f]*$/;

// Beside the control characters (a terminal obeys them), what reorders or hides text: a config that somebody else
// wrote must not show a policy other than the one it makes.
const UNSAFE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** The text with all that a terminal would obey instead of show as `\u001b`. */
export function escaped(text: string): string {
  if (NARROW.test(text)) return text;
  return text.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** As `escaped`, for text whose indentation is its own: a tab stays a tab. */
export function escapedLine(line: string): string {
  return line.split("\t").map(escaped).join("\t");
}

// This is text for people, not YAML: `*` and `arn:aws:s3:::bucket` need no quotes.
const AMBIGUOUS = /^$|^\s|\s$|^["']|^(true|false|null|\{\}|\[\])$|^[-+.]?\d[\d.e]*$|[,:]\s/;

/** A string as it stands, or in quotes where it would be taken for something else. */
export function quoted(value: string): string {
  return AMBIGUOUS.test(value) || escaped(value) !== value ? escaped(JSON.stringify(value)) : value;
}

const MARKS = /\[secret\]|<known after up(, secret)?>/g;

/** Word by word, so that it stays dim where it is wrapped. */
function dimWords(text: string, colours: Colors): string {
  return text.replace(/\S+/g, (word) => colours.dim(word));
}

/** Dims what stands for a value that is not shown. */
export function dimMarks(text: string, colours: Colors): string {
  return text.replace(MARKS, (mark) => dimWords(mark, colours));
}

const WIDE =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
// Made when the first such text comes, because the first one costs more than all the rest of the rendering.
let graphemes: Intl.Segmenter | undefined;

/** How many columns the text takes; colours take none. */
export function widthOf(text: string): number {
  if (NARROW.test(text)) return text.length;
  const visible = stripVTControlCharacters(text);
  if (NARROW.test(visible)) return visible.length;
  graphemes ??= new Intl.Segmenter("en");
  let width = 0;
  for (const { segment } of graphemes.segment(visible)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Breaks at spaces only, so that an ARN or a URL stays in one piece; later lines begin with `hang` spaces. */
export function wrap(text: string, width: number, hang: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const word of text.split(" ")) {
    const wide = widthOf(word);
    if (line.length > 0 && used + 1 + wide > width) {
      while (line.length > 1 && stripVTControlCharacters(line.at(-1) ?? "") === "") line.pop();
      lines.push(line.join(" "));
      line = [" ".repeat(hang) + word];
      used = hang + wide;
    } else {
      used += wide + (line.length > 0 ? 1 : 0);
      line.push(word);
    }
  }
  return [...lines, line.join(" ")];
}

/** The items that are printed: all, or the first few of many, when `folded` is what follows them. */
export function fold<T>(items: T[], terminal: Terminal): { shown: T[]; folded: string } {
  if (terminal.full || items.length <= FOLD_ABOVE) return { shown: items, folded: "" };
  return {
    shown: items.slice(0, SHOWN_OF_FOLDED),
    folded: dimWords("… (--full shows all)", coloursOf(terminal)),
  };
}
