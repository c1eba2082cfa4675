/** The diff of a file without secrets. It is built from the edits, because a file may be too large to compare. */
import { diffArrays } from "diff";
import { bomOf, breaksIn, contentOf, linesOf, type FileLine } from "../../env/file/lines";
import { maskedLine, type Shown } from "../../env/file/mask";
import type { Splice } from "../../env/file/splice";

/** Changed lines with their context. */
export interface Hunk {
  oldStart: number;
  oldLines: number;
  newStart: number;
  newLines: number;
  lines: string[];
}

export interface FileDiff {
  hunks: Hunk[];
  /** The number of changed lines that are not in the hunks. */
  hidden: number;
}

/** The default number of changed lines that are shown. */
export const MAX_SHOWN = 1000;
/** A limit, because the time of a comparison grows with the square of the changes. */
const MAX_COMPARED = 400;
const CONTEXT = 3;

class Hunks {
  readonly hunks: Hunk[] = [];
  hidden = 0;
  private before = 1;
  private after = 1;
  /** The number of changed lines so far. */
  private changed = 0;
  private unchanged = Infinity;
  /** The last unchanged lines, for the context before the next change. */
  private recent: (() => string)[] = [];

  constructor(private readonly max: number) {}

  get isFull(): boolean {
    return this.changed >= this.max;
  }

  /** Whether the last change has all its context lines. */
  get isComplete(): boolean {
    return this.unchanged >= CONTEXT;
  }

  /** Adds unchanged lines. Calls `line` only for lines next to a change. */
  keep(height: number, line: (i: number) => string): void {
    for (let i = 0; i < height; i++) {
      if (this.unchanged < CONTEXT) this.push(" ", line(i));
      else {
        // Only the last lines of a long value can be context of the next change.
        const skipped = Math.max(0, height - CONTEXT - i);
        i += skipped;
        this.before += skipped;
        this.after += skipped;
        this.unchanged += skipped;
        this.recent.push(() => line(i));
        if (this.recent.length > CONTEXT) this.recent.shift();
        this.before++;
        this.after++;
      }
      this.unchanged++;
    }
  }

  change(sign: "-" | "+", height: number, line: (i: number) => string): void {
    for (let i = 0; i < height; i++) {
      if (this.isFull) {
        this.hidden += height - i;
        return;
      }
      if (this.unchanged > 0) this.open();
      this.changed++;
      this.push(sign, line(i));
    }
  }

  private open(): void {
    if (this.unchanged > 2 * CONTEXT) {
      const [oldStart, newStart] = [this.before - this.recent.length, this.after - this.recent.length];
      this.hunks.push({ oldStart, oldLines: 0, newStart, newLines: 0, lines: [] });
    }
    this.before -= this.recent.length;
    this.after -= this.recent.length;
    for (const line of this.recent) this.push(" ", line());
    this.recent = [];
    this.unchanged = 0;
  }

  private push(sign: " " | "-" | "+", line: string): void {
    const hunk = this.hunks[this.hunks.length - 1];
    if (hunk === undefined) return;
    hunk.lines.push(sign + line);
    if (sign !== "+") {
      hunk.oldLines++;
      this.before++;
    }
    if (sign !== "-") {
      hunk.newLines++;
      this.after++;
    }
  }
}

/** The diff between a file and the result of the splices. */
export function fileDiff(text: string, splices: readonly Splice[], shown: Shown, max: number): FileDiff {
  const hunks = new Hunks(max);
  let next = 0;
  let old: FileLine[] = [];
  const finish = (): void => {
    const splice = splices[next++];
    if (splice !== undefined) addSplice(hunks, text, splice, old, shown, max);
    old = [];
  };
  for (const line of linesOf(text)) {
    for (let splice = splices[next]; splice !== undefined && splice.end <= line.start; splice = splices[next])
      finish();
    const splice = splices[next];
    if (splice === undefined || line.end <= splice.start) {
      hunks.keep(line.height, (i) => maskedLine(line, i, shown));
      if (hunks.isComplete && (splice === undefined || hunks.isFull)) break;
    } else if (old.length <= max) {
      old.push(line);
    }
  }
  while (next < splices.length) finish();
  return { hunks: hunks.hunks, hidden: hunks.hidden };
}

