/** What is wrong with answers, by the rules of the program. The answers may be incomplete. */
import { checkConfig } from "../../config/check-config";
import { INSTANCE_NAME, secretKeyOf } from "../../config/key-names";
import { PROJECT_NAME } from "../project/project";
import { stackName } from "../project/stack-name";
import { counted } from "../../validation/counted";
import { hostnameProblems } from "../../validation/names";
import { problemLines } from "../../validation/problem";
import { UserError } from "../../validation/user-error";
import { parseVersion } from "../../validation/version";
import { APP_FORMS } from "./app-forms";
import { appOf, optionOf, QUESTIONS, storeOfAnswers, type AnswerName, type Answers } from "./answers";
import { answerAt, dataOf, settingsOf } from "./settings";

/** A problem of an answer. */
export interface AnswerProblem {
  /** Undefined if no answer is wrong, such as for the name of the project. */
  answer?: AnswerName;
  /** The option to change. */
  option: string;
  message: string;
}

/** All problems of answers, which may be incomplete. */
export type ProblemsOf = (answers: Answers) => AnswerProblem[];

/** Throws an error if there are problems; `more` is what else is wrong. */
export function refuse(problems: readonly AnswerProblem[], more = ""): void {
  const listed = problemLines(problems.map(({ option, message }) => ({ path: option, message })));
  const wrong =
    problems.length === 0 ? "" : `${counted(problems.length, "problem")}; nothing was written.${listed}`;
  const text = [wrong, more].filter((part) => part !== "").join("\n");
  if (text !== "") throw new UserError(text);
}

const problemOf = (answer: AnswerName, message: string): AnswerProblem => ({
  answer,
  option: optionOf(answer),
  message,
});

/** All problems of the answers. One that is missing is not a problem. */
export function problemsOfAnswers(project: string, answers: Answers): AnswerProblem[] {
  const ofForm = formProblems(answers);
  // The rules of the program need choices that exist.
  const others = without(answers, ofForm);
  const ofConfig = configProblems(project, others);
  return unique([
    ...projectProblems(project),
    ...stackProblems(answers.stack),
    ...ofForm,
    ...ofConfig,
    ...regionProblems(others, ofConfig),
  ]);
}

/** The answers without those that have a problem. */
export function without(answers: Answers, problems: readonly AnswerProblem[]): Answers {
  const wrong = new Set(problems.map(({ answer }) => answer));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !wrong.has(name as AnswerName)));
}

/** The name of the instance: an answer, else the first label of the domain, else the name of the app. */
export function instanceOf({ instance, domain = "", app = "" }: Answers): string {
  if (instance !== undefined) return instance;
  const [label = ""] = domain.split(".");
  return INSTANCE_NAME.test(label) ? label : app;
}

/** Answers whose problem the program's rules would not explain in words of the question. */
function formProblems(answers: Answers): AnswerProblem[] {
  return QUESTIONS.flatMap(({ name, choices }): AnswerProblem[] => {
    const answer = answers[name];
    if (answer === undefined || name === "stack") return [];
    const all = choices?.(answers) ?? [];
    if (all.length > 0 && !all.includes(answer))
      return [problemOf(name, `${JSON.stringify(answer)} is not possible; use ${all.join(" or ")}`)];
    if (answer === "") return [problemOf(name, "is empty; set it")];
    if (name === "domain") return domainProblems(answer);
    return name === "appVersion" ? versionProblems(answer, answers) : [];
  });
}

/** The settings of some apps have an origin made from the domain, so their rules would name that. */
function domainProblems(domain: string): AnswerProblem[] {
  return hostnameProblems(domain)
    .filter(({ code }) => code === "hostname-scheme" || code === "hostname-path")
    .map(({ message }) => problemOf("domain", `${JSON.stringify(domain)} ${message}`));
}

/** The program's message says that a version may be left out, and a new file always has one. */
function versionProblems(version: string, answers: Answers): AnswerProblem[] {
  if (parseVersion(version) !== undefined) return [];
  const app = appOf(answers);
  const example = app === undefined ? "" : `; set one such as "${APP_FORMS[app].newestTried}"`;
  return [problemOf("appVersion", `${JSON.stringify(version)} is not a version${example}`)];
}

/** Answers to questions that the others make superfluous: they would be ignored. Later answers are not needed to say so. */
export function unusedAnswers(answers: Answers): AnswerProblem[] {
  const isOpen = QUESTIONS.findIndex(
    ({ name, isNeeded }) => answers[name] === undefined && isNeeded?.(answers) !== false,
  );
  return QUESTIONS.slice(0, isOpen === -1 ? undefined : isOpen)
    .filter(({ name, isNeeded }) => answers[name] !== undefined && isNeeded?.(answers) === false)
    .map(({ name }) => problemOf(name, "is not used with the other options; remove it"));
}

/** By the rules of the program. */
function configProblems(project: string, answers: Answers): AnswerProblem[] {
  const app = appOf(answers);
  if (app === undefined) return [];
  const instance = instanceOf(answers);
  const instances = { [instance]: { [app]: dataOf(settingsOf(app, answers)) } };
  const values = new Map([[`${project}:instances`, JSON.stringify(instances)]]);
  // The operator sets the secret later.
  if (storeOfAnswers(answers)?.product.can.writerKeys === false)
    values.set(`${project}:${secretKeyOf(instance)}`, "later");
  const prefix = `${project}:instances.${instance}`;
  return checkConfig(values, project, () => [], answers.stack ?? "prod").problems.flatMap(
    ({ path, message }): AnswerProblem[] => {
      if (path === prefix) return [{ option: "--instance", message }];
      const answer = answerAt(app, path.slice(`${prefix}.${app}.`.length));
      if (answer === undefined) return [{ option: path, message }];
      return answers[answer] === undefined ? [] : [problemOf(answer, message)];
    },
  );
}

/** A region in the right form that does not exist: a new stack begins without the warning about it. */
function regionProblems(answers: Answers, others: readonly AnswerProblem[]): AnswerProblem[] {
  const { region } = answers;
  if (region === undefined || others.some(({ answer }) => answer === "region")) return [];
  const near = storeOfAnswers(answers)?.definition.meantRegion?.(region);
  if (near === undefined) return [];
  const message = `is "${region}"; did you mean "${near}"? If the value is right, use "${near}" here, and change it in the new file`;
  return [problemOf("region", message)];
}

function projectProblems(project: string): AnswerProblem[] {
  if (PROJECT_NAME.test(project)) return [];
  const message = `${JSON.stringify(project)} is not a project's name; use letters, digits, "_", "." and "-", at most 100`;
  return [{ option: "--project", message }];
}

function stackProblems(stack: string | undefined): AnswerProblem[] {
  if (stack === undefined) return [];
  try {
    stackName(stack, "--stack");
    return [];
  } catch (error) {
    if (!UserError.isInstance(error)) throw error;
    return [problemOf("stack", error.message.replace(/^--stack: /, ""))];
  }
}

/** One domain can be wrong in several settings. */
function unique(problems: AnswerProblem[]): AnswerProblem[] {
  return problems.filter(
    ({ option, message }, index) =>
      problems.findIndex((other) => other.option === option && other.message === message) === index,
  );
}
