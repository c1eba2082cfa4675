import { dirname } from "node:path";
import { CommandError, LocalWorkspace, StackNotFoundError } from "@pulumi/pulumi/automation";
import type { StorageFacts } from "../../storage/facts";
import type { EnvEntry } from "../../env/entry";
import { shellWord } from "../../env/formats/shell";
import type { Project } from "../project/project";
import type { StackName } from "../project/stack-name";
import { UserError } from "../../validation/user-error";
import { ownMember } from "../../validation/own-member";

/** The block of one instance, as its stack has it. */
export interface Deployed {
  stack: StackName;
  instance: string;
  title: string;
  entries: EnvEntry[];
  facts: StorageFacts;
}

type Outputs = Record<string, { value: unknown }>;

const SCHEMA = 1;

/** Reads the outputs of a stack; without an instance it is the only one that the stack has. Throws `UserError`. */
export async function deployed(
  instance: string | undefined,
  project: Project,
  stack: StackName,
): Promise<Deployed> {
  const { reference } = stack;
  const outputs = await stackOutputs(project, reference);
  const instances = Object.keys(outputs).flatMap((name) => /^(.+)EnvEntries$/.exec(name)?.[1] ?? []);
  if (instances.length === 0) {
    throw new UserError(
      `The stack ${reference} has no env block yet; deploy it with \`pulumi up --stack ${shellWord(reference)}\`.`,
    );
  }
  const all = instances.join(", ");
  if (instance === undefined && instances.length > 1) {
    throw new UserError(`The stack ${reference} has several instances; write one of ${all} behind \`env\`.`);
  }
  const name = instance ?? instances[0] ?? "";
  if (!instances.includes(name)) {
    throw new UserError(`The stack ${reference} has no instance "${name}"; write one of: ${all}.`);
  }
  const [env, entries, facts] = ["Env", "EnvEntries", "Facts"].map(
    (kind) => ownMember(outputs, `${name}${kind}`)?.value,
  );
  if (typeof env !== "string" || !areEntries(entries) || !areFacts(facts)) {
    throw new UserError(
      `The outputs of "${name}" are not those of this version of media-storage; deploy it again with \`pulumi up --stack ${shellWord(reference)}\`.`,
    );
  }
  const title = /^# (.*)/.exec(env)?.[1] ?? `Media storage of ${name}`;
  return { stack, instance: name, title: `${title} (stack ${stack.name})`, entries, facts };
}

function areEntries(value: unknown): value is EnvEntry[] {
  return (
    Array.isArray(value) &&
    value.every((one: Partial<EnvEntry> | null) => {
      const { name, value: text, secret, comment } = one ?? {};
      return [name, text, comment].every((part) => typeof part === "string") && typeof secret === "boolean";
    })
  );
}

function areFacts(value: unknown): value is StorageFacts {
  const { schema, app } = (value ?? {}) as Partial<StorageFacts>;
  return schema === SCHEMA && typeof app === "string";
}

async function stackOutputs(project: Project, stack: string): Promise<Outputs> {
  try {
    const workspace = await LocalWorkspace.create({ workDir: dirname(project.file) });
    try {
      // Not by a `Stack`, for that would select it for the operator's next commands too.
      return await workspace.stackOutputs(stack);
    } catch (error) {
      if (!(error instanceof StackNotFoundError)) throw error;
      const others = (await workspace.listStacks()).map(({ name }) => name);
      const remedy =
        others.length > 0
          ? `pass --stack with one of: ${others.join(", ")}`
          : "make and deploy one (`pulumi stack init`, `pulumi up`)";
      throw new UserError(
        `There is no stack "${stack}" in the project ${project.name} (${project.file}); ${remedy}.`,
      );
    }
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(reasonOf(error, stack));
  }
}

/** The Automation API's message has the command and all that it printed, and that of a `SyntaxError` a part: the outputs, secrets included. */
function reasonOf(error: unknown, stack: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/spawn pulumi (ENOENT|EACCES)/.test(message)) {
    return "The outputs of a stack are read with the Pulumi CLI, and none is on PATH; install it (https://www.pulumi.com/docs/install/).";
  }
  const remedy = `run \`pulumi stack output --stack ${shellWord(stack)}\` to see why`;
  if (error instanceof SyntaxError)
    return `Pulumi printed more than the outputs, or not all of them; ${remedy}.`;
  if (!(error instanceof CommandError)) return `Pulumi says: ${message}`;
  const said = [...message.matchAll(/^(?: *stderr: *)?error: (.+)$/gm)].map(([, line = ""]) =>
    // Its YAML parser quotes the beginning of a value.
    /yaml|unmarshal/i.test(line) ? line.replace(/`[^`]*`/g, "`...`") : line,
  );
  if (said.length > 0) return `Pulumi says: ${[...new Set(said)].join("\n")}`;
  const code = /Command failed with exit code (\d+)/.exec(message)?.[1];
  return `Pulumi failed${code === undefined ? "" : ` with the exit code ${code}`}; ${remedy}.`;
}
