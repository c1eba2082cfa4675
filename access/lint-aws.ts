/** What AWS refuses of a policy that other servers accept. */
import type { Problem } from "../problems/problem";
import { principalNames } from "./lint-shape";
import { arnParts } from "./match";
import type { PolicyDocument } from "./policy";

/** Only Ceph has users without an account; AWS answers "Invalid principal in policy". */
export function awsOnlyProblems(document: PolicyDocument, path: string): Problem[] {
  return principalNames(document, path).flatMap(({ type, name, path: where }): Problem[] => {
    if (type !== "AWS" || name === "*" || arnParts(name)?.[4] !== "") return [];
    const message = `is "${name}", a user without an account, and AWS refuses such a policy; write the account's 12 digits, as in "arn:aws:iam::123456789012:user/name"`;
    return [{ code: "principal-account", path: where, message }];
  });
}
