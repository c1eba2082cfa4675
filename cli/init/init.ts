import { basename, dirname, relative } from "node:path";
import { ownMember } from "../../validation/own-member";
import { UserError } from "../../validation/user-error";
import { isMap } from "../../validation/shape";
import type { Streams } from "../env/streams";
import { escaped } from "../preview/terminal";
import { textFile } from "../project/text-file";
import { yamlMap } from "../project/yaml-text";
import { masked, reportUserError } from "../report-error";
import { hide, typedSecrets } from "../run-secrets";
import { stackName } from "../project/stack-name";
import { appOf, storeOfAnswers, QUESTIONS, type Answers } from "./answers";
import { completed } from "./completed";
import { nextSteps, type Manifest } from "./next-steps";
import { instanceOf, problemsOfAnswers } from "./problems";
import { settingsOf } from "./settings";
import { instanceLines, projectText, stackText, type NewStack } from "./stack-text";
import { targetIn, type Target } from "./target";
import { writeFiles, type NewFile } from "./write-files";

export interface InitOptions extends Answers {
  cwd: string;
  /** The name of a new project. */
  project?: string;
  debug?: boolean;
}

/** Writes the files of a new stack. Returns the exit code: 0, or 1 if nothing was written. */
export async function init(options: InitOptions, streams: Streams, manifest: Manifest): Promise<number> {
  hide(streams, typedSecrets(Object.values(options), streams.env));
  try {
    const target = targetIn(options.cwd, options.project);
    const answers = await completed(givenAnswers(options), streams, (some) =>
      problemsOfAnswers(target.project, some),
    );
    const stack = newStack(target, answers);
    const files = newFiles(target, stack);
    writeFiles(files);
    const written = files.map(({ path }) => relative(process.cwd(), path)).join(", ");
    const text = `Written: ${written}\n\nNext:\n${nextSteps(target.folder, stack.instance, answers, manifest)}`;
    streams.stdout.write(
      text
        .split("\n")
        .map(escaped)
        .map((line) => masked(line, streams.secrets))
        .join("\n"),
    );
    return 0;
  } catch (error) {
    return reportUserError(error, streams, options.debug);
  }
}

/** The options that answer a question, without the others. */
function givenAnswers(options: InitOptions): Answers {
  const names = [...QUESTIONS.map(({ name }) => name), "instance" as const];
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}

function newStack(target: Target, answers: Answers): NewStack {
  const { project, schema } = target;
  const app = appOf(answers);
  if (app === undefined) throw new Error("bug: no app, although problemsOfAnswers found nothing");
  const store = storeOfAnswers(answers);
  const isOwnProvider = store?.definition.credentials !== undefined;
  const file = target.stackFile(stackName(answers.stack ?? "", "--stack").name);
  const path = relative(dirname(file), schema).replaceAll("\\", "/");
  return {
    file,
    project,
    instance: instanceOf(answers),
    app,
    settings: settingsOf(app, answers),
    schema: path.startsWith(".") ? path : `./${path}`,
    ...(!isOwnProvider && answers.region !== undefined && { awsRegion: answers.region }),
  };
}

function newFiles(target: Target, stack: NewStack): NewFile[] {
  const existing = textFile(stack.file);
  if (existing !== undefined) throw new UserError(fileExists(existing, stack));
  const file = { path: stack.file, text: stackText(stack) };
  if (target.existing !== undefined) return [file];
  const project = { path: `${target.folder}/Pulumi.yaml`, text: projectText(target.project, target.main) };
  return [project, file];
}

/** Says what the file has, and the lines to add by hand. */
function fileExists(text: string, stack: NewStack): string {
  const key = `${stack.project}:instances`;
  const { config } = yamlMap(text, stack.file);
  const instances = isMap(config) ? (ownMember(config, key) ?? config["instances"]) : undefined;
  const names = isMap(instances) ? Object.keys(instances) : [];
  const has =
    names.length === 0 ? "no instance" : `the instance${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
  const remedy = names.includes(stack.instance)
    ? `it has an instance ${stack.instance} already: choose another name with --instance, or another stack with --stack`
    : `to add the instance, write these lines below \`${key}:\`, or choose another stack with --stack:\n\n${instanceLines(stack).join("\n")}`;
  return `${basename(stack.file)} exists already with ${has}, and \`init\` never changes a file; ${remedy}`;
}
