/** Lines for an env file that somebody hands over as a file: a printed block, or any lines of `NAME=value`. */
import { dotenvValue, dotenvValueProblem } from "../formats/dotenv";
import { OURS, type Block, type BlockLine } from "./edit";
import { BOM, fileLines, UnreadableFile, withoutBreak, type FileLine } from "./lines";

export interface GivenBlock extends Block {
  values: ReadonlyMap<string, string>;
}

/**
 * Reads a block. Its values are those that every reader of env files takes alike; throws `UnreadableFile` for the first that
 * they would take in different ways. `isTitle` recognizes the title of a printed block: only such a block has comments of ours.
 */
export function givenBlock(text: string, isTitle: (comment: string) => boolean): GivenBlock {
  const lines = new Map<string, BlockLine>();
  const values = new Map<string, string>();
  let [title, comment] = ["", ""];
  for (const line of fileLines(text)) {
    if (line.name === undefined) {
      const said = commentOf(line);
      if (title === "" && isTitle(said)) title = said;
      else comment = title === "" ? "" : said;
    } else {
      const value = valueOf(line);
      // The last one counts for every reader.
      lines.set(line.name, { name: line.name, written: dotenvValue(value), comment });
      values.set(line.name, value);
      comment = "";
    }
  }
  return { title, lines: [...lines.values()], values };
}

function commentOf({ raw }: FileLine): string {
  const said = withoutBreak(raw).replace(BOM, "").trim();
  return said.startsWith(OURS) ? said.slice(OURS.length) : said.replace(/^#\s*/, "");
}

/** The readers agree on single quotes; elsewhere `\`, `$` and backticks mean something to some of them. */
function valueOf({ name = "", value, raw, comment, number }: FileLine): string {
  if (value === undefined) throw new UnreadableFile(number, `names ${name} without a value`);
  const content = raw.trimEnd();
  const written = content.slice(0, content.length - comment.trimEnd().length).trimEnd();
  const isSingle = written.endsWith(`'${value}'`);
  const isDouble = written.endsWith(`"${value}"`);
  const isAmbiguous = !isSingle && /[\\$`]/.test(value);
  const isCut = !isSingle && !isDouble && /['"#]/.test(written);
  if (isAmbiguous || isCut) {
    throw new UnreadableFile(
      number,
      `sets ${name} to a value that readers of env files take in different ways; put it into single quotes`,
    );
  }
  const problem = dotenvValueProblem(value);
  if (problem !== undefined) throw new UnreadableFile(number, `sets ${name} to a value that ${problem}`);
  return value;
}
