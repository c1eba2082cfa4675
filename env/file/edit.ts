import { BOM, fileLines, UnreadableFile, withoutBreak, type FileLine } from "./lines";

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

/** A line of the block, and the line of the file whose place it takes; without one it is new there. */
interface Placed {
  mine: BlockLine;
  was?: FileLine;
}

/**
 * The file with the block in it. A variable of the block keeps its first place, so that whatever refers to it further
 * down sees the new value; those that are missing follow the last of the others, or stand at the end. The `unwanted`
 * variables are taken out unless the block sets them. Every other line stays as it is. Throws `UnreadableFile`.
 */
export function edited(text: string, block: Block, unwanted: ReadonlySet<string>): string {
  const bom = text.startsWith(BOM) ? BOM : "";
  const lines = fileLines(text.slice(bom.length));
  return bom + written(arranged(lines, block, unwanted), block.title, lines);
}

function arranged(lines: FileLine[], block: Block, unwanted: ReadonlySet<string>): (FileLine | Placed)[] {
  const pasted = commentsOf(block);
  const missing = new Map(block.lines.map((line) => [line.name, line]));
  const managed = new Set([...missing.keys(), ...unwanted]);
  // A few lines without a title are set among those of a block, and its comments still hold.
  const commented = block.title === "" ? unwanted : managed;
  checkSpans(lines, managed);
  const following = namesBelow(lines);
  const result: (FileLine | Placed)[] = [];
  let last = -1;
  // What stands above another variable is of another block: two instances of one app may share a file.
  const isOurs = ({ raw }: FileLine, i: number): boolean => {
    if (!raw.startsWith(OURS)) return pasted.has(withoutBreak(raw));
    const below = following[i];
    return below === undefined ? block.title !== "" : commented.has(below);
  };
  for (const [i, line] of lines.entries()) {
    const mine = missing.get(line.name ?? "");
    if (mine !== undefined) {
      missing.delete(mine.name);
      last = result.push({ mine, was: line });
    } else if (line.name === undefined ? !isOurs(line, i) : !managed.has(line.name)) result.push(line);
  }
  const added = [...missing.values()].map((mine) => ({ mine }));
  result.splice(last < 0 ? result.length : last, 0, ...added);
  return result;
}

/** For each line the name of the next variable, at the line or below it; in one pass, for files may be large. */
function namesBelow(lines: FileLine[]): (string | undefined)[] {
  const names = Array<string | undefined>(lines.length);
  let below: string | undefined;
  for (let i = lines.length - 1; i >= 0; i--) names[i] = below = lines[i]?.name ?? below;
  return names;
}

/** None of these has a value of several lines: a quote is missing, and what seems to be the value are other variables. */
function checkSpans(lines: FileLine[], managed: ReadonlySet<string>): void {
  let number = 1;
  for (const { name = "", raw } of lines) {
    const last = number + withoutBreak(raw).split("\n").length - 1;
    if (last > number && managed.has(name)) {
      throw new UnreadableFile(
        number,
        `sets ${name} to a value that goes on to line ${last}, so a quote is missing`,
      );
    }
    number += raw.split("\n").length - 1;
  }
}

/** The block's comments as they are when it was pasted. */
function commentsOf({ title, lines }: Block): Set<string> {
  const texts = [title, ...lines.map(({ comment }) => comment)].filter((text) => text !== "");
  return new Set(texts.map((text) => `# ${text}`));
}

/** With the line breaks and the `export` that the file has. */
function written(arrangement: (FileLine | Placed)[], title: string, lines: FileLine[]): string {
  const eol = breakOf(rawOf(arrangement.find((line) => rawOf(line) !== ""))) || "\n";
  const assignments = lines.filter(({ name }) => name !== undefined);
  const isExporting = assignments.length > 0 && assignments.every(({ prefix }) => prefix !== "");
  const first = arrangement.find((line) => "mine" in line);
  const pieces = arrangement.flatMap((line, i) => {
    if (!("mine" in line)) return [line.raw];
    const { mine, was } = line;
    const before = arrangement[i - 1];
    const isApart = was !== undefined || before === undefined || "mine" in before || isBlank(before);
    return [
      ...(isApart ? [] : [eol]),
      // On a line of its own, for behind a value some readers take it for a part of it.
      ...(was?.comment ? [was.comment + eol] : []),
      ...[line === first ? title : "", mine.comment]
        .filter((comment) => comment !== "")
        .map((comment) => OURS + comment + eol),
      assignment(was?.prefix ?? (isExporting ? "export " : ""), mine) + (was ? breakOf(was.raw) : eol),
    ];
  });
  return pieces
    .map((piece, i) => (i < pieces.length - 1 && breakOf(piece) === "" ? piece + eol : piece))
    .join("");
}

/**
 * Ruby's dotenv 3.1.5 to 3.2.0 takes `export NAME=` for `export` of a variable that is not set, and refuses the whole file
 * (https://github.com/bkeepers/dotenv/blob/v3.2.0/lib/dotenv/parser.rb).
 */
function assignment(prefix: string, { name, written }: BlockLine): string {
  return `${prefix}${name}=${prefix !== "" && written === "" ? "''" : written}`;
}

const rawOf = (line: FileLine | Placed | undefined): string =>
  (line !== undefined && "mine" in line ? line.was : line)?.raw ?? "";

const breakOf = (raw: string): string => /\r?\n$/.exec(raw)?.[0] ?? "";

const isBlank = ({ raw }: FileLine): boolean => raw.trim() === "";
