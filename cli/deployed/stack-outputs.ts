import { dirname } from "node:path";
import { CommandError, LocalWorkspace, StackNotFoundError } from "@pulumi/pulumi/automation";
import { shellWord } from "../../env/formats/shell";
import type { Project } from "../project/project";
import { UserError } from "../../validation/user-error";

/** Reads the outputs of a deployed stack, with secrets, with the Pulumi CLI. Throws `UserError`. */
export async function stackOutputs(project: Project, stack: string): Promise<Record<string, unknown>> {
  try {
    const workspace = await LocalWorkspace.create({ workDir: dirname(project.file) });
    try {
      // Not with a `Stack`, because that would also select the stack for the operator's next commands.
      const outputs = await workspace.stackOutputs(stack);
      return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value as unknown]));
    } catch (error) {
      if (!(error instanceof StackNotFoundError)) throw error;
      const others = (await workspace.listStacks()).map(({ name }) => name);
      const remedy =
        others.length > 0
          ? `pass --stack with one of: ${others.join(", ")}`
          : "create and deploy one (`pulumi stack init`, `pulumi up`)";
      throw new UserError(
        `There is no stack "${stack}" in the project ${project.name} (${project.file}); ${remedy}.`,
      );
    }
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(reasonOf(error, stack));
  }
}

/** The Automation API's messages contain all that the command printed, including secrets in the outputs. A `SyntaxError` contains a part of it. */
function reasonOf(error: unknown, stack: string): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/spawn pulumi (ENOENT|EACCES)/.test(message)) {
    return "The Pulumi CLI, which reads the outputs of the stack, is not on PATH; install it (https://www.pulumi.com/docs/install/).";
  }
  const remedy = `run \`pulumi stack output --stack ${shellWord(stack)}\` to see why`;
  if (error instanceof SyntaxError)
    return `The output of \`pulumi stack output\` is not valid JSON; ${remedy}.`;
  if (!(error instanceof CommandError)) return `Pulumi says: ${message}`;
  const said = [...message.matchAll(/^(?: *stderr: *)?error: (.+)$/gm)].map(([, line = ""]) =>
    // Pulumi's YAML parser quotes the beginning of a value.
    /yaml|unmarshal/i.test(line) ? line.replace(/`[^`]*`/g, "`...`") : line,
  );
  if (said.length > 0) return `Pulumi says: ${[...new Set(said)].join("\n")}`;
  const code = /Command failed with exit code (\d+)/.exec(message)?.[1];
  return `Pulumi failed${code === undefined ? "" : ` with the exit code ${code}`}; ${remedy}.`;
}
