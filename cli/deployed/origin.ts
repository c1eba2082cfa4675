/** Where the outputs of a stack were read, in the words of messages, titles and printed commands. */
import { shellWord } from "../../env/formats/shell";
import type { OutputsOption } from "../../runbook";
import { SAVE_OUTPUTS } from "../../runbook/session";
import { docsPage } from "../../validation/docs-page";
import { ownMember } from "../../validation/own-member";
import { isOwnProgram } from "../project/own-program";
import { runtimeOf } from "../project/program-place";
import type { Project } from "../project/project";
import type { StackName } from "../project/stack-name";

export interface Origin {
  /** In the middle of a sentence: "the stack prod", "the file outputs.json". */
  name: string;
  /** What follows the title of a block; empty if the stack is unknown. */
  titleSuffix: string;
  /** How the operator gets new outputs, as the end of a sentence: "run `pulumi up --stack prod`". */
  renewal: string;
  /** What to do if no output has a deployment: the end of a sentence, and more sentences. */
  exportRemedy: string;
  /** The option for printed commands that read the same outputs. */
  option: OutputsOption;
}

/** How a program exports the deployment of the component in its variable `storage`, by the runtime of its project. */
const EXPORTS: Record<string, string> = {
  nodejs: "`export const social = storage.deployment;`",
  bun: "`export const social = storage.deployment;`",
  python: '`pulumi.export("social", storage.deployment)`',
  go: '`ctx.Export("social", storage.Deployment)`',
  yaml: "`social: ${storage.deployment}` below `outputs`",
  // Pulumi's SDK for Java exports no objects, only texts, lists and maps.
  java: '`ctx.export("social", storage.deployment().applyValue(value -> new Gson().toJson(value)))`',
};

export function originOfStack({ reference, name }: StackName, project: Project): Origin {
  const renewal = `run \`pulumi up --stack ${shellWord(reference)}\``;
  return {
    name: `the stack ${reference}`,
    titleSuffix: ` (stack ${name})`,
    renewal,
    exportRemedy: isOwnProgram(project) ? `; ${renewal}.` : exportRemedy(runtimeOf(project), renewal),
    option: { stack: reference },
  };
}

/** Of standard input, or of a pipe such as bash's <(...), which cannot be read again. */
export function originOfPipe(name: string): Origin {
  const renewal = `run \`pulumi up\`, and pass its new outputs (\`${SAVE_OUTPUTS}\`)`;
  return {
    name,
    titleSuffix: "",
    renewal,
    exportRemedy: exportRemedy(undefined, renewal),
    option: { outputs: "-" },
  };
}

export function originOfFile(path: string): Origin {
  const renewal = `run \`pulumi up\`, and save its outputs again: ${saveInto(path)}`;
  return {
    name: `the file ${path}`,
    titleSuffix: "",
    renewal,
    exportRemedy: exportRemedy(undefined, renewal),
    option: { outputs: path },
  };
}

/** The command that saves the outputs of a stack with their secrets. */
const saveInto = (path: string): string => `\`(umask 077; ${SAVE_OUTPUTS} > ${shellWord(path)})\``;

function exportRemedy(runtime: string | undefined, renewal: string): string {
  if (runtime === "dotnet") {
    return (
      ". Pulumi's .NET SDK cannot export the `deployment` of a component (https://github.com/pulumi/pulumi-dotnet/issues/58): " +
      "export its `Env`, save that output in a file, and pass it to `env --into FILE --from`."
    );
  }
  const example = runtime === undefined ? undefined : ownMember(EXPORTS, runtime);
  const how = example === undefined ? `see ${docsPage("applying-the-env-block")}` : `for example ${example}`;
  return `. The program must export the \`deployment\` of each component, ${how}; then ${renewal}.`;
}

/** The origin at the start of a sentence: "The stack prod". */
export const atStart = ({ name }: Origin): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The origin as a heading: "Stack prod". */
export const heading = (origin: Origin): string =>
  atStart({ ...origin, name: origin.name.replace(/^the /, "") });
