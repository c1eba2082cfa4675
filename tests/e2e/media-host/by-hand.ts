/** A distribution for a Mastodon instance as it has to be, written by hand: the library has no part in it. */
import type { PolicyDocument } from "../../../access/policy";
import { type Deployed } from "../servers/cloudfront";
import { example, EXAMPLE_ARN } from "../servers/cloudfront/example";

const PREFIXES = [
  "accounts/",
  "cache/",
  "custom_emojis/",
  "media_attachments/",
  "preview_card_providers/",
  "preview_cards/",
  "site_uploads/",
];
const REMOVED = [
  "expiration",
  "id-2",
  "replication-status",
  "request-id",
  "server-side-encryption",
  "storage-class",
  "version-id",
];

const list = <T>(...Items: T[]) => ({ Quantity: Items.length, Items });

export function byHand(bucket: string): Deployed {
  const deployed = example();
  const { config } = deployed;
  config.Origins!.Items![0]!.DomainName = `${bucket}.s3.eu-central-1.amazonaws.com`;
  config.CustomErrorResponses = list({ ErrorCode: 403, ErrorCachingMinTTL: 10 });
  const cors = { ...config.DefaultCacheBehavior!.FunctionAssociations!.Items![0]! };
  deployed.functions[cors.FunctionARN!] = `function handler(event) {
    event.response.headers['access-control-allow-origin'] = { value: '*' };
    return event.response;
  }`;
  const refuse = { EventType: "viewer-request" as const, FunctionARN: `${cors.FunctionARN!}-refuse` };
  deployed.functions[refuse.FunctionARN] = "function handler() { return { statusCode: 403 }; }";
  const behavior = {
    ...config.DefaultCacheBehavior!,
    OriginRequestPolicyId: "cors",
    AllowedMethods: {
      ...list("GET" as const, "HEAD" as const, "OPTIONS" as const),
      CachedMethods: list("GET" as const, "HEAD" as const),
    },
  };
  config.DefaultCacheBehavior = { ...behavior, FunctionAssociations: list(refuse) };
  config.CacheBehaviors = list(
    ...PREFIXES.map((prefix) => ({
      ...behavior,
      PathPattern: `/${prefix}*`,
      FunctionAssociations: list({ ...cors }),
    })),
  );
  deployed.originRequestPolicies["cors"] = {
    Name: "cors",
    HeadersConfig: {
      HeaderBehavior: "whitelist",
      Headers: list("origin", "access-control-request-headers", "access-control-request-method"),
    },
    CookiesConfig: { CookieBehavior: "none" },
    QueryStringsConfig: { QueryStringBehavior: "none" },
  };
  Object.assign(deployed.responseHeadersPolicies["headers"]!, {
    SecurityHeadersConfig: {
      ContentTypeOptions: { Override: true },
      ContentSecurityPolicy: {
        Override: true,
        ContentSecurityPolicy:
          "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; form-action 'none'",
      },
      StrictTransportSecurity: { Override: true, AccessControlMaxAgeSec: 31_536_000 },
    },
    CustomHeadersConfig: list({
      Header: "Cross-Origin-Resource-Policy",
      Value: "cross-origin",
      Override: true,
    }),
    RemoveHeadersConfig: list(...REMOVED.map((name) => ({ Header: `x-amz-${name}` }))),
  });
  return deployed;
}

/** The same, which asks an old place for what is missing in the bucket. */
export function byHandWithLegacy(
  bucket: string,
  { hostname, path }: { hostname: string; path: string },
): Deployed {
  const deployed = byHand(bucket);
  const { config, functions } = deployed;
  const [origin] = config.Origins!.Items!;
  const CustomOriginConfig = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" as const };
  config.Origins = list(origin!, {
    Id: "old",
    DomainName: hostname,
    OriginPath: `/${path}`,
    CustomOriginConfig,
  });
  config.OriginGroups = list({
    Id: "both",
    FailoverCriteria: { StatusCodes: list(403, 404) },
    Members: list({ OriginId: origin!.Id! }, { OriginId: "old" }),
  });
  const look = "arn:aws:cloudfront::111111111111:function/look";
  functions[`${look}-at-path`] = `function handler({ request }) {
    const path = unescape(unescape(request.uri));
    delete request.headers.authorization;
    return /[\\\\;]|\\/(\\.{0,2})(\\/|$)/.test(path) ? { statusCode: 403 } : request;
  }`;
  functions[`${look}-at-answer`] = `function handler({ response }) {
    response.headers['access-control-allow-origin'] = { value: '*' };
    if (response.statusCode < 300 || response.statusCode === 304) return response;
    delete response.headers.location;
    response.headers['cache-control'] = { value: 'no-store' };
    return { ...response, statusCode: 404 };
  }`;
  for (const behavior of config.CacheBehaviors!.Items!)
    Object.assign(behavior, {
      TargetOriginId: "both",
      FunctionAssociations: list(
        { EventType: "viewer-request", FunctionARN: `${look}-at-path` },
        { EventType: "viewer-response", FunctionARN: `${look}-at-answer` },
      ),
    });
  return deployed;
}

/** What lets this distribution read the public prefixes of the bucket, and nobody else anything. */
export function policyByHand(bucket: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: PREFIXES.map((prefix) => `arn:aws:s3:::${bucket}/${prefix}*`),
        Condition: { StringEquals: { "aws:SourceArn": EXAMPLE_ARN } },
      },
    ],
  };
}
