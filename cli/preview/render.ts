/** The offline preview as text: what would be made, who may then do what, and the env block. */
import type { InstancePreview, PreviewModel, ResourceNode } from "./model";
import { renderEnv, renderWarnings } from "./render-env";
import { renderMatrix } from "./render-matrix";
import { renderTree } from "./render-tree";
import { coloursOf, escaped, widthOf, wrap, type Terminal } from "./terminal";

/** Ends with a newline. */
export function renderPreview(model: PreviewModel, terminal: Terminal): string {
  const sections = [
    header(model, terminal),
    ...model.resources.map((root) => renderTree(root, terminal)),
    ...model.instances.flatMap((instance) => renderInstance(instance, terminal)),
    footer(model, terminal),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join("\n")}\n`)
    .join("\n");
}

function header({ project, stack }: PreviewModel, terminal: Terminal): string[] {
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

function footer(model: PreviewModel, terminal: Terminal): string[] {
  const { bold, cyan, green } = coloursOf(terminal);
  const { create, adopt } = counts(model.resources);
  const total = [
    green(`${create} ${create === 1 ? "resource" : "resources"} to create`),
    ...(adopt > 0 ? [cyan(`${adopt} to import`)] : []),
  ].join(", ");
  const next =
    create + adopt > 0
      ? `next: ${bold("pulumi up")} compares this with what exists, asks, and then does it`
      : `next: describe an instance in Pulumi.${escaped(model.stack)}.yaml, under ${escaped(model.project)}:instances`;
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
