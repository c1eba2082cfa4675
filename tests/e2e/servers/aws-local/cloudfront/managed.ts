import { element, type Xml } from "../xml";

/** A policy of AWS's own, with the same id in every account. */
interface Managed {
  segment: "cache-policy" | "origin-request-policy" | "response-headers-policy";
  id: string;
  config: Xml;
}

const list = (name: string, item: string, values: string[]): Xml =>
  element(
    name,
    element("Quantity", values.length),
    element("Items", ...values.map((value) => element(item, value))),
  );

/** `all`, `none`, or the names. */
function forwarded(headers: string | string[], cookies: string, queryStrings: string): Xml[] {
  return [
    typeof headers === "string"
      ? element("HeadersConfig", element("HeaderBehavior", headers))
      : element("HeadersConfig", element("HeaderBehavior", "whitelist"), list("Headers", "Name", headers)),
    element("CookiesConfig", element("CookieBehavior", cookies)),
    element("QueryStringsConfig", element("QueryStringBehavior", queryStrings)),
  ];
}

function cachePolicy(name: string, id: string, ttls: [number, number, number], encodings: boolean): Managed {
  const [least, usual, most] = ttls;
  const config = element(
    "CachePolicyConfig",
    element("Comment", ""),
    element("Name", `Managed-${name}`),
    element("DefaultTTL", usual),
    element("MaxTTL", most),
    element("MinTTL", least),
    element(
      "ParametersInCacheKeyAndForwardedToOrigin",
      element("EnableAcceptEncodingGzip", encodings),
      element("EnableAcceptEncodingBrotli", encodings),
      ...forwarded("none", "none", "none"),
    ),
  );
  return { segment: "cache-policy", id, config };
}

function originRequestPolicy(name: string, id: string, ...parts: Parameters<typeof forwarded>): Managed {
  const config = element(
    "OriginRequestPolicyConfig",
    element("Comment", ""),
    element("Name", `Managed-${name}`),
    ...forwarded(...parts),
  );
  return { segment: "origin-request-policy", id, config };
}

/** CORS for everybody, which gives way to the origin's own headers. */
function cors(methods: string[], exposed: string[]): Xml {
  return element(
    "CorsConfig",
    list("AccessControlAllowOrigins", "Origin", ["*"]),
    list("AccessControlAllowHeaders", "Header", ["*"]),
    list("AccessControlAllowMethods", "Method", methods),
    element("AccessControlAllowCredentials", false),
    exposed.length > 0 ? list("AccessControlExposeHeaders", "Header", exposed) : undefined,
    element("OriginOverride", false),
  );
}
const SIMPLE = cors(["GET"], []);
const PREFLIGHT = cors(["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS"], ["*"]);

const SECURITY = element(
  "SecurityHeadersConfig",
  element(
    "XSSProtection",
    element("Override", false),
    element("Protection", true),
    element("ModeBlock", true),
  ),
  element("FrameOptions", element("Override", false), element("FrameOption", "SAMEORIGIN")),
  element(
    "ReferrerPolicy",
    element("Override", false),
    element("ReferrerPolicy", "strict-origin-when-cross-origin"),
  ),
  element("ContentTypeOptions", element("Override", true)),
  element(
    "StrictTransportSecurity",
    element("Override", false),
    element("AccessControlMaxAgeSec", 31_536_000),
  ),
);

function responseHeadersPolicy(name: string, id: string, ...parts: Xml[]): Managed {
  const config = element(
    "ResponseHeadersPolicyConfig",
    element("Comment", ""),
    element("Name", `Managed-${name}`),
    ...parts,
  );
  return { segment: "response-headers-policy", id, config };
}

/**
 * Those that somebody who serves a bucket would use, as AWS lists them:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html,
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html and
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
 */
export const MANAGED: Managed[] = [
  cachePolicy("CachingOptimized", "658327ea-f89d-4fab-a63d-7e88639e58f6", [1, 86_400, 31_536_000], true),
  cachePolicy("CachingDisabled", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", [0, 0, 0], false),
  cachePolicy(
    "CachingOptimizedForUncompressedObjects",
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    [1, 86_400, 31_536_000],
    false,
  ),
  originRequestPolicy(
    "CORS-S3Origin",
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    ["origin", "access-control-request-headers", "access-control-request-method"],
    "none",
    "none",
  ),
  originRequestPolicy("AllViewer", "216adef6-5c7f-47e4-b989-5492eafa07d3", "allViewer", "all", "all"),
  responseHeadersPolicy("SimpleCORS", "60669652-455b-4ae9-85a4-c4c02393f86c", SIMPLE),
  responseHeadersPolicy("CORS-With-Preflight", "5cc3b908-e619-4b99-88e5-2cf7f45965bd", PREFLIGHT),
  responseHeadersPolicy("SecurityHeadersPolicy", "67f7725c-6f97-4210-82d7-5512b31e9d03", SECURITY),
  responseHeadersPolicy(
    "CORS-and-SecurityHeadersPolicy",
    "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    SIMPLE,
    SECURITY,
  ),
  responseHeadersPolicy(
    "CORS-with-preflight-and-SecurityHeadersPolicy",
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    PREFLIGHT,
    SECURITY,
  ),
];
