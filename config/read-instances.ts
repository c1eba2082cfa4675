import { Config, RunError, runtime } from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import type { MastodonStorageArgs } from "../components";
import { dotenvValueProblem } from "../env/dotenv";
import type { Problem } from "../problems/problem";
import { instancesProblems } from "./check-instances";
import type { InstanceConfig, InstancesConfig, MastodonConfig } from "./types";

export interface Instance {
  name: string;
  args: MastodonStorageArgs;
}

/** The instances of the stack's config, or one error that says everything that is wrong with it. */
export function readInstances(config = new Config()): Instance[] {
  const key = `${config.name}:instances`;
  const value = parsed(runtime.getConfig(key));
  const problems = instancesProblems(value, key);
  const instances = Object.entries((value ?? {}) as InstancesConfig);
  const secretKeys = new Map(instances.filter(hasGivenKey).map(([name]) => [name, secretKeyOf(name)]));
  const unused = instances.map(([name]) => name).filter((name) => !secretKeys.has(name));
  problems.push(...unknownKeys(config.name, ["instances", ...secretKeys.values()], unused.map(secretKeyOf)));
  for (const secretKey of secretKeys.values()) problems.push(...secretProblems(config.name, secretKey));
  if (problems.length > 0) throw configError(problems);
  return instances.map(([name, instance]) => ({
    name,
    args: withSecret(instance.mastodon as MastodonConfig, config, secretKeys.get(name)),
  }));
}

/** Maps of config arrive as JSON; anything else is a text, which the check then says. */
function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const secretKeyOf = (instance: string): string => `${instance}SecretAccessKey`;

/** Whether the instance's key is given, so that its secret is a config value of its own. */
function hasGivenKey([, instance]: [string, unknown]): boolean {
  const given = (instance as InstanceConfig | null)?.mastodon?.writer?.given;
  return typeof given === "object";
}

function unknownKeys(project: string, known: string[], unused: string[]): Problem[] {
  return Object.keys(runtime.allConfig())
    .filter((path) => path.startsWith(`${project}:`))
    .flatMap((path) => {
      const key = path.slice(project.length + 1);
      if (known.includes(key)) return [];
      const message = unused.includes(key)
        ? "is used by nothing: its instance has no `writer: { given: { accessKeyId: ... } }`; write that, or run " +
          `\`pulumi config rm ${key}\``
        : `is unknown; did you mean ${project}:${closest(key, known)}?`;
      return [{ path, message }];
    });
}

function secretProblems(project: string, key: string): Problem[] {
  const path = `${project}:${key}`;
  const value = runtime.getConfig(path);
  if (value === undefined) {
    return [{ path, message: `is missing; run \`pulumi config set --secret ${key}\`` }];
  }
  const problem = value === "" ? "is empty" : dotenvValueProblem(value);
  return problem === undefined ? [] : [{ path, message: `${problem}; make another key` }];
}

function withSecret(
  mastodon: MastodonConfig,
  config: Config,
  secretKey: string | undefined,
): MastodonStorageArgs {
  const { writer, ...args } = mastodon;
  if (writer?.given === undefined || secretKey === undefined)
    return { ...args, ...(writer && { writer }) } as MastodonStorageArgs;
  return {
    ...args,
    writer: { given: { ...writer.given, secretAccessKey: config.requireSecret(secretKey) } },
  };
}

/** RunError: Pulumi shows its message without a stack trace, for the mistake is not in the program. */
function configError(problems: Problem[]): RunError {
  const list = problems.map(({ path, message }) => `\n  ${path}: ${message}`).join("");
  const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return new RunError(`${many} in the stack's config; nothing was created.${list}`);
}
