import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../problems/user-error";
import { placeholder } from "./placeholder";
import { inKeyOrder } from "./values";

interface Schema {
  extend(types: { implicit: object[] }): Schema;
}

// The parser that the SDK has too; it is six times as fast as `yaml`, and comes without types.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { CORE_SCHEMA, load, types } = require("js-yaml") as {
  CORE_SCHEMA: Schema;
  types: { merge: object };
  load: (text: string, options: { schema: Schema }) => unknown;
};
/** As the CLI reads it: `<<` merges, and what looks like a date is a text. */
const SCHEMA = CORE_SCHEMA.extend({ implicit: [types.merge] });

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
  if (typeof name !== "string") throw new UserError("Pulumi.yaml: name is missing; write the project's name");
  const files = typeof stackConfigDir === "string" ? join(folder, stackConfigDir) : folder;
  const file = `Pulumi.${stack}.yaml`;
  if (!existsSync(join(files, file))) throw new UserError(`There is no ${file} here; ${otherStacks(files)}.`);
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
      throw new UserError(
        `${file}: ${full} is encrypted, so nothing can be shown; encrypt the secrets only, one key each`,
      );
    }
    if (isSecret) read.secretKeys.push(full);
    else if (full.startsWith(`${name}:`) && /(SecretAccessKey|SessionToken)$/.test(full))
      read.plainSecretKeys.push(full);
    read.values[full] = isSecret
      ? placeholder(full)
      : typeof value === "string"
        ? value
        : sortedJson(value, `${file}: ${full}`);
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
  if (!isMap(config)) throw new UserError(`${file}: config is no map of keys and values; write one`);
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

/** Aliases of aliases make more of a small file than anybody could mean. */
const MOST_VALUES = 1_000_000;

/** As the CLI hands on structured values: with the keys of its maps in order, so that instances come in that order too. */
function sortedJson(value: unknown, where: string): string {
  let count = 0;
  try {
    return JSON.stringify(value, (_, item: unknown) => {
      if (++count > MOST_VALUES) throw new RangeError();
      if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
      return inKeyOrder(item as YamlMap);
    });
  } catch {
    throw new UserError(`${where} has an alias within itself, or too many within each other; write them out`);
  }
}

function parse(path: string, name: string): YamlMap {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${name} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
  try {
    const value = load(text, { schema: SCHEMA });
    return isMap(value) ? value : {};
  } catch (error) {
    throw new UserError(`${name}: ${(error as Error).message}`); // it shows the line with a mark
  }
}
