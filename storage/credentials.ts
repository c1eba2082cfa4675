/** Validates the parts of a given access key. */
import { dotenvValueProblem } from "../env/formats/dotenv";
import type { Reason } from "../validation/problem";

/** Why a credential cannot be in an env block. The messages never contain it. */
export function credentialProblems(value: string): Reason[] {
  if (value === "") return [{ code: "credential-empty", message: "is empty; create another key" }];
  const problem = dotenvValueProblem(value);
  return problem === undefined
    ? []
    : [{ code: "credential-value", message: `${problem}; create another key` }];
}
