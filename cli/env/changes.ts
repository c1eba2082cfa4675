/** Changes of files: shown, asked about, made. */
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { formatPatch, OMIT_HEADERS, structuredPatch } from "diff";
import { coloursOf, escapedLine, terminalOf } from "../preview/terminal";
import { create, replace, type EnvFile } from "./env-file";
import type { Streams } from "./streams";

export interface Change {
  /** The file as it is; where there is none, where it is to be and who may do what with it. */
  file: EnvFile | (Pick<EnvFile, "path" | "mode" | "uid" | "gid"> & { bytes?: undefined });
  text: string;
  /** Both as they may be shown, line by line. */
  shown: { before: string[]; after: string[] };
  /** The name under which the old content stays. */
  backup: string;
}

export function isChange({ file, text }: Change): boolean {
  return file.bytes === undefined || !file.bytes.equals(Buffer.from(text, "utf8"));
}

/** What the diff of a change looks like. */
export function diffOf({ file, shown }: Change, streams: Streams): string {
  const colours = coloursOf(terminalOf(streams.stdout, streams.env, true));
  const text = (lines: string[]): string => lines.map((line) => `${line}\n`).join("");
  const patch = structuredPatch("", "", text(shown.before), text(shown.after), "", "", { context: 3 });
  const coloured = (line: string): string => {
    if (line.startsWith("@@")) return colours.cyan(line);
    if (line.startsWith("+")) return colours.green(line);
    return line.startsWith("-") ? colours.red(line) : line;
  };
  const lines = formatPatch(patch, OMIT_HEADERS).split("\n");
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
    // At the end of the input there comes no answer.
    const answer = await Promise.race([reader.question(`${question} [y/N] `), once(reader, "close")]);
    return typeof answer === "string" && /^y(es)?$/i.test(answer.trim());
  } finally {
    reader.close();
  }
}

export function make({ file, text, backup }: Change): void {
  if (file.bytes === undefined) create(file.path, text, file);
  else replace(file, text, backup);
}
