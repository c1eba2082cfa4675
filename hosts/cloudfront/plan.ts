/** The plan of CloudFront's distributions, as plain data. */
import type { CloudFrontArgs, MediaHostArgs } from "../args";
import { PriceClass } from "../args";
import { ERROR_SECONDS, maxAgeSecondsOf } from "../cache";
import { legacyPlan, type LegacyPlan } from "./legacy";
import {
  ALLOW_ORIGIN,
  cachePolicy,
  headersPolicy,
  LEGACY_REQUEST,
  LEGACY_RESPONSE,
  type CachePolicySettings,
  type FunctionSettings,
  type HeadersPolicySettings,
  type SharedPart,
} from "./shared-parts";

/** The bucket behind the host, and what of it the host serves. */
export interface ServedBucket {
  /** The bucket's name. */
  bucket: string;
  /** The host at which CloudFront asks for it: `BUCKET.s3.REGION.amazonaws.com`. */
  originHost: string;
  /** The prefixes that the host serves, each ending in "/". */
  prefixes: readonly string[];
  /** Whether CloudFront signs its requests. If not, they are anonymous. */
  signsRequests: boolean;
}

/** A distribution without the values that are known only after `up`: the ids of policies and functions, and the certificate. */
export interface DistributionPlan {
  hostname: string;
  settings: DistributionSettings;
  /** The path patterns that the host serves. The default behavior refuses all others. */
  pathPatterns: string[];
  /** Whether another distribution still has the alias, so that this one cannot have it yet. */
  isTakenOver: boolean;
}

export interface DistributionSettings {
  enabled: boolean;
  isIpv6Enabled: boolean;
  httpVersion: string;
  comment: string;
  aliases: string[];
  priceClass: string;
  defaultRootObject: string;
  customErrorResponses: { errorCode: number; errorCachingMinTtl: number }[];
  restrictions: { geoRestriction: { restrictionType: string } };
  loggingConfig?: { bucket: string; prefix: string; includeCookies: boolean };
}

export interface CloudFrontPlan {
  served: ServedBucket;
  distributions: DistributionPlan[];
  /** Undefined if the operator has one. */
  cachePolicy?: SharedPart<CachePolicySettings>;
  /** Undefined if the operator has one. */
  headersPolicy?: SharedPart<HeadersPolicySettings>;
  /** Where files are requested that are missing in the bucket; undefined if nowhere. */
  legacy?: LegacyPlan;
  /** What the behavior of each path pattern says beside the policies. The default behavior always has the bucket as its origin. */
  serving: ServingSettings;
}

/** Where a behavior gets files, and the functions that it runs. */
export interface ServingSettings {
  targetOriginId: string;
  functions: { eventType: string; part: SharedPart<FunctionSettings> }[];
}

/** The id of the bucket's origin, which behaviors name. */
export const ORIGIN_ID = "bucket";

/**
 * AWS's policy `CORS-S3Origin`: passes on the three headers of CORS, without which the bucket would answer no preflight, and neither
 * cookies nor the query string.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html
 */
export const CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";

/**
 * A key that no app uses. Without a root object CloudFront requests "/", which lists the bucket if the bucket policy lets CloudFront
 * list.
 */
const ROOT_OBJECT = "__root__";

/** The error codes that CloudFront caches. We set its default of 10 s ourselves, so that a change of the default cannot affect us. */
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];

/** The plan of args in which `mediaHostProblems` finds nothing. */
export function cloudFrontPlan(
  host: MediaHostArgs,
  args: CloudFrontArgs,
  served: ServedBucket,
): CloudFrontPlan {
  const { hostname, previousHosts = [] } = host;
  const legacy = host.legacy && legacyPlan(host.legacy, ORIGIN_ID);
  return {
    served,
    distributions: [hostname, ...previousHosts].map((name) => {
      const isTakenOver = args.takeOver?.includes(name) ?? false;
      return {
        hostname: name,
        settings: distributionSettings(isTakenOver ? [] : [name], args, served),
        pathPatterns: served.prefixes.map((prefix) => `/${prefix}*`),
        isTakenOver,
      };
    }),
    ...(args.cachePolicyId === undefined && { cachePolicy: cachePolicy(maxAgeSecondsOf(host)) }),
    ...(args.responseHeadersPolicyId === undefined && { headersPolicy: headersPolicy(args.hsts) }),
    ...(legacy && { legacy }),
    serving: servingSettings(legacy),
  };
}

function servingSettings(legacy: LegacyPlan | undefined): ServingSettings {
  if (legacy === undefined) {
    return { targetOriginId: ORIGIN_ID, functions: [{ eventType: "viewer-response", part: ALLOW_ORIGIN }] };
  }
  return {
    targetOriginId: legacy.group.originId,
    functions: [
      { eventType: "viewer-request", part: LEGACY_REQUEST },
      { eventType: "viewer-response", part: LEGACY_RESPONSE },
    ],
  };
}

function distributionSettings(
  aliases: string[],
  { priceClass = PriceClass.All, logs }: CloudFrontArgs,
  { bucket }: ServedBucket,
): DistributionSettings {
  return {
    enabled: true,
    isIpv6Enabled: true,
    httpVersion: "http2and3",
    comment: `Media in the bucket ${bucket}`,
    aliases,
    priceClass,
    defaultRootObject: ROOT_OBJECT,
    customErrorResponses: ERROR_CODES.map((errorCode) => ({ errorCode, errorCachingMinTtl: ERROR_SECONDS })),
    restrictions: { geoRestriction: { restrictionType: "none" } },
    ...(logs && {
      loggingConfig: {
        bucket: `${logs.bucket}.s3.amazonaws.com`,
        prefix: logs.prefix ?? "",
        includeCookies: false,
      },
    }),
  };
}

/** What every behavior says, the default one included. */
export interface BehaviorSettings {
  targetOriginId: string;
  viewerProtocolPolicy: string;
  allowedMethods: string[];
  cachedMethods: string[];
  compress: boolean;
  originRequestPolicyId: string;
}

/** No method that writes. */
export const BEHAVIOR: BehaviorSettings = {
  targetOriginId: ORIGIN_ID,
  viewerProtocolPolicy: "redirect-to-https",
  allowedMethods: ["GET", "HEAD", "OPTIONS"],
  cachedMethods: ["GET", "HEAD"],
  compress: false,
  originRequestPolicyId: CORS_S3_ORIGIN,
};
