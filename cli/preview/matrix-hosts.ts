/** The media hosts of the matrix: distributions, Workers and domains that the program registered, and the operator's own proxy. */
import { NOBODYS_ACCOUNT } from "../../access/accounts";
import type { MatrixHost } from "../../access/matrix/input";
import { list } from "../../access/lists";
import type { PolicyDocument } from "../../access/policy";
import { ALLOWED_METHODS } from "../../hosts/response-headers";
import { R2_WORKER_BINDINGS, type R2WorkerSettings } from "../../hosts/r2-worker";
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

/** What of a Worker decides who reads what through it. */
export interface WorkerInputs {
  bindings: { name: string; json?: string }[];
}

/** The hostnames that a Worker serves, by the settings in its binding: it refuses every other hostname, method and key. */
export function workerHosts({ bindings }: WorkerInputs): MatrixHost[] {
  const binding = bindings.find(({ name }) => name === R2_WORKER_BINDINGS.settings);
  const { hosts, prefixes } = JSON.parse(binding?.json ?? "") as R2WorkerSettings;
  return hosts.map((hostname) => ({
    hostname,
    hasOwnCredentials: true,
    methods: ALLOWED_METHODS,
    pathPatterns: prefixes.map((prefix) => `/${prefix}*`),
  }));
}

/** A domain of R2 itself, which serves every object of the bucket and never lists them. */
export function bucketDomainHost(hostname: string): MatrixHost {
  return { hostname, hasOwnCredentials: true, methods: ALLOWED_METHODS, pathPatterns: ["*"] };
}

/** The hosts with that of `hostname` first. */
export function currentFirst(hosts: readonly MatrixHost[], hostname: string | undefined): MatrixHost[] {
  const isCurrent = (host: MatrixHost): boolean => host.hostname === hostname;
  return [...hosts].sort((a, b) => Number(isCurrent(b)) - Number(isCurrent(a)));
}

/**
 * The operator's own proxy, if the bucket knows it by its addresses or if it reads a web endpoint. What it passes on, the keys below
 * `prefixes`, is what `media-storage proxy` prints.
 */
export function proxyHosts(
  mediaHost: MediaHostFacts | undefined,
  prefixes: readonly string[] = [],
): MatrixHost[] {
  const { addresses, webEndpoint, hostname = "", previousHosts = [] } = mediaHost ?? {};
  const reads =
    webEndpoint !== undefined
      ? { hasOwnCredentials: true, pathPatterns: prefixes.map((prefix) => `/${prefix}*`) }
      : addresses && { addresses, pathPatterns: ["*"] };
  if (reads === undefined) return [];
  return [hostname, ...previousHosts].map((name) => ({ hostname: name, methods: ALLOWED_METHODS, ...reads }));
}

/** The ARN of a distribution that no policy names. */
const NO_DISTRIBUTION = `arn:aws:cloudfront::${NOBODYS_ACCOUNT}:distribution/none`;

/** The library's one function for requests answers all of them with 403 (hosts/text/edge-functions.ts). */
function isRefusing({ functionAssociations = [] }: Behavior): boolean {
  return functionAssociations.some(({ eventType }) => eventType === "viewer-request");
}
