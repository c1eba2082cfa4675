import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { isOwnProgram } from "./own-program";
import { stacksWithFile, type Project } from "./project";
import { selectedStack } from "./selected-stack";
import { stackName, type StackName } from "./stack-name";

/**
 * The stack that a command uses: `--stack`, else PULUMI_STACK, else the one that `pulumi stack select` chose, else the only one that
 * has a file. If several have a file, the operator is asked. Without a terminal that is an error.
 */
export async function chosenStack(
  option: string | undefined,
  project: Project,
  { stdin, stderr, env }: Pick<Streams, "stdin" | "stderr" | "env">,
): Promise<StackName> {
  const said = saidStack(option, project, env);
  if (said !== undefined) return ofProject(said.name, said.from, project);
  const stacks = stacksWithFile(project);
  const [only, ...others] = stacks;
  if (only === undefined) {
    const how = isOwnProgram(project)
      ? "`media-storage init` writes one"
      : "it may be empty if the program reads no config";
    throw new UserError(
      `No stack is selected, and ${project.stackFolder} has no Pulumi.<stack>.yaml; ` +
        `create Pulumi.prod.yaml (${how}) and pass --stack prod, or pass --stack with a stack that exists`,
    );
  }
  if (others.length === 0) return stackName(only, "the stack's file");
  const list = stacks.join(", ");
  if (!stdin.isTTY) {
    throw new UserError(
      `The project has several stacks (${list}); pass --stack with one of them, set PULUMI_STACK, or run \`pulumi stack select\``,
    );
  }
  const answer = await answered(`Which stack (${list})? `, stdin, stderr);
  if (!stacks.includes(answer)) {
    throw new UserError(`The project has no stack ${JSON.stringify(answer)}; choose one of: ${list}`);
  }
  return stackName(answer, "the answer");
}

function saidStack(
  option: string | undefined,
  project: Project,
  env: NodeJS.ProcessEnv,
): { name: string; from: string } | undefined {
  if (option !== undefined) return { name: option, from: "--stack" };
  const variable = env["PULUMI_STACK"];
  if (variable !== undefined) {
    // For Pulumi an empty value means that no stack is selected.
    return variable === "" ? undefined : { name: variable, from: "PULUMI_STACK" };
  }
  const selected = selectedStack(project, env);
  if (selected === undefined) return undefined;
  // Pulumi uses this organization for backends without organizations.
  const own = `organization/${project.name}/`;
  const name = selected.startsWith(own) ? selected.slice(own.length) : selected;
  return { name, from: "the selected stack" };
}

function ofProject(reference: string, from: string, { name, file }: Project): StackName {
  const stack = stackName(reference, from);
  if (stack.project !== undefined && stack.project !== name) {
    throw new UserError(
      `${from}: "${reference}" is a stack of the project ${stack.project}, but ${file} is the project ${name}; ` +
        "use a stack of this project, or set --cwd to the other project's folder",
    );
  }
  return stack;
}

/** The operator's answer; empty at the end of the input. */
async function answered(
  question: string,
  input: Streams["stdin"],
  output: Streams["stderr"],
): Promise<string> {
  const reader = createInterface({ input, output });
  try {
    const asked = reader.question(question).catch(() => "");
    const answer = await Promise.race([asked, once(reader, "close").then(() => "")]);
    return answer.trim();
  } finally {
    reader.close();
  }
}
