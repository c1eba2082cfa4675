import { withoutBreak, type FileLine } from "./lines";

/** What of a file may be shown. */
export interface Shown {
  /** The variables whose values are shown. */
  plain: ReadonlySet<string>;
  /** The variables of which it is known that their values are secrets. */
  secret: ReadonlySet<string>;
}

/** `# NAME=value` is a setting that somebody turned off, and may be a secret still. */
const TURNED_OFF = /^(\s*#[\s#]*(?:export\s+)?[A-Za-z0-9_.-]+\s*=).+/;

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
  const same = new Set(other.map(({ raw }) => withoutBreak(raw)));
  return lines.flatMap(({ raw, name, value, prefix }) => {
    const content = withoutBreak(raw);
    if (name === undefined) return [content.replace(TURNED_OFF, "$1[not shown]")];
    if (value === undefined || shown.plain.has(name)) return content.split(/\r?\n/);
    const kind = shown.secret.has(name) ? "secret" : "not shown";
    const mark = same.has(content) ? `[${kind}]` : `[${kind}, ${side}]`;
    // As many lines as there are, so that the numbers of the diff are those of the file.
    const more = content.split("\n").slice(1);
    return [`${prefix}${name}=${mark}`, ...more.map(() => mark)];
  });
}
