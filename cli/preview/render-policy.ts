/** Policy documents as readable statements. */
import type { Shown } from "../offline/values";
import { coloursOf, dimMarks, escaped, fold, pad, quoted, widthOf, wrap, type Terminal } from "./terminal";

type ShownMap = Record<string, Shown>;
export const isMap = (value: Shown): value is ShownMap =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The policy document that the value is, as JSON text or as an object. */
export function policyOf(value: Shown): ShownMap | undefined {
  let document = value;
  if (typeof value === "string") {
    if (!value.startsWith("{") || !value.includes('"Statement"')) return undefined;
    try {
      document = JSON.parse(value) as Shown;
    } catch {
      return undefined;
    }
  }
  return isMap(document) && many(document["Statement"]).length > 0 && many(document["Statement"]).every(isMap)
    ? document
    : undefined;
}

const many = (value: Shown | undefined): Shown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const plain = (value: Shown): string =>
  typeof value === "string" ? quoted(value) : escaped(JSON.stringify(value));

/** The document's other members, and a line for each of its statements. */
export function renderPolicy(
  document: ShownMap,
  terminal: Terminal,
  room: number,
): { about: string[]; statements: string[] } {
  const colours = coloursOf(terminal);
  const { Statement: found, ...rest } = document;
  const rows = many(found)
    .filter(isMap)
    .map((statement) => statementCells(statement, terminal));
  const columns = [0, 1, 2].map((i) => Math.max(...rows.map(({ head }) => widthOf(head[i] ?? ""))));
  const statements = rows.flatMap(({ head, tail }) => {
    // The policy of a user or role has no principal, so it has no such column.
    const cells = head.map((cell, i) => pad(cell, columns[i] ?? 0)).filter((_, i) => columns[i] !== 0);
    const line = dimMarks([...cells, tail].join("  "), colours);
    return terminal.full ? [line] : wrap(line, room, (columns[0] ?? 0) + 2);
  });
  const about = Object.entries(rest).map(([key, value]) => colours.dim(`${quoted(key)} ${plain(value)}`));
  return { about, statements };
}

interface StatementCells {
  /** Effect, Sid and principal: columns. */
  head: string[];
  tail: string;
}

/** The elements that have their own place in a statement's line. */
const SHOWN = new Set(
  "Effect Sid Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

/** Shows every element of the statement, also unknown ones, because an omitted element could grant access. */
function statementCells(statement: ShownMap, terminal: Terminal): StatementCells {
  const colours = coloursOf(terminal);
  const { Effect, Sid, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } =
    statement;
  const rest = Object.entries(statement).filter(([key]) => !SHOWN.has(key));
  const cell = (value: Shown | undefined) => (value === undefined ? "" : plain(value));
  const clause = (before: string, value: Shown | undefined, noun: string) =>
    value === undefined ? [] : [before + listText(value, noun, terminal)];
  return {
    head: [
      (Effect === "Allow" ? colours.green : colours.yellow)(cell(Effect)),
      colours.bold(cell(Sid)),
      [...principal("", Principal, terminal), ...principal("anyone but ", NotPrincipal, terminal)].join(" "),
    ],
    tail: [
      ...clause("", Action, "actions"),
      ...clause("all but ", NotAction, "actions"),
      ...clause("on ", Resource, "resources"),
      ...clause("on all but ", NotResource, "resources"),
      ...(Condition === undefined ? [] : [`if ${conditionText(Condition)}`]),
      ...rest.map(([key, value]) => `${quoted(key)} ${plain(value)}`),
    ].join(" "),
  };
}

function listText(value: Shown, noun: string, terminal: Terminal): string {
  const names = many(value).map(plain);
  const { shown, folded } = fold(names, terminal);
  if (!folded) return names.join(", ");
  // The common beginning is shown once. It is usually the ARN of a bucket.
  const [first = ""] = names;
  let common = first.lastIndexOf("/") + 1;
  while (common > 0 && !names.every((name) => name.startsWith(first.slice(0, common)))) {
    common = first.slice(0, common - 1).lastIndexOf("/") + 1;
  }
  const within = common > 0 ? ` in ${first.slice(0, common)}` : "";
  return `${names.length} ${noun}${within}: ${[...shown.map((name) => name.slice(common)), folded].join(", ")}`;
}

function principal(before: string, value: Shown | undefined, terminal: Terminal): string[] {
  if (value === undefined) return [];
  if (!isMap(value)) return [before + (value === "*" ? "anyone" : plain(value))];
  const kinds = Object.entries(value).map(([kind, ids]) =>
    kind === "AWS" && many(ids).length > 0 && many(ids).every((id) => id === "*")
      ? "anyone"
      : `${quoted(kind)} ${listText(ids, "principals", terminal)}`,
  );
  return [before + kinds.join(", ")];
}

function conditionText(condition: Shown): string {
  if (!isMap(condition)) return plain(condition);
  const tests = Object.entries(condition).flatMap(([operator, keys]) =>
    isMap(keys)
      ? Object.entries(keys).map(
          ([key, values]) => `${quoted(operator)} ${quoted(key)} ${many(values).map(plain).join(" or ")}`,
        )
      : [`${quoted(operator)} ${plain(keys)}`],
  );
  return tests.join(" and ");
}
