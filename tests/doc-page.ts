/** The code blocks of a page in docs. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface DocPage {
  /** The fenced blocks of a language, without the indentation of the list around them. */
  blocks: (language: string) => string[];
  /** The shell commands that begin with this word, in the order of the page. */
  commands: (beginning: string) => string[];
}

export function docPage(file: string): DocPage {
  const page = readFileSync(join(__dirname, "../docs", file), "utf8");
  const blocks = (language: string): string[] =>
    [...page.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map(
      ([, indentation = "", text = ""]) => text.replace(new RegExp(`^${indentation}`, "gm"), ""),
    );
  const commands = (beginning: string): string[] =>
    blocks("sh")
      .flatMap((block) => block.trimEnd().split("\n"))
      .filter((line) => line.startsWith(beginning));
  return { blocks, commands };
}
