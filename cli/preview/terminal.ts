/** The terminal to which the preview is printed, and functions for text in a terminal. */
import { stripVTControlCharacters } from "node:util";
import picocolors from "picocolors";
import type { Colors } from "picocolors/types";

export interface Terminal {
  colour: boolean;
  /** The number of columns. */
  width: number;
  /** Long lists are printed in full. */
  full: boolean;
}

/** The properties of `process.stdout` that are used. */
export interface Stream {
  isTTY?: boolean;
  columns?: number;
}

const PIPE_WIDTH = 100;
const FOLD_ABOVE = 5;
const SHOWN_OF_FOLDED = 3;
/** Only minified code has longer lines. */
const CUT_ABOVE = 400;
const SHOWN_OF_CUT = 60;

/**
 * picocolors' rules, but for the stream that is used, and without its exceptions for CI and Windows, because programs read pipes
 * and logs. As in Node.js, `FORCE_COLOR=0` turns colours off.
 */
export function terminalOf(stream: Stream, env: NodeJS.ProcessEnv, full: boolean): Terminal {
  const tty = stream.isTTY === true;
  const forced = env["FORCE_COLOR"];
  const wanted = forced ? forced !== "0" : tty && env["TERM"] !== "dumb";
  return {
    colour: wanted && !env["NO_COLOR"],
    // Some pseudo terminals report 0 columns.
    width: (tty && stream.columns) || PIPE_WIDTH,
    full: full || !tty,
  };
}

const palettes = { on: picocolors.createColors(true), off: picocolors.createColors(false) };

export function coloursOf(terminal: Terminal): Colors {
  return terminal.colour ? palettes.on : palettes.off;
}

/** Nearly all text has only these characters (ASCII, Latin, dashes, dots, lines). They are safe, and each takes one column. */
const NARROW = /^[ -~\u00a1-\u02ff\u2010-\u2027\u2500-\u257f]*$/;

// Control characters, which a terminal interprets, and characters that reorder or hide text. A config that somebody else wrote
// must not make the preview show a different policy than the real one.
const UNSAFE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Escapes characters that a terminal would interpret instead of showing, for example as `\u001b`. */
export function escaped(text: string): string {
  if (NARROW.test(text)) return text;
  return text.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** Like `escaped`, but keeps tabs. */
export function escapedLine(line: string): string {
  return line.split("\t").map(escaped).join("\t");
}

// This is text for people, not YAML: `*` and `arn:aws:s3:::bucket` need no quotes.
const AMBIGUOUS = /^$|^\s|\s$|^["']|^(true|false|null|\{\}|\[\])$|^[-+.]?\d[\d.e]*$|[,:]\s/;

/** A string, in quotes if it could be read as something else. */
export function quoted(value: string): string {
  return AMBIGUOUS.test(value) || escaped(value) !== value ? escaped(JSON.stringify(value)) : value;
}

const MARKS = /\[secret\]|<known after up(, secret)?>/g;

/** Dims each word separately, so that the text stays dim after wrapping. */
function dimWords(text: string, colours: Colors): string {
  return text.replace(/\S+/g, (word) => colours.dim(word));
}

/** Dims the marks of values that are not shown. */
export function dimMarks(text: string, colours: Colors): string {
  return text.replace(MARKS, (mark) => dimWords(mark, colours));
}

const WIDE =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
// Created only when it is needed, because creating it takes longer than the rest of the rendering.
let graphemes: Intl.Segmenter | undefined;

/** The number of columns of a text, without colours. */
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

/** Wraps only at spaces, so that ARNs and URLs stay in one piece. Later lines begin with `hang` spaces. */
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

/** The items to print: all, or the first few of many with `folded` after them. */
export function fold<T>(items: T[], terminal: Terminal): { shown: T[]; folded: string } {
  if (terminal.full || items.length <= FOLD_ABOVE) return { shown: items, folded: "" };
  return { shown: items.slice(0, SHOWN_OF_FOLDED), folded: restMark(terminal) };
}

/** The line, or the beginning of one that would fill the screen. */
export function cut(line: string, terminal: Terminal): string {
  if (terminal.full || line.length <= CUT_ABOVE) return line;
  return `${line.slice(0, SHOWN_OF_CUT)}${restMark(terminal)}`;
}

const restMark = (terminal: Terminal): string => dimWords("… (--full shows all)", coloursOf(terminal));
