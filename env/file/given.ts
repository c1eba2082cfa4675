/** Reads lines for an env file from another file: a printed block, or any lines of `NAME=value`. */
import { dotenvValue, dotenvValueProblem } from "../formats/dotenv";
import { OURS, type Block, type BlockLine } from "./edit";
import { BOM, fileLines, UnreadableFile, withoutBreak, type FileLine } from "./lines";

export interface GivenBlock extends Block {
  values: ReadonlyMap<string, string>;
}

/**
 * Reads a block. Throws `UnreadableFile` for the first value that programs would read in different ways. `isTitle` recognizes
 * the title of a printed block: only a printed block has comments of this library.
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
      // If a name is repeated, every program uses the last value.
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

/** All programs read single-quoted values in the same way. Outside single quotes some interpret `\`, `$` and backticks. */
function valueOf({ name = "", value, raw, comment, number }: FileLine): string {
  if (value === undefined) throw new UnreadableFile(number, `has the name ${name} but no value`);
  const content = raw.trimEnd();
  const written = content.slice(0, content.length - comment.trimEnd().length).trimEnd();
  const isSingle = written.endsWith(`'${value}'`);
  const isDouble = written.endsWith(`"${value}"`);
  const isAmbiguous = !isSingle && /[\\$`]/.test(value);
  const isCut = !isSingle && !isDouble && /['"#]/.test(written);
  if (isAmbiguous || isCut) {
    throw new UnreadableFile(
      number,
      `sets ${name} to a value that programs read in different ways; put it in single quotes`,
    );
  }
  const problem = dotenvValueProblem(value);
  if (problem !== undefined) throw new UnreadableFile(number, `sets ${name} to a value that ${problem}`);
  return value;
}
