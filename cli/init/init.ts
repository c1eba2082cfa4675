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
import { completed } from "./ask";
import { nextSteps, type Manifest } from "./next-steps";
import { choiceProblems, problemsOfAnswers, unusedAnswers, type AnswerProblem } from "./problems";
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
    const given = givenAnswers(options);
    refuse(choiceProblems(given));
    const answers = await completed(given, streams);
    refuse(unusedAnswers(answers));
    const stack = newStack(target, answers);
    const files = newFiles(target, stack, answers);
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

function refuse(problems: AnswerProblem[]): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ option, message }) => `\n  ${option}: ${message}`);
  const many = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  throw new UserError(`${many}; nothing was written.${lines.join("")}`);
}

function newStack(target: Target, answers: Answers): NewStack {
  const { project, schema } = target;
  const app = appOf(answers);
  if (app === undefined) throw new Error("bug: no app, although choiceProblems found nothing");
  const instance = answers.instance ?? instanceName(answers.domain ?? "", app);
  const settings = settingsOf(app, answers);
  refuse(problemsOfAnswers(project, instance, app, settings, answers));
  const store = storeOfAnswers(answers);
  const isOwnProvider = store?.definition.credentials !== undefined;
  const file = target.stackFile(stackName(answers.stack ?? "", "--stack").name);
  const path = relative(dirname(file), schema).replaceAll("\\", "/");
  return {
    project,
    instance,
    app,
    settings,
    schema: path.startsWith(".") ? path : `./${path}`,
    ...(!isOwnProvider && answers.region !== undefined && { awsRegion: answers.region }),
  };
}

/** The first label of the domain, or the app's name if that is not a name for an instance. */
function instanceName(domain: string, app: string): string {
  const [label = ""] = domain.split(".");
  return /^[a-z][A-Za-z0-9]*$/.test(label) ? label : app;
}

function newFiles(target: Target, stack: NewStack, answers: Answers): NewFile[] {
  const path = target.stackFile(stackName(answers.stack ?? "", "--stack").name);
  const existing = textFile(path);
  if (existing !== undefined) throw new UserError(fileExists(path, existing, stack));
  const file = { path, text: stackText(stack) };
  if (target.existing !== undefined) return [file];
  const project = { path: `${target.folder}/Pulumi.yaml`, text: projectText(target.project, target.main) };
  return [project, file];
}

/** Says what the file has, and the lines to add by hand. */
function fileExists(path: string, text: string, stack: NewStack): string {
  const key = `${stack.project}:instances`;
  const { config } = yamlMap(text, path);
  const instances = isMap(config) ? (ownMember(config, key) ?? config["instances"]) : undefined;
  const names = isMap(instances) ? Object.keys(instances) : [];
  const has =
    names.length === 0 ? "no instance" : `the instance${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
  const remedy = names.includes(stack.instance)
    ? `it has an instance ${stack.instance} already: choose another name with --instance, or another stack with --stack`
    : `to add the instance, write these lines below \`${key}:\`, or choose another stack with --stack:\n\n${instanceLines(stack).join("\n")}`;
  return `${basename(path)} exists already with ${has}, and \`init\` never changes a file; ${remedy}`;
}
