import { checkConfig } from "../../config/check-config";
import { secretKeyOf } from "../../config/key-names";
import type { AppName } from "../../apps/names";
import { PROJECT_NAME } from "../project/project";
import { stackName } from "../project/stack-name";
import { UserError } from "../../validation/user-error";
import { optionOf, QUESTIONS, storeOfAnswers, type Answers } from "./answers";
import { answerAt, dataOf, type Setting } from "./settings";

/** A problem of an answer, with the option to change. */
export interface AnswerProblem {
  option: string;
  message: string;
}

/** Answers that are not among their choices. The other checks need valid ones. */
export function choiceProblems(answers: Answers): AnswerProblem[] {
  return QUESTIONS.flatMap(({ name, choices }): AnswerProblem[] => {
    const answer = answers[name];
    const all = choices?.(answers) ?? [];
    if (answer === undefined || all.length === 0 || all.includes(answer)) return [];
    return [
      {
        option: optionOf(name),
        message: `${JSON.stringify(answer)} is not possible; use ${all.join(" or ")}`,
      },
    ];
  });
}

/** Answers to questions that the others make superfluous: they would be ignored. */
export function unusedAnswers(answers: Answers): AnswerProblem[] {
  return QUESTIONS.filter(
    ({ name, isNeeded }) => answers[name] !== undefined && isNeeded?.(answers) === false,
  ).map(({ name }) => ({ option: optionOf(name), message: "is not used with the other options; remove it" }));
}

/** All problems of complete answers, by the rules of the program. */
export function problemsOfAnswers(
  project: string,
  instance: string,
  app: AppName,
  settings: readonly Setting[],
  answers: Answers,
): AnswerProblem[] {
  const instances = { [instance]: { [app]: dataOf(settings) } };
  const values = new Map([[`${project}:instances`, JSON.stringify(instances)]]);
  // The operator sets the secret later.
  if (storeOfAnswers(answers)?.product.can.iam === false)
    values.set(`${project}:${secretKeyOf(instance)}`, "later");
  const prefix = `${project}:instances.${instance}`;
  const ofConfig = checkConfig(values, project, () => []).problems.map(({ path, message }): AnswerProblem => {
    if (path === prefix) return { option: "--instance", message };
    const below = path.slice(`${prefix}.${app}.`.length);
    const answer = answerAt(app, below);
    return { option: answer === undefined ? path : optionOf(answer), message };
  });
  const ofNames = PROJECT_NAME.test(project)
    ? []
    : [
        {
          option: "--project",
          message: `${JSON.stringify(project)} is not a project's name; use letters, digits, "_", "." and "-", at most 100`,
        },
      ];
  return unique([...ofNames, ...stackProblems(answers.stack ?? ""), ...ofConfig]);
}

function stackProblems(stack: string): AnswerProblem[] {
  try {
    stackName(stack, "--stack");
    return [];
  } catch (error) {
    if (!UserError.isInstance(error)) throw error;
    return [{ option: "--stack", message: error.message.replace(/^--stack: /, "") }];
  }
}

/** One domain can be wrong in several settings. */
function unique(problems: AnswerProblem[]): AnswerProblem[] {
  return problems.filter(
    ({ option, message }, index) =>
      problems.findIndex((other) => other.option === option && other.message === message) === index,
  );
}
