/** Parts of a policy that AWS refuses and other servers accept. */
import { EXAMPLE_ACCOUNT } from "../../access/accounts";
import { arnParts } from "../../access/evaluate/match";
import type { PolicyRules } from "../../access/lint";
import type { Finding } from "../../access/lint/finding";
import { principalNames } from "../../access/lint/shape";
import type { PolicyDocument } from "../../access/policy";

export const awsPolicyRules: PolicyRules = { findings };

/** A user without an account: some S3-compatible servers have such users; AWS answers "Invalid principal in policy". */
function findings(document: PolicyDocument): Finding[] {
  return principalNames(document).flatMap(({ type, name, path }): Finding[] => {
    if (type !== "AWS" || name === "*" || arnParts(name)?.[4] !== "") return [];
    const message = `is "${name}", a user without an account, so AWS refuses the policy; add the 12 digits of the account, as in "arn:aws:iam::${EXAMPLE_ACCOUNT}:user/name"`;
    return [{ code: "principal-account", path, message }];
  });
}