function addSplice(
  hunks: Hunks,
  text: string,
  { start, end, text: now }: Splice,
  old: FileLine[],
  shown: Shown,
  max: number,
): void {
  if (hunks.isFull) {
    hunks.hidden += linesIn(text, start, end) + linesIn(now, 0, now.length);
    return;
  }
  const fresh: FileLine[] = [];
  for (const line of linesOf(now)) if (fresh.push(line) > max) break;
  const [oldEnd, newEnd] = [old[old.length - 1]?.end ?? start, fresh[fresh.length - 1]?.end ?? 0];
  // Where there are more lines than are shown, there is nothing to compare.
  const isWhole = oldEnd === end && newEnd === now.length;
  for (const { lines, sign } of isWhole ? compared(old, fresh, sameContent) : replaced(old, fresh)) {
    for (const line of lines) {
      if (sign === " ") hunks.keep(line.height, (i) => maskedLine(line, i, shown));
      else hunks.change(sign, line.height, (i) => maskedLine(line, i, shown, sign === "-" ? "old" : "new"));
    }
  }
  hunks.hidden += linesIn(text, oldEnd, end) + linesIn(now, newEnd, now.length);
}

interface Part<T> {
  sign: " " | "-" | "+";
  lines: T[];
}

const replaced = <T>(old: T[], fresh: T[]): Part<T>[] => [
  { sign: "-", lines: old },
  { sign: "+", lines: fresh },
];

function compared<T>(old: T[], fresh: T[], comparator: (a: T, b: T) => boolean): Part<T>[] {
  const parts = diffArrays(old, fresh, { comparator, maxEditLength: MAX_COMPARED });
  return (
    parts?.map(({ added, removed, value }) => ({ sign: added ? "+" : removed ? "-" : " ", lines: value })) ??
    replaced(old, fresh)
  );
}

const sameContent = (a: FileLine, b: FileLine): boolean => contentOf(a) === contentOf(b);

/** The number of lines of a part of a file. The last line may have no line break. */
const linesIn = (text: string, from: number, to: number): number =>
  breaksIn(text, from, to) + (to > from && text[to - 1] !== "\n" ? 1 : 0);

/** The diff of lines without secrets. */
export function shownDiff(before: string[], after: string[], max: number): FileDiff {
  const hunks = new Hunks(max);
  for (const { lines, sign } of compared(before, after, (a, b) => a === b)) {
    for (const line of lines) {
      if (sign === " ") hunks.keep(1, () => line);
      else hunks.change(sign, 1, () => line);
    }
  }
  return { hunks: hunks.hunks, hidden: hunks.hidden };
}

/** One splice that turns a file into another. It leaves out equal lines at the start and at the end. */
export function wholeSplice(from: string, to: string): Splice[] {
  const [old, now] = [bomOf(from), bomOf(to)];
  const shorter = Math.min(from.length - old, to.length - now);
  let same = 0;
  while (same < shorter && from[old + same] === to[now + same]) same++;
  let below = 0;
  while (below < shorter - same && from[from.length - 1 - below] === to[to.length - 1 - below]) below++;
  const start = lastBreak(from, old + same) - old;
  const end = commonEnd(from, to, below, [old + start, now + start]);
  const splice = { start: old + start, end: from.length - end, text: to.slice(now + start, to.length - end) };
  return splice.start === splice.end && splice.text === "" ? [] : [splice];
}

/** The end of the last complete line within the first `within` characters. */
function lastBreak(text: string, within: number): number {
  let last = bomOf(text);
  for (const { end } of linesOf(text)) {
    if (end > within || text[end - 1] !== "\n") break;
    last = end;
  }
  return last;
}

/** The length of the equal end of both files, from the start of a line. An open quote before it may make it 0. */
function commonEnd(from: string, to: string, below: number, behind: [number, number]): number {
  const [a, b] = [
    firstFrom(from, Math.max(from.length - below, behind[0])),
    firstFrom(to, Math.max(to.length - below, behind[1])),
  ];
  return from.length - a === to.length - b ? from.length - a : 0;
}

function firstFrom(text: string, at: number): number {
  for (const { start } of linesOf(text)) if (start >= at) return start;
  return text.length;
}
