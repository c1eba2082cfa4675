/** CloudFront as a reader of a bucket: its service principal and the requests that it signs with an origin access control. */
import type { AccessContext, Principal } from "./evaluate";
import { arnParts } from "./evaluate/match";

/** The service principal of CloudFront in every partition in which this library makes distributions. */
export const CLOUDFRONT = "cloudfront.amazonaws.com";

/** Whether it is CloudFront's service principal, that of the Chinese regions included. */
export function isCloudFront(service: string): boolean {
  return service === CLOUDFRONT || service === `${CLOUDFRONT}.cn`;
}

/** The parts of a distribution's ARN; undefined if it is not one. A wildcard in the account or the id is not one either. */
export function distributionParts(arn: string): { accountId: string; id: string } | undefined {
  const [, , service, region, accountId = "", resource = ""] = arnParts(arn) ?? [];
  const [, id] = /^distribution\/([\w-]+)$/.exec(resource) ?? [];
  if (service !== "cloudfront" || region !== "" || !/^\d{12}$/.test(accountId)) return undefined;
  return id === undefined ? undefined : { accountId, id };
}

/**
 * Who asks the bucket, and in which context, when a distribution fetches an object with an origin access control: CloudFront's
 * service principal, for the distribution and its account. `requestContext` adds what follows from the principal
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html).
 */
export function cloudFrontRequest(distributionArn: string): {
  principal: Principal;
  context: AccessContext;
} {
  const accountId = arnParts(distributionArn)?.[4] ?? "";
  return {
    principal: { kind: "service", service: CLOUDFRONT },
    context: {
      "aws:SecureTransport": "true",
      "aws:SourceArn": distributionArn,
      ...(accountId !== "" && { "aws:SourceAccount": accountId }),
    },
  };
}
