import { basename } from "node:path";
import { counted } from "../../validation/counted";
import { exampleAt } from "../../validation/examples";
import { placeholder } from "../../validation/placeholder";
import { problemLines, type Problem } from "../../validation/problem";
import { isEncrypted } from "../../validation/shape";
import { UserError } from "../../validation/user-error";
import { isOwnProgram } from "../project/own-program";
import { stackFile, stacksWithFile, type Project } from "../project/project";
import type { StackName } from "../project/stack-name";
import { textFile } from "../project/text-file";
import { isMap, yamlMap, type YamlMap } from "../project/yaml-text";
import { isSecretInPlainText, looksSecret } from "./secret-keys";
import { inKeyOrder } from "./values";

/** A stack's config as Pulumi passes it to a program. */
export interface StackConfig {
  project: string;
  /** The stack's name in its file name and in URNs. */
  stack: string;
  /** The stack as the operator wrote it, with the organization if given. */
  reference: string;
  /** Full key -> value, objects as JSON text. */
  values: Record<string, string>;
  /** Keys whose values are or may be secrets. */
  secretKeys: string[];
  /** Secrets in plain text, each with the name of its file. */
  plainSecrets: { key: string; file: string }[];
}

/** Reads a stack's file and the defaults of Pulumi.yaml. Encrypted values are replaced by placeholders. */
export function readStackConfig(project: Project, { name: stack, reference }: StackName): StackConfig {
  const path = stackFile(project, stack);
  const text = textFile(path);
  if (text === undefined) throw new UserError(noStackFile(project, path, stack));
  const { name } = project;
  const [ofProject, ofStack] = [basename(project.file), basename(path)];
  const ofFile = yamlMap(text, path);
  refuseTopLevelKeys(ofFile, ofStack);
  const values = new Map<string, Declared>();
  // The project's config has the defaults for all stacks.
  for (const [key, declared] of configOf(project.settings, project.file)) {
    const { value, isSecret } = declaredIn(declared);
    values.set(fullKey(key, name), { value, isSecret, file: ofProject });
  }
  for (const [key, value] of configOf(ofFile, path)) {
    const isSecret = values.get(fullKey(key, name))?.isSecret === true;
    values.set(fullKey(key, name), { value, isSecret, file: ofStack });
  }
  const texts = new Map<string, string>();
  const secretKeys: string[] = [];
  const plainSecrets: StackConfig["plainSecrets"] = [];
  for (const [key, { value, isSecret, file }] of values) {
    if (value === undefined) continue;
    const encrypted = isEncrypted(value);
    if (encrypted && key === `${name}:instances`) {
      const message =
        "is encrypted, so the offline commands cannot read it; set it in plain text, and store each secret in its own config value (`pulumi config set --secret`)";
      throw new UserError(`${file}: ${key} ${message}`, [{ code: "nested-secret", path: key, message }]);
    }
    const plain = (): string => (typeof value === "string" ? value : sortedJson(value, `${file}: ${key}`));
    // Numbered and not named after the key, because everything that a message shares with a secret is masked, and messages contain keys.
    texts.set(key, encrypted ? placeholder(`config-${secretKeys.length}`) : plain());
    if (encrypted) secretKeys.push(key);
    else if (isSecret || isSecretInPlainText(key, name)) {
      plainSecrets.push({ key, file });
      // Messages about other values must not show it either.
      secretKeys.push(key);
    } else if (key !== `${name}:instances` && looksSecret(key, value)) secretKeys.push(key);
  }
  return { project: name, stack, reference, values: Object.fromEntries(texts), secretKeys, plainSecrets };
}

interface Declared {
  value: unknown;
  /** Whether Pulumi.yaml declares it as a secret. */
  isSecret: boolean;
  file: string;
}

const fullKey = (key: string, project: string): string => (key.includes(":") ? key : `${project}:${key}`);

function noStackFile(project: Project, path: string, stack: string): string {
  const others = stacksWithFile(project);
  const toCreate = isOwnProgram(project)
    ? `create it, such as with the line \`config: { ${project.name}:instances: { ${exampleAt(["social"])} } }\``
    : "create it; it may be empty if the program reads no config";
  const remedy = others.length > 0 ? `pass --stack with one of: ${others.join(", ")}` : toCreate;
  return `The stack ${stack} has no file ${basename(path)} in ${project.stackFolder}; ${remedy}`;
}

/** Keys of the config that are beside `config`: Pulumi ignores them without a word. Other tools may have keys of their own there. */
function refuseTopLevelKeys(file: YamlMap, name: string): void {
  const problems = Object.entries(file)
    .filter(
      ([key, value]) =>
        key.includes(":") || [key, ...(isMap(value) ? Object.keys(value) : [])].includes("instances"),
    )
    .filter(([key]) => key !== "config")
    .map(([path]): Problem => {
      const message =
        "is at the top level of the file, where Pulumi does not read it; indent it below a line `config:`";
      return { code: "config-key-unknown", path, message };
    });
  if (problems.length > 0)
    throw new UserError(
      `${counted(problems.length, "problem")} in ${name}; nothing was created.${problemLines(problems)}`,
      problems,
    );
}

function configOf({ config }: YamlMap, file: string): [string, unknown][] {
  if (config === undefined || config === null) return [];
  if (!isMap(config))
    throw new UserError(
      `${file}: config is not a map of keys and values; write \`key: value\` lines below it`,
    );
  return Object.entries(config);
}

/** In Pulumi.yaml a key has a value or a map that declares it (https://www.pulumi.com/docs/iac/concepts/config/#project-level-configuration). */
function declaredIn(declared: unknown): { value: unknown; isSecret: boolean } {
  if (!isMap(declared)) return { value: declared, isSecret: false };
  return { value: declared["value"] ?? declared["default"], isSecret: declared["secret"] === true };
}

/** Nested aliases can make a small file extremely large. */
const MOST_VALUES = 1_000_000;

/** Sorts the keys of maps, as the CLI does for structured values. So instances have the same order. */
function sortedJson(value: unknown, where: string): string {
  let count = 0;
  try {
    return JSON.stringify(value, (_, item: unknown) => {
      if (++count > MOST_VALUES) throw new RangeError();
      if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
      return inKeyOrder(item as YamlMap);
    });
  } catch {
    throw new UserError(
      `${where} has an alias that contains itself, or too many nested aliases; write the values without aliases`,
    );
  }
}
