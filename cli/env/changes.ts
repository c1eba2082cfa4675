/** Changes of files: shown, asked about, made. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { formatPatch, OMIT_HEADERS, structuredPatch, type StructuredPatch } from "diff";
import { coloursOf, escapedLine, terminalOf } from "../preview/terminal";
import type { Write } from "./env-file";
import type { Streams } from "./streams";

export interface Change extends Write {
  /** Both as they may be shown, line by line. */
  shown: { before: string[]; after: string[] };
}

export function isChange({ file, content }: Change): boolean {
  return file.bytes?.equals(content) !== true;
}

const UNSEEN = "Only line breaks, the byte order mark or the order of lines that are not shown change.\n";

/** The time of a diff grows with the square of its changes. */
const MAX_CHANGES = 1000;
const CONTEXT = 3;

function textOf(patch: StructuredPatch | undefined): string {
  if (patch === undefined) return `More than ${MAX_CHANGES} lines change, which are not shown.\n`;
  return patch.hunks.length > 0 ? formatPatch(patch, OMIT_HEADERS) : UNSEEN;
}

/** The common start and end are left out first, for files may be large. Undefined where too many lines change. */
function patchOf(before: string[], after: string[]): StructuredPatch | undefined {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  if (Math.abs(before.length - after.length) > MAX_CHANGES) return undefined;
  const [from, below] = [Math.max(0, start - CONTEXT), Math.max(0, end - CONTEXT)];
  const text = (lines: string[]): string =>
    lines
      .slice(from, lines.length - below)
      .map((line) => `${line}\n`)
      .join("");
  const options = { context: CONTEXT, maxEditLength: MAX_CHANGES };
  const patch = structuredPatch("", "", text(before), text(after), "", "", options);
  for (const hunk of patch?.hunks ?? []) {
    hunk.oldStart += from;
    hunk.newStart += from;
  }
  return patch;
}

/** What the diff of a change looks like. */
export function diffOf({ file, shown }: Change, streams: Streams): string {
  const colours = coloursOf(terminalOf(streams.stdout, streams.env, true));
  const patch = patchOf(shown.before, shown.after);
  const coloured = (line: string): string => {
    if (line.startsWith("@@")) return colours.cyan(line);
    if (line.startsWith("+")) return colours.green(line);
    return line.startsWith("-") ? colours.red(line) : line;
  };
  const lines = textOf(patch).split("\n");
  const title = escapedLine(file.path) + (file.bytes === undefined ? " (new)" : "");
  return [colours.bold(title), ...lines.map((line) => coloured(escapedLine(line)))].join("\n");
}

/** Whether the operator says yes; where there is nobody to ask, no. */
export async function isConfirmed(
  question: string,
  yes: boolean,
  { stdin, stderr }: Streams,
): Promise<boolean> {
  if (yes) return true;
  if (!stdin.isTTY) {
    stderr.write("Nobody can be asked here (stdin is no terminal): look at the diff, then write --yes.\n");
    return false;
  }
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    // At the end of the input there comes no answer; on a terminal Ctrl-C and Ctrl-D make the question fail.
    const asked = reader.question(`${question} [y/N] `).catch(() => undefined);
    const answer = await Promise.race([asked, once(reader, "close")]);
    if (typeof answer === "string") return /^y(es)?$/i.test(answer.trim());
    stderr.write("\n");
    return false;
  } finally {
    reader.close();
  }
}
