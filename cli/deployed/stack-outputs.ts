import { dirname } from "node:path";
import { CommandError, LocalWorkspace, StackNotFoundError } from "@pulumi/pulumi/automation";
import { shellWord } from "../../env/formats/shell";
import type { Project } from "../project/project";
import { UserError } from "../../validation/user-error";

/** The outputs of a deployed stack, secrets included, read with the Pulumi CLI. Throws `UserError`. */
export async function stackOutputs(project: Project, stack: string): Promise<Record<string, unknown>> {
  try {
    const workspace = await LocalWorkspace.create({ workDir: dirname(project.file) });
    try {
      // Not by a `Stack`, for that would select it for the operator's next commands too.
      const outputs = await workspace.stackOutputs(stack);
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
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
