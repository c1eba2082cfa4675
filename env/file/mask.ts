import { OURS } from "./edit";
import { BOM, withoutBreak, type FileLine } from "./lines";

/** What of a file may be shown. */
export interface Shown {
  /** The variables whose values are shown. */
  plain: ReadonlySet<string>;
  /** The variables of which it is known that their values are secrets. */
  secret: ReadonlySet<string>;
}

/**
 * The lines of a file for a diff with the file that `other` are the lines of. Values stand there as marks, except those
 * to be shown: nobody knows which of an operator's own settings are secrets. A mark says when the line is not the same in both.
 */
export function maskedLines(
  lines: FileLine[],
  other: FileLine[],
  shown: Shown,
  side: "old" | "new",
): string[] {
  const contentOf = ({ raw }: FileLine): string => withoutBreak(raw).replace(BOM, "");
  const same = new Set(other.map(contentOf));
  return lines.flatMap((line) => {
    const { name, value, prefix } = line;
    const content = contentOf(line);
    const isShown = name === undefined ? isHarmless(content) : value === undefined || shown.plain.has(name);
    if (isShown) return content.split(/\r?\n/);
    const kind = shown.secret.has(name ?? "") ? "secret" : "not shown";
    const mark = same.has(content) ? `[${kind}]` : `[${kind}, ${side}]`;
    // As many lines as there are, so that the numbers of the diff are those of the file.
    const more = content.split("\n").slice(1);
    return [name === undefined ? `# ${mark}` : `${prefix}${name}=${mark}`, ...more.map(() => mark)];
  });
}

/** A comment of the operator's may be a setting that is turned off, or a password that somebody noted. */
const isHarmless = (content: string): boolean => content.trim() === "" || content.startsWith(OURS);
