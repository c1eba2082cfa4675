/** The offline preview as text: the resources to create, who may do what, and the env block. */
import { shellWord } from "../../env/formats/shell";
import { counted } from "../../validation/counted";
import type { InstancePreview, PreviewModel, ResourceNode } from "./model";
import { renderEnv, renderWarnings } from "./render-env";
import { renderMatrix } from "./render-matrix";
import { renderTree } from "./render-tree";
import { showPlaceholders } from "../offline/placeholder";
import type { OfflineRun } from "../offline/run-program";
import type { StackConfig } from "../offline/stack-file";
import { coloursOf, escaped, widthOf, wrap, type Terminal } from "./terminal";

/** A part of the preview as text, so that its model can be freed. */
export interface RenderedPart {
  resources: string;
  instances: string;
  create: number;
  adopt: number;
  read: number;
}

/** `stack` is the name for printed commands. */
export function renderPart(
  { resources, instances }: PreviewModel,
  terminal: Terminal,
  stack: string,
): RenderedPart {
  const sections = instances.flatMap((instance) => renderInstance(instance, terminal, stack));
  return {
    resources: resources.map((root) => `\n${section(renderTree(root, terminal))}`).join(""),
    instances: sections
      .filter((lines) => lines.length > 0)
      .map((lines) => `\n${section(lines)}`)
      .join(""),
    ...counts(resources),
  };
}

/** The whole preview: first all resources, then instance by instance. */
export function renderPreview(
  stack: Stack,
  offline: OfflineRun,
  parts: RenderedPart[],
  terminal: Terminal,
): string {
  return [
    section(header(stack, offline, terminal)),
    ...parts.map(({ resources }) => resources),
    ...parts.map(({ instances }) => instances),
    `\n${section(footer(stack, offline, totals(parts), terminal))}`,
  ].join("");
}

/** The stack that is previewed. */
type Stack = Pick<StackConfig, "project" | "stack" | "reference">;

function section(lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

function header({ project, reference }: Stack, offline: OfflineRun, terminal: Terminal): string[] {
  const { bold, yellow } = coloursOf(terminal);
  const { program, isOwnProgram, invokes, stackReferences } = offline;
  const unknown = [
    ...(invokes.length === 0 ? [] : [counted(invokes.length, "invoke")]),
    ...(stackReferences.length === 0 ? [] : [counted(stackReferences.length, "stack reference")]),
  ];
  const areUnknown = invokes.length + stackReferences.length === 1 ? "is unknown" : "are unknown";
  // A program of the user's own may make requests itself.
  const nothing = `offline preview of ${escaped(program)}: ${isOwnProgram ? "nothing was contacted" : "no provider was called"}`;
  return [
    `project ${bold(escaped(project))}, stack ${bold(escaped(reference))}`,
    yellow(unknown.length === 0 ? nothing : `${nothing}; ${unknown.join(" and ")} ${areUnknown}`),
    ...invokes.map((token) => `  invoke           ${escaped(token)}`),
    ...stackReferences.map((name) => `  stack reference  ${escaped(showPlaceholders(name))}`),
  ];
}

function renderInstance(instance: InstancePreview, terminal: Terminal, stack: string): string[][] {
  const { bold, dim } = coloursOf(terminal);
  const { bucket, matrix, isUnknown = false } = instance;
  const where = bucket === undefined ? " without a bucket" : ` in bucket ${bold(escaped(bucket))}`;
  const title = `${bold(escaped(instance.name))}: ${escaped(instance.app)}${isUnknown ? "" : where}`;
  const rule = "─".repeat(Math.max(2, terminal.width - widthOf(title) - 4));
  const url = instance.publicBaseUrl;
  return [
    [
      `${dim("──")} ${title} ${dim(rule)}`,
      ...(url === undefined ? [] : [`public base URL: ${escaped(url)}`]),
    ],
    ...(matrix === undefined ? [] : [renderMatrix(matrix, terminal)]),
    renderEnv(instance, terminal, stack),
    renderWarnings(instance.warnings, terminal),
  ];
}

function footer(
  { project, stack, reference }: Stack,
  { program, isOwnProgram }: OfflineRun,
  { create, adopt, read }: Counts,
  terminal: Terminal,
): string[] {
  const { bold, cyan, green } = coloursOf(terminal);
  const total = [
    green(`${counted(create, "resource")} to create`),
    ...(adopt > 0 ? [cyan(`${adopt} to import`)] : []),
    ...(read > 0 ? [cyan(`${read} to read`)] : []),
  ].join(", ");
  const next =
    create + adopt > 0
      ? `next: ${bold(`pulumi up --stack ${shellWord(escaped(reference))}`)} compares this with what exists, asks, and then creates it`
      : isOwnProgram
        ? `next: add an instance to ${escaped(project)}:instances in Pulumi.${escaped(stack)}.yaml`
        : `next: declare a resource in ${escaped(program)}`;
  return [total, ...wrap(next, terminal.width, 6)];
}

type Counts = Pick<RenderedPart, "create" | "adopt" | "read">;

function totals(parts: Counts[]): Counts {
  return {
    create: parts.reduce((sum, part) => sum + part.create, 0),
    adopt: parts.reduce((sum, part) => sum + part.adopt, 0),
    read: parts.reduce((sum, part) => sum + part.read, 0),
  };
}

function counts(nodes: ResourceNode[]): Counts {
  const total = { create: 0, adopt: 0, read: 0 };
  const count = (node: ResourceNode) => {
    total[node.readId !== undefined ? "read" : node.importId === undefined ? "create" : "adopt"]++;
    node.children.forEach(count);
  };
  nodes.forEach(count);
  return total;
}
