/** Whether a bucket policy lets CloudFront in: the project's evaluator and the policy simulator, which have to agree. */
import { type AccessRequest, evaluate, type Policies } from "../../../access/evaluate";
import type { PolicyDocument } from "../../../access/policy";
import { simulate } from "../../access/simulator";
import type { S3Origin } from "../servers/cloudfront/s3-origin";

/** The account in the ARN of a distribution, which is the bucket's too: `arn:aws:cloudfront::<account>:distribution/<id>`. */
const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

export function decidedBy(bucketPolicy: PolicyDocument): S3Origin["allows"] {
  return async ({ action, resource, sourceArn }) => {
    const request: AccessRequest = {
      principal: { kind: "service", service: "cloudfront.amazonaws.com" },
      action,
      resource,
      context: {
        "aws:SourceArn": sourceArn,
        "aws:SourceAccount": accountOf(sourceArn),
        "aws:SecureTransport": "true",
      },
    };
    const policies: Policies = { bucketAccountId: accountOf(sourceArn), bucketPolicy };
    const { effect } = evaluate(request, policies);
    const simulated = await simulate(request, policies);
    if (simulated.effect !== effect)
      throw new Error(
        `${action} on ${resource}: the evaluator says ${effect}, the simulator ${simulated.effect}`,
      );
    return effect === "allow";
  };
}
