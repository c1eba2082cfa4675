import { editOf, type Block } from "../../../env/file/edit";
import { spliced } from "../../../env/file/splice";

/** The file with the block in it. */
export function edited(text: string, block: Block, unwanted: ReadonlySet<string>): string {
  return spliced(text, editOf(text, block, unwanted).splices);
}
