import type { Answers, Question } from "./answers";

/** Whether a question must still be answered. That depends on the answers to earlier questions. */
export function isOpen({ name, isNeeded }: Question, answers: Answers): boolean {
  return answers[name] === undefined && isNeeded?.(answers) !== false;
}

/** The possible answers in brackets; empty for a question without choices. */
export function inBrackets({ choices }: Question, answers: Answers): string {
  return choices === undefined ? "" : ` (${choices(answers).join(", ")})`;
}
