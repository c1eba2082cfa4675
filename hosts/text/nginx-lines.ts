/** Lines of nginx's configuration. */

/** A block: its head, and its lines indented. */
export function block(head: string, body: string[]): string[] {
  return [`${head} {`, ...body.map((line) => (line === "" ? "" : `    ${line}`)), "}"];
}

/** Lines of a comment. */
export const comment = (...text: string[]): string[] => text.map((line) => (line === "" ? "#" : `# ${line}`));

/** Parts of a block or a file, with an empty line between them; an empty part is left out. */
export function parts(...all: string[][]): string[] {
  return all.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : ["", ...part]));
}

/** The text of a file. */
export const fileOf = (...all: string[][]): string => `${parts(...all).join("\n")}\n`;

/** Escapes a path for a regular expression. The characters of key paths that mean something there are "." only. */
export const pattern = (path: string): string => path.replace(/\./g, "\\.");
