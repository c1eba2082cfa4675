/** Shows changes of files, and asks for confirmation. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { formatPatch, OMIT_HEADERS } from "diff";
import { coloursOf, escapedLine, terminalOf } from "../preview/terminal";
import type { FileDiff } from "./diff";
import type { Write } from "./env-file";
import type { Streams } from "./streams";

export interface Change extends Write {
  /** The diff without secrets. */
  diff: FileDiff;
}

export function isChange({ file, content }: Change): boolean {
  return file.bytes?.equals(content) !== true;
}

const UNSEEN = "Only line breaks or the byte order mark change.\n";

function textOf({ hunks, hidden }: FileDiff): string {
  if (hunks.length === 0) return UNSEEN;
  const patch = { hunks, oldFileName: "", newFileName: "", oldHeader: "", newHeader: "" };
  return formatPatch(patch, OMIT_HEADERS) + (hidden === 0 ? "" : unseen(hidden));
}

const unseen = (hidden: number): string =>
  `${hidden} more ${hidden === 1 ? "line changes and is" : "lines change and are"} not shown: add --all-changes to show them.\n`;

/** The question whether to write the changes, with the number of changed lines that were not shown. */
export function questionOf(verb: string, paths: string, changes: readonly Change[]): string {
  const hidden = changes.reduce((sum, { diff }) => sum + diff.hidden, 0);
  if (hidden === 0) return `${verb} ${paths}?`;
  return `${verb} ${paths}, with ${hidden} changed ${hidden === 1 ? "line" : "lines"} not shown above?`;
}

/** The diff of a change as text. */
export function diffOf({ file, diff }: Change, streams: Streams): string {
  const colours = coloursOf(terminalOf(streams.stdout, streams.env, true));
  const coloured = (line: string): string => {
    if (line.startsWith("@@")) return colours.cyan(line);
    if (line.startsWith("+")) return colours.green(line);
    return line.startsWith("-") ? colours.red(line) : line;
  };
  const lines = textOf(diff).split("\n");
  const title = escapedLine(file.path) + (file.bytes === undefined ? " (new)" : "");
  return [colours.bold(title), ...lines.map((line) => coloured(escapedLine(line)))].join("\n");
}

/** Whether the operator says yes; false if stdin is not a terminal. */
export async function isConfirmed(
  question: string,
  yes: boolean,
  { stdin, stderr }: Streams,
): Promise<boolean> {
  if (yes) return true;
  if (!stdin.isTTY) {
    stderr.write(
      "Confirmation is not possible here (stdin is not a terminal): check the diff, then add --yes.\n",
    );
    return false;
  }
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    // If the input ends, there is no answer; on a terminal Ctrl-C and Ctrl-D make the question fail.
    const asked = reader.question(`${question} [y/N] `).catch(() => undefined);
    const answer = await Promise.race([asked, once(reader, "close")]);
    if (typeof answer === "string") return /^y(es)?$/i.test(answer.trim());
    stderr.write("\n");
    return false;
  } finally {
    reader.close();
  }
}
