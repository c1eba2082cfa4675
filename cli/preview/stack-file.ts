import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RunError } from "@pulumi/pulumi";
import { parseDocument } from "yaml";
import { placeholder } from "./placeholder";

/** A stack's config as Pulumi hands it to a program. */
export interface StackConfig {
  project: string;
  stack: string;
  /** Full key -> value, objects as JSON text. */
  values: Record<string, string>;
  /** The keys whose values are secrets. */
  secretKeys: string[];
  /** The keys whose names say that they should be secrets, and whose values are not. */
  plainSecretKeys: string[];
}

/** Reads Pulumi.yaml and the stack's file in `folder`. Encrypted values stay so: a placeholder stands for each. */
export function readStackConfig(folder: string, stack: string): StackConfig {
  const project = (parse(join(folder, "Pulumi.yaml"), "Pulumi.yaml") as { name?: unknown } | null)?.name;
  if (typeof project !== "string")
    throw new RunError("Pulumi.yaml: name is missing; write the project's name");
  const name = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(folder, name))) {
    const others = readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
    const hint =
      others.length > 0
        ? `write --stack with one of: ${others.join(", ")}`
        : "write one (README.md has an example)";
    throw new RunError(`There is no ${name} here; ${hint}.`);
  }
  const { config = {} } = (parse(join(folder, name), name) ?? {}) as {
    config?: Record<string, unknown> | null;
  };
  const read: StackConfig = { project, stack, values: {}, secretKeys: [], plainSecretKeys: [] };
  for (const [key, value] of Object.entries(config ?? {})) {
    const full = key.includes(":") ? key : `${project}:${key}`;
    const isSecret = typeof value === "object" && value !== null && "secure" in value;
    if (isSecret) read.secretKeys.push(full);
    else if (full.startsWith(`${project}:`) && full.endsWith("SecretAccessKey"))
      read.plainSecretKeys.push(full);
    read.values[full] = isSecret ? placeholder(full) : typeof value === "string" ? value : sortedJson(value);
  }
  return read;
}

/** As the CLI hands on structured values: with the keys of its maps in order, so that instances come in that order too. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function parse(path: string, name: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new RunError(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  const document = parseDocument(text);
  if (document.errors.length > 0) {
    // The first says it; those that follow come of it. The parser's own text shows the line with a mark.
    throw new RunError(`${name}: ${document.errors[0]?.message ?? ""}`);
  }
  return document.toJS();
}
