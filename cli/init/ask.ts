import { createInterface } from "node:readline";
import { docsPage } from "../../validation/docs-page";
import { UserError } from "../../validation/user-error";
import type { Streams } from "../env/streams";
import { lines } from "../report-error";
import { hide, typedSecrets } from "../run-secrets";
import { QUESTIONS, type Answers, type Question } from "./answers";
import { refuse, unusedAnswers, without, type AnswerProblem, type ProblemsOf } from "./problems";
import { inBrackets, isOpen } from "./question";

type Terminal = Pick<Streams, "stdin" | "stderr" | "secrets" | "env">;

/** Asks for what is missing. A question is asked again at once if its answer causes a problem, for itself or for another answer. */
export async function asked(given: Answers, terminal: Terminal, problemsOf: ProblemsOf): Promise<Answers> {
  const reader = createInterface({ input: terminal.stdin, output: terminal.stderr });
  const ask = questioner(terminal, reader[Symbol.asyncIterator](), problemsOf);
  terminal.stderr.write(
    `Press Enter for the answer in square brackets. All settings: ${docsPage("settings")}\n`,
  );
  let answers = given;
  try {
    for (const question of QUESTIONS) {
      if (isOpen(question, answers)) answers = { ...answers, [question.name]: await ask(question, answers) };
    }
  } finally {
    reader.close();
  }
  const unused = unusedAnswers(answers);
  for (const { option } of unused)
    terminal.stderr.write(`  ${option} is not used with the other answers, so it is ignored.\n`);
  answers = without(answers, unused);
  refuse(problemsOf(answers));
  return answers;
}

/** Returns a function that asks one question until its answer causes no problem. `typed`: the lines that the operator types. */
function questioner(
  { stderr, secrets, env }: Terminal,
  // Not `once("line")`: lines may arrive before they are asked for.
  typed: AsyncIterator<string, undefined>,
  problemsOf: ProblemsOf,
): (question: Question, answers: Answers) => Promise<string> {
  return async (question, answers) => {
    // The answers until here have no problem.
    const causedBy = (answer: string): AnswerProblem[] => problemsOf({ ...answers, [question.name]: answer });
    const [only, ...others] = question.choices?.(answers) ?? [];
    if (only !== undefined && others.length === 0) return only;
    const suggestion = [question.suggestion?.(answers)].find(
      (one) => one !== undefined && causedBy(one).length === 0,
    );
    const shown = suggestion === undefined ? "" : ` [${suggestion}]`;
    for (;;) {
      stderr.write(`${question.text(answers)}${inBrackets(question, answers)}?${shown} `);
      const next: IteratorResult<string, undefined> = await typed.next();
      if (next.done === true)
        throw new UserError("The input ended before all questions were answered; nothing was written");
      const answer = next.value.trim() || suggestion || "";
      hide({ secrets }, typedSecrets([answer], env));
      const problems = causedBy(answer);
      if (problems.length === 0) return answer;
      for (const { message, ...problem } of problems) {
        const subject = problem.answer === question.name ? "" : `${problem.option}: `;
        stderr.write(`  ${lines(`${subject}${message}`, secrets)}\n`);
      }
    }
  };
}
