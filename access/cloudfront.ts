/** CloudFront as a reader of a bucket: its service principal and the requests that it signs with an origin access control. */
import type { AccessContext, Principal } from "./evaluate";
import { arnParts } from "./evaluate/match";
import { list } from "./lists";
import type { Statement } from "./policy";

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

/** What the distributions of a media host mean to serve. What one of them may read, everyone can read through it. */
export interface DistributionScope {
  /** The ARNs of the distributions. */
  arns: readonly string[];
  /** The account in which they are; undefined while it is not known, as before the first `up`. */
  accountId?: string;
  /** The prefixes that they may read, each with its `/` at the end. */
  prefixes: readonly string[];
}

/** Whether a condition key says for whose resource a service asks. */
export function isSourceKey(key: string): boolean {
  return ["aws:sourcearn", "aws:sourceaccount"].includes(key.toLowerCase());
}

/** The accounts that the conditions on the source of a service's request name. */
export function sourceAccounts({ Condition = {} }: Pick<Statement, "Condition">): string[] {
  const named = Object.values(Condition).flatMap((keys) =>
    Object.entries(keys).flatMap(([key, values]) =>
      isSourceKey(key) ? list(values).map((value) => arnParts(value)?.[4] ?? value) : [],
    ),
  );
  return [...new Set(named.filter((account) => /^\d{12}$/.test(account)))];
}

/** The requests that the distributions send. If their account is unknown, one request for each account in the statement. */
export function requestsThrough(
  { arns, accountId }: Pick<DistributionScope, "arns" | "accountId">,
  statement: Pick<Statement, "Condition">,
): ReturnType<typeof cloudFrontRequest>[] {
  const named = accountId === undefined ? sourceAccounts(statement) : [];
  return arns.flatMap((arn) =>
    [arn, ...named.map((account) => inAccount(arn, account))].map(cloudFrontRequest),
  );
}

function inAccount(arn: string, account: string): string {
  return arn.replace(/^((?:[^:]*:){4})[^:]*/, `$1${account}`);
}
