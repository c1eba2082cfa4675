/** Lines of a Caddyfile, as `caddy fmt` writes them. */
export { comment, fileOf, parts, pattern as literally } from "./nginx-lines";

/** A directive with a block. */
export const block = (directive: string, ...body: string[][]): string[] => [
  `${directive} {`,
  ...body.flat().map((line) => (line === "" ? "" : `\t${line}`)),
  "}",
];

/** A regular expression, as Go reads them; between backticks nothing is escaped. */
export const regexp = (source: string): string => `\`${source}\``;

/** A file's path as one word. Braces would be a placeholder, also between backticks. */
export function quoted(path: string): string {
  if (/[`{}]/.test(path))
    throw new Error(
      `"${path}" contains a brace or a backtick, which a Caddyfile cannot contain; give the file another path`,
    );
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `\`${path}\``;
}
