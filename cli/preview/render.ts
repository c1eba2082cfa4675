/** The offline preview as text: what would be made, who may then do what, and the env block. */
import type { InstancePreview, PreviewModel, ResourceNode } from "./model";
import { renderEnv, renderWarnings } from "./render-env";
import { renderMatrix } from "./render-matrix";
import { renderTree } from "./render-tree";
import type { StackConfig } from "./stack-file";
import { coloursOf, escaped, widthOf, wrap, type Terminal } from "./terminal";

/** A part of the preview as text, so that what it was made from need not be kept. */
export interface RenderedPart {
  resources: string[];
  instances: string[];
  create: number;
  adopt: number;
}

export function renderPart({ resources, instances }: PreviewModel, terminal: Terminal): RenderedPart {
  return {
    resources: resources.map((root) => section(renderTree(root, terminal))),
    instances: instances.flatMap((instance) =>
      renderInstance(instance, terminal)
        .filter((lines) => lines.length > 0)
        .map(section),
    ),
    ...counts(resources),
  };
}

/** The parts as one text, which ends with a newline: first all resources, then instance by instance. */
export function renderPreview(stack: Stack, parts: RenderedPart[], terminal: Terminal): string {
  return [
    section(header(stack, terminal)),
    ...parts.flatMap(({ resources }) => resources),
    ...parts.flatMap(({ instances }) => instances),
    section(footer(stack, parts, terminal)),
  ].join("\n");
}

/** The stack that is previewed. */
type Stack = Pick<StackConfig, "project" | "stack">;

function section(lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

function header({ project, stack }: Stack, terminal: Terminal): string[] {
  const { bold, yellow } = coloursOf(terminal);
  return [
    `project ${bold(escaped(project))}, stack ${bold(escaped(stack))}`,
    yellow("offline preview: nothing was contacted"),
  ];
}

function renderInstance(instance: InstancePreview, terminal: Terminal): string[][] {
  const { bold, dim } = coloursOf(terminal);
  const { bucket, matrix } = instance;
  const where = bucket === undefined ? "without a bucket" : `in bucket ${bold(escaped(bucket))}`;
  const title = `${bold(escaped(instance.name))}: ${escaped(instance.app)} ${where}`;
  const rule = "─".repeat(Math.max(2, terminal.width - widthOf(title) - 4));
  const url = instance.mediaBaseUrl;
  return [
    [`${dim("──")} ${title} ${dim(rule)}`, ...(url === undefined ? [] : [`media base URL: ${escaped(url)}`])],
    ...(matrix === undefined ? [] : [renderMatrix(matrix, terminal)]),
    renderEnv(instance, terminal),
    renderWarnings(instance.warnings, terminal),
  ];
}

function footer({ project, stack }: Stack, parts: RenderedPart[], terminal: Terminal): string[] {
  const { bold, cyan, green } = coloursOf(terminal);
  const create = parts.reduce((sum, part) => sum + part.create, 0);
  const adopt = parts.reduce((sum, part) => sum + part.adopt, 0);
  const total = [
    green(`${create} ${create === 1 ? "resource" : "resources"} to create`),
    ...(adopt > 0 ? [cyan(`${adopt} to import`)] : []),
  ].join(", ");
  const next =
    create + adopt > 0
      ? `next: ${bold("pulumi up")} compares this with what exists, asks, and then does it`
      : `next: describe an instance in Pulumi.${escaped(stack)}.yaml, under ${escaped(project)}:instances`;
  return [total, ...wrap(next, terminal.width, 6)];
}

function counts(nodes: ResourceNode[]): { create: number; adopt: number } {
  const total = { create: 0, adopt: 0 };
  const count = (node: ResourceNode) => {
    total[node.importId === undefined ? "create" : "adopt"]++;
    node.children.forEach(count);
  };
  nodes.forEach(count);
  return total;
}
