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

/** The lines that a file is to have. */
export interface Block {
  /** What the block is, in a comment before its first line; may be empty. */
  title: string;
  lines: BlockLine[];
}

export interface BlockLine {
  name: string;
  /** What stands behind `NAME=`, quotes included. */
  written: string;
  /** In a comment before the line; may be empty. */
  comment: string;
}

/** Comments that begin so are this library's: each edit writes those of its block anew, so that none outlives its line. */
export const OURS = "# media-storage: ";

/** The block in the dotenv text that this library renders: a title, and each line below its comment. */
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

/** What putting a block into a file changes. */
export interface FileEdit {
  splices: Splice[];
  /** The values that the file sets, as it is and with the block in it: those that are read, or refer to what is taken out. */
  before: Record<string, string>;
  after: Record<string, string>;
  /** The unwanted variables that are in the file. */
  removed: string[];
}

/**
 * How the block gets into the file. A variable of the block keeps its first place, so that whatever refers to it further
 * down sees the new value; those that are missing follow the last of the others, or stand at the end. The `unwanted`
 * variables are taken out unless the block sets them. Every other line stays as it is. Throws `UnreadableFile`.
 *
 * Of the lines that stay the result has the values of the variables that `reads` wants and no others, for a file may have very
 * many.
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

/** Lines of the file, one after another, that are taken out; with `mine`, a line whose place a variable of the block takes. */
interface Place {
  start: number;
  end: number;
  mine?: { line: BlockLine; was: FileLine };
  /** Comments of ours: what they are about is known at the next variable. */
  isUndecided: boolean;
}

interface Scan {
  places: Place[];
  /** Where the last line of the file begins, whose value may go over several. */
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
  // A few lines without a title are set among those of a block, and its comments still hold.
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
        // What stands above another variable is of another block: two instances of one app may share a file.
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

/** The variables that a value refers to, as `$NAME` or `${NAME...}`. */
export function referencesIn(value: string): string[] {
  return [...value.matchAll(/\$\{?(\w+)/g)].map(([, name = ""]) => name);
}

/** The places of a file, in its order. */
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

  /** Whether the comments of ours since the last variable are taken out. */
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

/** No value of the block has several lines: a quote is missing, and what seems to be the value are other variables. */
function checkSpan({ name = "", number, height }: FileLine): void {
  if (height === 1) return;
  const last = number + height - 1;
  throw new UnreadableFile(
    number,
    `sets ${name} to a value that goes on to line ${last}, so a quote is missing`,
  );
}

/** The block's comments as they are when it was pasted. */
function commentsOf({ title, lines }: Block): Set<string> {
  const texts = [title, ...lines.map(({ comment }) => comment)].filter((text) => text !== "");
  return new Set(texts.map((text) => `# ${text}`));
}

/** With the line breaks and the `export` that the file has. */
function splicesOf(text: string, { places, lastStart, missing, isExporting }: Scan, title: string): Splice[] {
  const eol = breakOf(firstLine(text, places)) || "\n";
  let isTitled = title === "";
  const written = (line: BlockLine, was?: FileLine): string => {
    const comments = [isTitled ? "" : title, line.comment].filter((comment) => comment !== "");
    isTitled = true;
    return [
      // On a line of its own, for behind a value some readers take it for a part of it.
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
    // A last line without a break gets one, so it is a part of what changes.
    const isOpen = kept.text !== "" && breakOf(kept.text) === "";
    add({
      start: isOpen ? kept.start : text.length,
      end: text.length,
      text: (isOpen ? kept.text + eol : "") + (isApart ? "" : eol) + lines,
    });
  }
  return splices.filter(({ start, end, text: now }) => now !== text.slice(start, end));
}

/** The first line of the file that stays or gets a new value. */
function firstLine(text: string, places: Place[]): string {
  let start = bomOf(text);
  for (const place of places) {
    if (place.start !== start || place.mine !== undefined) break;
    start = place.end;
  }
  const end = text.indexOf("\n", start);
  return end < 0 ? "" : text.slice(start, end + 1);
}

/** The last line of the file that stays; empty where none does. */
function lastLine(text: string, places: Place[], lastStart: number): { start: number; text: string } {
  let end = text.length;
  for (let i = places.length - 1; places[i]?.end === end; i--) end = places[i]?.start ?? end;
  const isLast = end === text.length;
  const start = isLast ? lastStart : Math.max(bomOf(text), end < 2 ? 0 : text.lastIndexOf("\n", end - 2) + 1);
  return { start, text: text.slice(start, end) };
}

/**
 * Ruby's dotenv 3.1.5 to 3.2.0 takes `export NAME=` for `export` of a variable that is not set, and refuses the whole file
 * (https://github.com/bkeepers/dotenv/blob/v3.2.0/lib/dotenv/parser.rb).
 */
function assignment(prefix: string, { name, written }: BlockLine): string {
  return `${prefix}${name}=${prefix !== "" && written === "" ? "''" : written}`;
}
