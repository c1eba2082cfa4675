/** What can be wrong with the parts of an access key that somebody else made. */
import { dotenvValueProblem } from "../env/formats/dotenv";
import type { Reason } from "../validation/problem";

/** Why a credential cannot be in an env block. The reasons never show it. */
export function credentialProblems(value: string): Reason[] {
  if (value === "") return [{ code: "credential-empty", message: "is empty; create another key" }];
  const problem = dotenvValueProblem(value);
  return problem === undefined
    ? []
    : [{ code: "credential-value", message: `${problem}; create another key` }];
}
