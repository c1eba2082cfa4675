import { shellWord } from "../../env/formats/shell";
import type { Problem } from "../../validation/problem";

/** The problem of a secret that is in plain text in the stack file. */
export function plainSecretProblem(project: string, stack: string, key: string, file: string): Problem {
  const name = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : key;
  const command = `pulumi config set --secret ${shellWord(name)} --stack ${shellWord(stack)}`;
  const message = `is in plain text in ${file}; remove the line, create another key (copies of the file may contain this one) and run \`${command}\``;
  return { code: "secret-plain-text", path: key, message };
}
