import type { Streams } from "../env/streams";
import { optionOf, QUESTIONS, type Answers, type Question } from "./answers";
import { asked } from "./ask";
import { inBrackets, isOpen } from "./question";
import { refuse, unusedAnswers, without, type ProblemsOf } from "./problems";

/** Answers to all questions, none of which has a problem. At a terminal it asks for what is missing. */
export async function completed(
  given: Answers,
  streams: Pick<Streams, "stdin" | "stderr" | "secrets" | "env">,
  problemsOf: ProblemsOf,
): Promise<Answers> {
  if (!streams.stdin.isTTY) return withDefaults(given, problemsOf);
  refuse(problemsOf(given));
  return asked(given, streams, problemsOf);
}

/** Throws one error with everything that is wrong or missing. What a wrong answer would make necessary is not missing. */
function withDefaults(given: Answers, problemsOf: ProblemsOf): Answers {
  const wrong = problemsOf(given);
  let answers = without(given, wrong);
  const missing: Question[] = [];
  for (const question of QUESTIONS.filter(({ name }) => given[name] === undefined)) {
    if (!isOpen(question, answers)) continue;
    const suggestion = question.hasDefault && question.suggestion?.(answers);
    if (suggestion) answers = { ...answers, [question.name]: suggestion };
    else missing.push(question);
  }
  if (wrong.length + missing.length === 0) wrong.push(...problemsOf(answers));
  refuse([...wrong, ...unusedAnswers(answers)], missingOptions(missing, answers));
  return answers;
}

function missingOptions(missing: readonly Question[], answers: Answers): string {
  if (missing.length === 0) return "";
  const lines = missing.map(
    (question) => `\n  ${optionOf(question.name)}: ${question.text(answers)}${inBrackets(question, answers)}`,
  );
  return `Not all values of the new stack are known, and there is no terminal to ask for them; pass these options:${lines.join("")}`;
}
