/** What docs/ceph.md tells an operator to type. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const PAGE = readFileSync(join(__dirname, "../../docs/ceph.md"), "utf8");

/** The fenced blocks of a language, without the indentation of the list that they stand in. */
export function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\``, "gms"))].map(
    ([, indentation = "", text = ""]) => text.replace(new RegExp(`^${indentation}`, "gm"), ""),
  );
}

/** The commands that begin so, in the page's order. */
export function commands(beginning: string): string[] {
  return blocks("sh")
    .flatMap((block) => block.trimEnd().split("\n"))
    .filter((line) => line.startsWith(beginning));
}
