/** What AWS refuses of a policy that other servers accept. */
import type { Finding } from "./finding";
import { principalNames } from "./shape";
import { arnParts } from "../evaluate/match";
import type { PolicyDocument } from "../policy";

/** Only Ceph has users without an account; AWS answers "Invalid principal in policy". */
export function awsOnlyFindings(document: PolicyDocument): Finding[] {
  return principalNames(document).flatMap(({ type, name, path }): Finding[] => {
    if (type !== "AWS" || name === "*" || arnParts(name)?.[4] !== "") return [];
    const message = `is "${name}", a user without an account, and AWS refuses such a policy; write the account's 12 digits, as in "arn:aws:iam::123456789012:user/name"`;
    return [{ code: "principal-account", path, message }];
  });
}
