/** The access matrix as a table of words, so that it is readable without colours. */
import type { AccessGroup, AccessMatrix, AccessRow, Verdict } from "../../access/matrix";
import { isHostColumn } from "../../access/matrix/hosts";
import { HOST_PART } from "../../access/matrix/probes";
import { coloursOf, escaped, fold, pad, widthOf, wrap, type Terminal } from "./terminal";

const WORDS: Record<Verdict, string> = { yes: "yes", no: "no", depends: "by ACL" };
const TITLE = "Who may do what";

export function renderMatrix(matrix: AccessMatrix, terminal: Terminal): string[] {
  if (matrix.groups.length === 0) return [];
  const colours = coloursOf(terminal);
  const who = matrix.who.map(escaped);
  const label = (row: AccessRow) => `  ${escaped(row.what)}`;
  const rows = matrix.groups.flatMap((group) => group.rows);
  const first = rows.reduce((width, row) => Math.max(width, widthOf(label(row))), TITLE.length);
  const columns = who.map((name) => Math.max(widthOf(name), WORDS.depends.length));
  // No spaces after the last cell, because people would copy them.
  const cells = (texts: string[]) =>
    texts.map((text, i) => (i < texts.length - 1 ? pad(text, columns[i] ?? 0) : text));
  const line = (head: string, texts: string[]) => [pad(head, first), ...cells(texts)].join("  ");

  const word = (group: AccessGroup, row: AccessRow, verdict: Verdict, i: number) => {
    if (verdict === "no") return colours.dim(WORDS.no);
    if (verdict === "depends") return colours.yellow(WORDS.depends);
    const exposed = isExposed(group, row, matrix.who[i]);
    return exposed ? colours.bold(colours.red(WORDS.yes)) : colours.green(WORDS.yes);
  };
  return [
    line(
      colours.bold(TITLE),
      who.map((name) => colours.bold(name)),
    ),
    ...matrix.groups.flatMap((group) => [
      ...heading(group, terminal),
      ...group.rows.map((row) =>
        line(
          label(row),
          row.verdicts.map((verdict, i) => word(group, row, verdict, i)),
        ),
      ),
    ]),
    ...(matrix.notes ?? []).flatMap((note) =>
      wrap(escaped(note), terminal.width, 0).map((text) => colours.dim(text)),
    ),
  ];
}

/**
 * Anonymous clients should only be able to read objects below a public prefix, and through a media host also objects below a
 * prefix that the host serves.
 */
function isExposed(group: AccessGroup, row: AccessRow, who = ""): boolean {
  if (who !== "anonymous" && !isHostColumn(who)) return false;
  const isServed = isHostColumn(who) && group.part === HOST_PART;
  return !((group.part.startsWith("public") || isServed) && row.what === "read an object");
}

function heading(group: AccessGroup, terminal: Terminal): string[] {
  const part = escaped(group.part);
  if (group.examples.length === 0) return [part];
  const { shown, folded } = fold(group.examples.map(escaped), terminal);
  return wrap(`${part}: ${[...shown, ...(folded ? [folded] : [])].join(", ")}`, terminal.width, 4);
}
