/**
 * What distributions share: policies, functions and the origin access control. CloudFront allows 20 cache policies, 20 response
 * headers policies and 100 functions in an account, so equal ones are made once.
 */
import type { HstsArgs } from "../args";
import {
  ALLOWED_METHODS,
  CONTENT_SECURITY_POLICY,
  EXPOSED_HEADERS,
  PREFLIGHT_SECONDS,
} from "../response-headers";
import {
  ALLOW_ORIGIN_FUNCTION,
  EDGE_RUNTIME,
  LEGACY_REQUEST_FUNCTION,
  LEGACY_RESPONSE_FUNCTION,
  REFUSE_FUNCTION,
} from "../text/edge-functions";

/** Something that several distributions can use. */
export interface SharedPart<Settings> {
  /** What it is for: the end of its name. */
  suffix: string;
  /** What tells it from others with the same suffix; "" if there are none. */
  variant: string;
  settings: Settings;
}

export interface CachePolicySettings {
  comment: string;
  minTtl: number;
  defaultTtl: number;
  maxTtl: number;
  parametersInCacheKeyAndForwardedToOrigin: {
    enableAcceptEncodingBrotli: boolean;
    enableAcceptEncodingGzip: boolean;
    cookiesConfig: { cookieBehavior: string };
    headersConfig: { headerBehavior: string };
    queryStringsConfig: { queryStringBehavior: string };
  };
}

/**
 * Limits every cached file to `maxAgeSeconds`. If the app sends no cache time (authentik), a file is cached exactly that long. The cache key is the
 * path only. Query strings are excluded because authentik's signatures are in them. The encoding is excluded because media are
 * compressed already, and would only be fetched once more for each encoding.
 */
export function cachePolicy(maxAgeSeconds: number): SharedPart<CachePolicySettings> {
  return {
    suffix: "cache-policy",
    variant: String(maxAgeSeconds),
    settings: {
      comment: "Media, cached for a limited time",
      minTtl: 0,
      defaultTtl: maxAgeSeconds,
      maxTtl: maxAgeSeconds,
      parametersInCacheKeyAndForwardedToOrigin: {
        enableAcceptEncodingBrotli: false,
        enableAcceptEncodingGzip: false,
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
      },
    },
  };
}

interface Items<T> {
  items: T[];
}

export interface HeadersPolicySettings {
  comment: string;
  corsConfig: {
    accessControlAllowCredentials: boolean;
    accessControlAllowHeaders: Items<string>;
    accessControlAllowMethods: Items<string>;
    accessControlAllowOrigins: Items<string>;
    accessControlExposeHeaders: Items<string>;
    accessControlMaxAgeSec: number;
    originOverride: boolean;
  };
  customHeadersConfig: Items<{ header: string; value: string; override: boolean }>;
  removeHeadersConfig: Items<{ header: string }>;
  securityHeadersConfig: {
    contentSecurityPolicy: { contentSecurityPolicy: string; override: boolean };
    contentTypeOptions: { override: boolean };
    strictTransportSecurity?: {
      accessControlMaxAgeSec: number;
      includeSubdomains: boolean;
      preload: boolean;
      override: boolean;
    };
  };
}

/** S3's own headers, which readers do not need. CloudFront cannot remove names that begin with x-amz-cf-. */
const REMOVED_HEADERS = [
  "x-amz-id-2",
  "x-amz-request-id",
  "x-amz-server-side-encryption",
  "x-amz-storage-class",
  "x-amz-version-id",
  "x-amz-expiration",
  "x-amz-replication-status",
];

/**
 * The headers of every answer, from the cache or not. "*" for every app: all that the host serves is public, and a policy for each app's
 * own origins would soon be more than an account may have.
 */
export function headersPolicy(hsts: HstsArgs | undefined): SharedPart<HeadersPolicySettings> {
  const { maxAgeSeconds = 31_536_000, includeSubdomains = false } = hsts ?? {};
  return {
    suffix: "headers-policy",
    variant: hsts === undefined ? "" : `hsts-${maxAgeSeconds}${includeSubdomains ? "-subdomains" : ""}`,
    settings: {
      comment: "Uploaded media: CORS for everybody, no scripts",
      corsConfig: {
        accessControlAllowCredentials: false,
        accessControlAllowHeaders: { items: ["*"] },
        accessControlAllowMethods: { items: ALLOWED_METHODS },
        accessControlAllowOrigins: { items: ["*"] },
        accessControlExposeHeaders: { items: EXPOSED_HEADERS },
        accessControlMaxAgeSec: PREFLIGHT_SECONDS,
        // A cached answer may be from a request without an Origin, so what the bucket said does not count.
        originOverride: true,
      },
      customHeadersConfig: {
        items: [{ header: "Cross-Origin-Resource-Policy", value: "cross-origin", override: true }],
      },
      removeHeadersConfig: { items: REMOVED_HEADERS.map((header) => ({ header })) },
      securityHeadersConfig: {
        contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override: true },
        contentTypeOptions: { override: true },
        ...(hsts !== undefined && {
          strictTransportSecurity: {
            accessControlMaxAgeSec: maxAgeSeconds,
            includeSubdomains,
            // That list takes registrable domains only (https://hstspreload.org).
            preload: false,
            override: true,
          },
        }),
      },
    },
  };
}

export interface FunctionSettings {
  comment: string;
  runtime: string;
  code: string;
  publish: boolean;
}

function edgeFunction(suffix: string, comment: string, code: string): SharedPart<FunctionSettings> {
  return { suffix, variant: "", settings: { comment, runtime: EDGE_RUNTIME, code, publish: true } };
}

export const ALLOW_ORIGIN = edgeFunction(
  "allow-origin-function",
  "Adds Access-Control-Allow-Origin where it is missing",
  ALLOW_ORIGIN_FUNCTION,
);
export const REFUSE = edgeFunction(
  "refuse-function",
  "Refuses every key that is not below a public prefix",
  REFUSE_FUNCTION,
);

export const LEGACY_REQUEST = edgeFunction(
  "legacy-request-function",
  "Refuses paths that the legacy host could read as other keys",
  LEGACY_REQUEST_FUNCTION,
);
export const LEGACY_RESPONSE = edgeFunction(
  "legacy-response-function",
  "Answers 404 instead of a redirect of the legacy host",
  LEGACY_RESPONSE_FUNCTION,
);

/** All functions that a distribution may have. */
export const EDGE_FUNCTIONS: readonly SharedPart<FunctionSettings>[] = [
  ALLOW_ORIGIN,
  REFUSE,
  LEGACY_REQUEST,
  LEGACY_RESPONSE,
];

export interface OriginAccessSettings {
  description: string;
  originAccessControlOriginType: string;
  signingBehavior: string;
  signingProtocol: string;
}

export const ORIGIN_ACCESS: SharedPart<OriginAccessSettings> = {
  suffix: "origin-access",
  variant: "",
  settings: {
    description: "CloudFront signs its requests to buckets of media",
    originAccessControlOriginType: "s3",
    // Always: an Authorization header of the reader's must not reach the bucket.
    signingBehavior: "always",
    signingProtocol: "sigv4",
  },
};
