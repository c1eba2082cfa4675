/** A resource and its children in the style of `pulumi preview`, with the inputs as compact YAML-like text. */
import type { Colors } from "picocolors/types";
import type { Shown } from "../offline/values";
import type { ResourceNode } from "./model";
import { isMap, policyOf, renderPolicy } from "./render-policy";
import {
  coloursOf,
  cut,
  dimMarks,
  escaped,
  escapedLine,
  fold,
  pad,
  quoted,
  widthOf,
  type Terminal,
} from "./terminal";

export function renderTree(root: ResourceNode, terminal: Terminal): string[] {
  const colours = coloursOf(terminal);
  const lines: string[] = [];
  const column = typeColumn(root, 0);

  const draw = (node: ResourceNode, branch: string, guide: string) => {
    const mark = markOf(node, colours);
    const badges = [
      ...(node.readId === undefined ? [] : [`read ${escaped(node.readId)}`]),
      ...(node.importId === undefined ? [] : [`import ${escaped(node.importId)}`]),
      ...(node.protect ? ["protect"] : []),
      ...(node.retainOnDelete ? ["retain"] : []),
    ].map((badge) => `  ${colours.cyan(`[${badge}]`)}`);
    const type = pad(escaped(shortType(node.type)), column - branch.length);
    lines.push(
      `${mark} ${colours.dim(branch)}${type}  ${colours.bold(escaped(node.name))}${badges.join("")}`,
    );

    const margin = `  ${guide}${node.children.length > 0 ? "│" : " "}  `;
    for (const line of mapLines(node.inputs, { terminal, room: terminal.width - margin.length })) {
      lines.push(colours.dim(margin) + line);
    }
    node.children.forEach((child, i) => {
      const last = i === node.children.length - 1;
      draw(child, guide + (last ? "└─ " : "├─ "), guide + (last ? "   " : "│  "));
    });
  };
  draw(root, "", "");
  return lines;
}

/** As in Pulumi: + creates, = imports, > reads. */
function markOf({ importId, readId }: ResourceNode, colours: Colors): string {
  if (readId !== undefined) return colours.cyan(">");
  return importId === undefined ? colours.green("+") : colours.cyan("=");
}

function typeColumn(node: ResourceNode, indent: number): number {
  const own = indent + widthOf(escaped(shortType(node.type)));
  return node.children.reduce((widest, child) => Math.max(widest, typeColumn(child, indent + 3)), own);
}

/** `aws:s3/bucket:Bucket` as the CLI prints it: `aws:s3:Bucket`. */
function shortType(type: string): string {
  return type.replace(/\/(\w+):(\w+)$/, (all, file: string, name: string) =>
    file.toLowerCase() === name.toLowerCase() ? `:${name}` : all,
  );
}

/** The layout of a value. `room` is the number of columns for its lines. */
interface Layout {
  terminal: Terminal;
  room: number;
}

const inner = (layout: Layout): Layout => ({ ...layout, room: layout.room - 2 });
const indented = (lines: string[]) => lines.map((line) => `  ${line}`);
const isNested = (value: Shown) => typeof value === "object" && value !== null;

function mapLines(map: Record<string, Shown>, layout: Layout): string[] {
  let column = 0;
  const entries = Object.entries(map).map(([key, shown]) => {
    const label = `${quoted(key)}:`;
    const width = widthOf(label);
    // A policy's text is parsed once.
    const value = policyOf(shown) ?? shown;
    const inline = inlineText(value, layout, width + 1);
    if (inline !== undefined) column = Math.max(column, width);
    return { label, width, value, inline };
  });
  return entries.flatMap(({ label, width, value, inline }) =>
    inline === undefined
      ? blockLines(label, value, layout)
      : [`${label}${" ".repeat(column - width)} ${inline}`],
  );
}

/** The value if it fits on the line of its key; undefined if it needs more lines. */
function inlineText(value: Shown, layout: Layout, used: number): string | undefined {
  if (typeof value === "string") {
    if (value.includes("\n") || policyOf(value)) return undefined;
    return dimMarks(quoted(value), coloursOf(layout.terminal));
  }
  if (value === null || typeof value !== "object") return String(value);
  if (!Array.isArray(value)) return Object.keys(value).length === 0 ? "{}" : undefined;
  if (value.some(isNested)) return undefined;
  const items = value.map((item) => inlineText(item, layout, 0));
  const list = `[${items.join(", ")}]`;
  const fits = !items.includes(undefined) && used + widthOf(list) <= layout.room;
  return fits || value.length === 0 ? list : undefined;
}

function blockLines(label: string, value: Shown, layout: Layout): string[] {
  const within = inner(layout);
  const policy = policyOf(value);
  if (policy) {
    const { about, statements } = renderPolicy(policy, layout.terminal, within.room);
    return [[label, ...about].join(" "), ...indented(statements)];
  }
  if (Array.isArray(value)) return [label, ...indented(value.flatMap((item) => itemLines(item, within)))];
  if (isMap(value)) return [label, ...indented(mapLines(value, within))];
  return textLines(label, String(value), layout);
}

function itemLines(item: Shown, layout: Layout): string[] {
  const inline = inlineText(item, layout, 2);
  if (inline !== undefined) return [`- ${inline}`];
  if (!isMap(item) || policyOf(item)) return blockLines("-", item, layout);
  return indented(mapLines(item, inner(layout))).map((line, i) => (i === 0 ? `-${line.slice(1)}` : line));
}

function textLines(label: string, value: string, layout: Layout): string[] {
  const ended = value.endsWith("\n");
  const { shown, folded } = fold((ended ? value.slice(0, -1) : value).split("\n"), layout.terminal);
  const lines = [
    ...shown.map((line) => cut(escapedLine(line), layout.terminal)),
    ...(folded ? [folded] : []),
  ];
  return [`${label} ${ended ? "|" : "|-"}`, ...indented(lines)];
}
