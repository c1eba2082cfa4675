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

/** Reads Pulumi.yaml and the stack's file. Encrypted values stay so: a placeholder stands for each. */
export function readStackConfig(folder: string, stack: string): StackConfig {
  const project = parse(join(folder, "Pulumi.yaml"), "Pulumi.yaml");
  const { name, stackConfigDir } = project;
  if (typeof name !== "string") throw new RunError("Pulumi.yaml: name is missing; write the project's name");
  const files = typeof stackConfigDir === "string" ? join(folder, stackConfigDir) : folder;
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(files, file))) throw new RunError(`There is no ${file} here; ${otherStacks(files)}.`);
  // The project's own config is what a stack has unless it says otherwise.
  const values = {
    ...Object.fromEntries(
      Object.entries(configOf(project, "Pulumi.yaml")).map(([key, value]) => [key, valueOf(value)]),
    ),
    ...configOf(parse(join(files, file), file), file),
  };
  const read: StackConfig = { project: name, stack, values: {}, secretKeys: [], plainSecretKeys: [] };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const full = key.includes(":") ? key : `${name}:${key}`;
    const isSecret = isMap(value) && "secure" in value;
    if (isSecret && full === `${name}:instances`) {
      throw new RunError(
        `${file}: ${full} is encrypted, so nothing can be shown; encrypt the secrets only, one key each`,
      );
    }
    if (isSecret) read.secretKeys.push(full);
    else if (full.startsWith(`${name}:`) && /(SecretAccessKey|SessionToken)$/.test(full))
      read.plainSecretKeys.push(full);
    read.values[full] = isSecret ? placeholder(full) : typeof value === "string" ? value : sortedJson(value);
  }
  return read;
}

function otherStacks(folder: string): string {
  const others = readdirSync(folder).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return others.length > 0
    ? `write --stack with one of: ${others.join(", ")}`
    : "write one (README.md has an example)";
}

function configOf({ config }: YamlMap, file: string): YamlMap {
  if (config === undefined || config === null) return {};
  if (!isMap(config)) throw new RunError(`${file}: config is no map of keys and values; write one`);
  return config;
}

/** In Pulumi.yaml a key has its value, or says in a map what it is (https://www.pulumi.com/docs/iac/concepts/config/#project-level-configuration). */
function valueOf(declared: unknown): unknown {
  if (!isMap(declared)) return declared;
  return declared["value"] ?? declared["default"];
}

type YamlMap = Record<string, unknown>;

function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** As the CLI hands on structured values: with the keys of its maps in order, so that instances come in that order too. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    return Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

function parse(path: string, name: string): YamlMap {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new RunError(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  // merge: as the CLI reads `<<`.
  const document = parseDocument(text, { merge: true });
  // The first says it; those that follow come of it. The parser's own text shows the line with a mark.
  const [error] = document.errors;
  if (error) throw new RunError(`${name}: ${error.message}`);
  try {
    const value = document.toJS() as unknown;
    return isMap(value) ? value : {};
  } catch (error) {
    throw new RunError(`${name}: ${(error as Error).message}`); // an alias without an anchor, or too many of them
  }
}
