/** The commands of docs/ceph.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = readFileSync(join(__dirname, "../../docs/ceph.md"), "utf8");

/** The fenced blocks of a language, without the indentation of the list around them. */
export function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map(
    ([, indentation = "", text = ""]) => text.replace(new RegExp(`^${indentation}`, "gm"), ""),
  );
}

/** The commands that begin with this word, in the order of the page. */
export function commands(beginning: string): string[] {
  return blocks("sh")
    .flatMap((block) => block.trimEnd().split("\n"))
    .filter((line) => line.startsWith(beginning));
}
