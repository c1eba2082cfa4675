/** The policy simulator that our evaluator has to agree with. It is AGPL: imported here and nowhere outside tests. */
import { anonymousPrincipal, runSimulation } from "@cloud-copilot/iam-simulate";
import { requestContext } from "../../access/evaluate/context";
import type { AccessRequest, Decision, Policies } from "../../access/evaluate";
import type { PolicyDocument } from "../../access/policy";
import { wholeAccount } from "../../access/evaluate/principal";

const effects: Record<string, Decision["effect"]> = {
  Allowed: "allow",
  ExplicitlyDenied: "explicit-deny",
  ImplicitlyDenied: "implicit-deny",
};

/** The simulator ignores that the root user of an account may do everything in it. */
const everything: PolicyDocument = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
};

/** The simulator's answer to a request. It gets the keys that follow from the principal, because it does not set them. */
export async function simulate(
  request: AccessRequest,
  policies: Policies,
): Promise<{ effect: Decision["effect"]; blocked: boolean }> {
  const { principal } = request;
  const identity =
    principal.kind !== "aws"
      ? []
      : wholeAccount(principal.arn) !== undefined
        ? [everything]
        : (policies.identityPolicies ?? []);
  const result = await runSimulation(
    {
      request: {
        principal:
          principal.kind === "anonymous"
            ? anonymousPrincipal
            : principal.kind === "service"
              ? principal.service
              : principal.arn,
        action: request.action,
        resource: { resource: request.resource, accountId: policies.bucketAccountId },
        contextVariables: Object.fromEntries(requestContext(principal, request.context)),
      },
      identityPolicies: identity.map((policy, i) => ({ name: `policy${i}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: policies.bucketPolicy,
      additionalSettings: {
        s3: { blockPublicAccess: policies.publicAccessBlock?.restrictPublicBuckets === true },
      },
    },
    {},
  );
  if (result.resultType === "error") throw new Error(JSON.stringify(result));
  const effect = effects[result.overallResult];
  if (effect === undefined) throw new Error(result.overallResult);
  const blockedBy = result.resultType === "single" ? result.result.analysis.blockedBy : undefined;
  return { effect, blocked: blockedBy?.includes("s3-bpa") ?? false };
}
