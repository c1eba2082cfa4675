import {
  bomOf,
  breakOf,
  contentOf,
  fileLines,
  linesOf,
  UnreadableFile,
  valuesOf,
  withoutBreak,
  type FileLine,
} from "./lines";
import type { Splice } from "./splice";

/** The lines to set in a file. */
export interface Block {
  /** The title, written as a comment before the first line; may be empty. */
  title: string;
  lines: BlockLine[];
}

export interface BlockLine {
  name: string;
  /** The text after `NAME=`, with quotes. */
  written: string;
  /** Written as a comment before the line; may be empty. */
  comment: string;
}

/** The start of this library's own comments. Each edit replaces the comments of its block, so that no comment outlives its line. */
export const OURS = "# media-storage: ";

/** Parses the dotenv text that this library renders: a title, and each line after its comment. */
export function blockOf(text: string): Block {
  const [title, ...lines] = fileLines(text);
  const block: Block = { title: commentOf(title), lines: [] };
  let comment = "";
  for (const line of lines) {
    if (line.name === undefined) {
      comment = commentOf(line);
      continue;
    }
    const written = withoutBreak(line.raw).slice(`${line.name}=`.length);
    block.lines.push({ name: line.name, written, comment });
    comment = "";
  }
  return block;
}

const commentOf = (line: FileLine | undefined): string => withoutBreak(line?.raw ?? "").replace(/^# ?/, "");

/** The changes that put a block into a file. */
export interface FileEdit {
  splices: Splice[];
  /** Values of the file before and after the edit: only values that `reads` accepts or that refer to removed variables. */
  before: Record<string, string>;
  after: Record<string, string>;
  /** The unwanted variables that are in the file. */
  removed: string[];
}

/**
 * Puts the block into the file. A variable of the block keeps its first place, so that later lines that refer to it get the new
 * value. New variables are added after the block's last existing variable, or at the end. The `unwanted` variables are removed
 * unless the block sets them. All other lines do not change. Throws `UnreadableFile`.
 *
 * The result contains only values that `reads` accepts, because a file may have very many lines.
 */
export function editOf(
  text: string,
  block: Block,
  unwanted: ReadonlySet<string>,
  reads: (name: string) => boolean = () => true,
): FileEdit {
  const found = scanned(text, block, unwanted, reads);
  const managed = new Set([...unwanted, ...block.lines.map(({ name }) => name)]);
  const kept = Object.entries(found.before).filter(([name]) => !managed.has(name));
  const own = block.lines.map((line) => `${assignment("", line)}\n`).join("");
  const after = { ...Object.fromEntries(kept), ...valuesOf(linesOf(own)) };
  return {
    splices: splicesOf(text, found, block.title),
    before: found.before,
    after,
    removed: found.removed,
  };
}

/** Consecutive lines of the file that are removed. With `mine`, a variable of the block replaces them. */
interface Place {
  start: number;
  end: number;
  mine?: { line: BlockLine; was: FileLine };
  /** The library's own comments, until the next variable shows what they belong to. */
  isUndecided: boolean;
}

interface Scan {
  places: Place[];
  /** The start of the file's last line, whose value may have several lines. */
  lastStart: number;
  /** The variables of the block that the file does not have. */
  missing: BlockLine[];
  isExporting: boolean;
  before: Record<string, string>;
  removed: string[];
}

function scanned(
  text: string,
  block: Block,
  unwanted: ReadonlySet<string>,
  reads: (name: string) => boolean,
): Scan {
  const missing = new Map(block.lines.map((line) => [line.name, line]));
  const managed = new Set([...missing.keys(), ...unwanted]);
  // Lines without a title may be set inside an existing block, whose comments are still valid.
  const commented = block.title === "" ? unwanted : managed;
  const pasted = commentsOf(block);
  const removed = new Set<string>();
  const places = new Places();
  let [variables, exported, lastStart] = [0, 0, 0];
  const visited = function* (): Generator<FileLine> {
    for (const line of linesOf(text)) {
      yield line;
      const { name, raw } = line;
      lastStart = line.start;
      if (name === undefined) {
        if (!raw.includes("#")) continue;
        if (pasted.has(contentOf(line))) places.takeOut(line);
        // A comment above another variable belongs to another block, because two instances of an app may share a file.
        else if (contentOf(line).startsWith(OURS)) places.takeOut(line, true);
        continue;
      }
      variables++;
      if (line.prefix !== "") exported++;
      places.decide(commented.has(name));
      if (!managed.has(name)) continue;
      checkSpan(line);
      if (unwanted.has(name)) removed.add(name);
      const mine = missing.get(name);
      if (mine === undefined) places.takeOut(line);
      else places.put(mine, line);
      missing.delete(name);
    }
  };
  const refers = (value: string): boolean =>
    value.includes("$") && referencesIn(value).some((name) => unwanted.has(name));
  const before = valuesOf(visited(), (name, value) => reads(name) || refers(value));
  places.decide(block.title !== "");
  return {
    places: places.all,
    lastStart,
    missing: [...missing.values()],
    isExporting: variables > 0 && exported === variables,
    before,
    removed: [...unwanted].filter((name) => removed.has(name)),
  };
}

/** The variables that a value refers to with `$NAME` or `${NAME...}`. */
export function referencesIn(value: string): string[] {
  return [...value.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);
}

/** The changes of a file, in its order. */
class Places {
  readonly all: Place[] = [];
  private undecidedFrom = 0;

  put(line: BlockLine, was: FileLine): void {
    this.all.push({ start: was.start, end: was.end, mine: { line, was }, isUndecided: false });
    this.undecidedFrom = this.all.length;
  }

  takeOut({ start, end }: FileLine, isUndecided = false): void {
    const last = this.all[this.all.length - 1];
    const isLonger = last?.end === start && last.mine === undefined && last.isUndecided === isUndecided;
    if (isLonger) last.end = end;
    else this.all.push({ start, end, isUndecided });
  }

  /** Whether the library's own comments since the last variable are removed. */
  decide(areOut: boolean): void {
    const since = this.all.slice(this.undecidedFrom);
    if (since.some(({ isUndecided }) => isUndecided)) {
      this.all.length = this.undecidedFrom;
      for (const place of since) {
        if (place.isUndecided && !areOut) continue;
        place.isUndecided = false;
        this.all.push(place);
      }
    }
    this.undecidedFrom = this.all.length;
  }
}

/** Values of the block never have several lines. If one seems to have, a quote is missing, and its other lines are variables. */
function checkSpan({ name = "", number, height }: FileLine): void {
  if (height === 1) return;
  const last = number + height - 1;
  throw new UnreadableFile(
    number,
    `sets ${name} to a value that goes on to line ${last}, so a quote is missing`,
  );
}

/** The block's comments in the form that they have after pasting the block. */
function commentsOf({ title, lines }: Block): Set<string> {
  const texts = [title, ...lines.map(({ comment }) => comment)].filter((text) => text !== "");
  return new Set(texts.map((text) => `# ${text}`));
}

/** Uses the line breaks and the `export` of the file. */
function splicesOf(text: string, { places, lastStart, missing, isExporting }: Scan, title: string): Splice[] {
  const eol = breakOf(firstLine(text, places)) || "\n";
  let isTitled = title === "";
  const written = (line: BlockLine, was?: FileLine): string => {
    const comments = [isTitled ? "" : title, line.comment].filter((comment) => comment !== "");
    isTitled = true;
    return [
      // On a separate line, because some programs read a comment after a value as part of the value.
      ...(was?.comment ? [was.comment] : []),
      ...comments.map((comment) => OURS + comment),
      assignment(was?.prefix ?? (isExporting ? "export " : ""), line),
    ].join(eol);
  };
  const lastMine = places.reduce((last, { mine }, i) => (mine === undefined ? last : i), -1);
  const splices: Splice[] = [];
  const add = (splice: Splice): void => {
    const last = splices[splices.length - 1];
    if (last?.end !== splice.start) return void splices.push(splice);
    last.end = splice.end;
    last.text += splice.text;
  };
  for (const [i, { start, end, mine }] of places.entries()) {
    if (mine === undefined) {
      add({ start, end, text: "" });
      continue;
    }
    const own = written(mine.line, mine.was);
    const following = i === lastMine ? missing.map((line) => written(line) + eol) : [];
    const ownBreak = breakOf(mine.was.raw) || (following.length > 0 ? eol : "");
    add({ start, end, text: own + ownBreak + following.join("") });
  }
  if (lastMine < 0 && missing.length > 0) {
    const kept = lastLine(text, places, lastStart);
    const isApart = withoutBreak(kept.text).trim() === "";
    const lines = missing.map((line) => written(line) + eol).join("");
    // A last line without a line break gets one, so it changes too.
    const isOpen = kept.text !== "" && breakOf(kept.text) === "";
    add({
      start: isOpen ? kept.start : text.length,
      end: text.length,
      text: (isOpen ? kept.text + eol : "") + (isApart ? "" : eol) + lines,
    });
  }
  return splices.filter(({ start, end, text: now }) => now !== text.slice(start, end));
}

/** The first line of the file that is not removed. */
function firstLine(text: string, places: Place[]): string {
  let start = bomOf(text);
  for (const place of places) {
    if (place.start !== start || place.mine !== undefined) break;
    start = place.end;
  }
  const end = text.indexOf("\n", start);
  return end < 0 ? "" : text.slice(start, end + 1);
}

/** The last line of the file that does not change; empty if there is none. */
function lastLine(text: string, places: Place[], lastStart: number): { start: number; text: string } {
  let end = text.length;
  for (let i = places.length - 1; places[i]?.end === end; i--) end = places[i]?.start ?? end;
  const isLast = end === text.length;
  const start = isLast ? lastStart : Math.max(bomOf(text), end < 2 ? 0 : text.lastIndexOf("\n", end - 2) + 1);
  return { start, text: text.slice(start, end) };
}

/**
 * Ruby's dotenv 3.1.5 to 3.2.0 reads `export NAME=` as `export` of a variable that is not set, and refuses the whole file
 * (https://github.com/bkeepers/dotenv/blob/v3.2.0/lib/dotenv/parser.rb).
 */
function assignment(prefix: string, { name, written }: BlockLine): string {
  return `${prefix}${name}=${prefix !== "" && written === "" ? "''" : written}`;
}
