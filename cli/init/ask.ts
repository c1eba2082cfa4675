import { createInterface, type Interface } from "node:readline";
import type { Streams } from "../env/streams";
import { UserError } from "../../validation/user-error";
import { QUESTIONS, optionOf, type Answers, type Question } from "./answers";

/** Completes the answers: at a terminal it asks for what is missing. Otherwise one error lists the missing options. */
export async function completed(
  given: Answers,
  streams: Pick<Streams, "stdin" | "stderr">,
): Promise<Answers> {
  if (streams.stdin.isTTY) return asked(given, streams);
  let answers = given;
  const missing: Question[] = [];
  for (const question of openQuestions(() => answers)) {
    const suggestion = question.hasDefault && question.suggestion?.(answers);
    if (suggestion) answers = { ...answers, [question.name]: suggestion };
    else missing.push(question);
  }
  if (missing.length === 0) return answers;
  const lines = missing.map(
    (question) => `\n  ${optionOf(question.name)}: ${question.text(answers)}${inBrackets(question, answers)}`,
  );
  throw new UserError(
    `Not all values of the new stack are known, and there is no terminal to ask for them; pass these options:${lines.join("")}`,
  );
}

/** The questions without an answer. Later ones depend on the answers to earlier ones. */
function* openQuestions(answers: () => Answers): Generator<Question> {
  for (const question of QUESTIONS) {
    if (answers()[question.name] !== undefined) continue;
    if (question.isNeeded?.(answers()) === false) continue;
    yield question;
  }
}

function inBrackets(question: Question, answers: Answers): string {
  const choices = question.choices?.(answers);
  return choices === undefined ? "" : ` (${choices.join(", ")})`;
}

async function asked(given: Answers, { stdin, stderr }: Pick<Streams, "stdin" | "stderr">): Promise<Answers> {
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    const lines = linesOf(reader);
    let answers = given;
    for (const question of openQuestions(() => answers)) {
      answers = { ...answers, [question.name]: await answerTo(question, answers, stderr, lines) };
    }
    return answers;
  } finally {
    reader.close();
  }
}

/** Asks until the answer is possible. */
async function answerTo(
  question: Question,
  answers: Answers,
  stderr: Streams["stderr"],
  lines: AsyncIterator<string, undefined>,
): Promise<string> {
  const suggestion = question.suggestion?.(answers);
  const choices = question.choices?.(answers);
  const [only] = choices ?? [];
  if (only !== undefined && choices?.length === 1) return only;
  const shown = suggestion === undefined ? "" : ` [${suggestion}]`;
  for (;;) {
    stderr.write(`${question.text(answers)}${inBrackets(question, answers)}?${shown} `);
    const next: IteratorResult<string, undefined> = await lines.next();
    if (next.done === true)
      throw new UserError("The input ended before all questions were answered; nothing was written");
    const answer = next.value.trim() || suggestion;
    if (answer !== undefined && (choices === undefined || choices.includes(answer))) return answer;
  }
}

/** The lines of the input, also those that arrive before they are asked for. */
function linesOf(reader: Interface): AsyncIterator<string, undefined> {
  return reader[Symbol.asyncIterator]();
}
