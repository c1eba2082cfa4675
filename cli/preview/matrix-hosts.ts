/** The media hosts of the matrix: distributions that the program registered, and a proxy whose addresses the bucket policy has. */
import { NOBODYS_ACCOUNT } from "../../access/accounts";
import type { MatrixHost } from "../../access/matrix/input";
import { list } from "../../access/lists";
import type { PolicyDocument } from "../../access/policy";
import { ALLOWED_METHODS } from "../../hosts/response-headers";
import type { MediaHostFacts } from "../../storage/facts";
import { CLOUDFRONT_READ } from "../../access/statements";

/** What of a distribution decides who reads what through it. */
export interface DistributionInputs {
  aliases?: string[];
  origins: { originAccessControlId?: unknown }[];
  defaultCacheBehavior: Behavior;
  orderedCacheBehaviors?: (Behavior & { pathPattern: string })[];
}

interface Behavior {
  allowedMethods: string[];
  functionAssociations?: { eventType: string }[];
}

/**
 * The distributions as the matrix asks about them, that of `hostname` first. The policy names those that sign their requests, all in
 * one statement, so it does not matter which is which.
 */
export function matrixHosts(
  distributions: readonly DistributionInputs[],
  bucketPolicy: PolicyDocument | undefined,
  hostname: string | undefined,
): MatrixHost[] {
  const statement = bucketPolicy?.Statement.find(({ Sid }) => Sid === CLOUDFRONT_READ);
  const arns = list(statement?.Condition?.["StringEquals"]?.["aws:SourceArn"]);
  const isCurrent = ({ aliases = [] }: DistributionInputs): boolean => aliases[0] === hostname;
  const ordered = [...distributions].sort((a, b) => Number(isCurrent(b)) - Number(isCurrent(a)));
  return ordered.map(({ aliases = [], origins, defaultCacheBehavior, orderedCacheBehaviors = [] }, i) => {
    const behaviors = [...orderedCacheBehaviors, { ...defaultCacheBehavior, pathPattern: "*" }].filter(
      (behavior) => !isRefusing(behavior),
    );
    return {
      hostname: aliases[0] ?? "its own name at CloudFront",
      ...(origins.some(({ originAccessControlId }) => originAccessControlId !== undefined) && {
        distributionArn: arns[i] ?? NO_DISTRIBUTION,
      }),
      methods: [...new Set(behaviors.flatMap(({ allowedMethods }) => allowedMethods))],
      pathPatterns: behaviors.map(({ pathPattern }) => pathPattern),
    };
  });
}

/** The operator's own proxy, if the bucket knows it by its addresses. What it passes on is what `media-storage proxy` prints. */
export function proxyHosts(mediaHost: MediaHostFacts | undefined): MatrixHost[] {
  if (mediaHost?.addresses === undefined) return [];
  const { addresses, hostname, previousHosts = [] } = mediaHost;
  return [hostname, ...previousHosts].map((name) => ({
    hostname: name,
    addresses,
    methods: ALLOWED_METHODS,
    pathPatterns: ["*"],
  }));
}

/** The ARN of a distribution that no policy names. */
const NO_DISTRIBUTION = `arn:aws:cloudfront::${NOBODYS_ACCOUNT}:distribution/none`;

/** The library's one function for requests answers all of them with 403 (hosts/text/edge-functions.ts). */
function isRefusing({ functionAssociations = [] }: Behavior): boolean {
  return functionAssociations.some(({ eventType }) => eventType === "viewer-request");
}
