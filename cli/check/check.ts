import type { Streams } from "../env/streams";
import { masked, reportUserError } from "../report-error";
import { escaped } from "../preview/terminal";
import { chosenStack } from "../project/chosen-stack";
import { openProject } from "../project/open-project";
import { isOwnProgram } from "../project/own-program";
import { stacksWithFile, type Project } from "../project/project";
import { stackName, type StackName } from "../project/stack-name";
import { UserError } from "../../validation/user-error";
import { hide, typedSecrets } from "../run-secrets";
import { checkStack } from "./check-stack";
import { findingLine, summary, type Finding } from "./finding";

export interface CheckOptions {
  /** Default: the result of `chosenStack`. */
  stack?: string;
  cwd: string;
  /** Check all stacks that have a file. */
  all: boolean;
  json: boolean;
  debug?: boolean;
}

/** Prints everything that is wrong with the config of stacks. Returns the exit code: 0, or 1 for problems; warnings are no problems. */
export async function check(options: CheckOptions, streams: Streams): Promise<number> {
  hide(streams, typedSecrets([options.stack], streams.env));
  try {
    const project = openProject(options.cwd, streams);
    if (!isOwnProgram(project)) throw new UserError(otherProgram(project));
    const stacks = options.all ? allStacks(project) : [await chosenStack(options.stack, project, streams)];
    const findings = stacks.map((stack) => checkStack(project, stack, streams));
    streams.stdout.write(options.json ? asJson(findings.flat(), streams) : asText(findings, stacks, streams));
    return findings.flat().some(({ severity }) => severity === "error") ? 1 : 0;
  } catch (error) {
    if (options.json && UserError.isInstance(error)) streams.stdout.write(asJson([], streams, error.message));
    return reportUserError(error, streams, options.debug);
  }
}

function allStacks(project: Project): StackName[] {
  const names = stacksWithFile(project);
  if (names.length === 0) {
    throw new UserError(
      `${project.stackFolder} has no Pulumi.<stack>.yaml; write one, for example with \`media-storage init\``,
    );
  }
  return names.map((name) => stackName(name, "the stack's file"));
}

const otherProgram = ({ file }: Project): string =>
  `${file}: the project runs a program of its own, and \`check\` reads only the config of the package's program; ` +
  "run `media-storage preview`, which checks the arguments of the components";

function asText(findings: Finding[][], stacks: StackName[], { secrets }: Streams): string {
  const lines = findings.flatMap((ofStack, index) => [
    ...ofStack.map(findingLine),
    `${stacks[index]?.reference ?? ""}: ${summary(ofStack)}`,
  ]);
  // A warning may have commands on lines of their own.
  return lines.map((line) => `${masked(line, secrets).split("\n").map(escaped).join("\n")}\n`).join("");
}

/** `error`: why nothing could be checked. */
function asJson(findings: Finding[], { secrets }: Streams, error?: string): string {
  const problems = findings.map((finding) => ({
    ...finding,
    path: masked(finding.path, secrets),
    message: masked(finding.message, secrets),
    stack: masked(finding.stack, secrets),
    file: masked(finding.file, secrets),
  }));
  const shown = { ...(error !== undefined && { error: masked(error, secrets) }), problems };
  return `${JSON.stringify(shown, null, 2)}\n`;
}
