import { Refusal } from "../call";
import { at, itemsAt, textAt, type Xml } from "../xml";

const invalid = (message: string): Refusal => new Refusal(400, "InvalidArgument", message);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html */
export function checkCachePolicy(config: Xml): void {
  const least = Number(textAt(config, "MinTTL"));
  // Both have a default, which gives way to a higher minimum.
  const usual = Number(textAt(config, "DefaultTTL") ?? Math.max(least, 86_400));
  const most = Number(textAt(config, "MaxTTL") ?? Math.max(usual, 31_536_000));
  if (![least, usual, most].every((ttl) => Number.isInteger(ttl) && ttl >= 0))
    throw invalid("MinTTL is required");
  if (least > usual) throw invalid("The parameter MinTTL is greater than DefaultTTL");
  if (usual > most) throw invalid("The parameter DefaultTTL is greater than MaxTTL");
  const keys = ["ParametersInCacheKeyAndForwardedToOrigin"];
  checkForwarded(at(config, ...keys), "InCachePolicy");
  const encodings = ["EnableAcceptEncodingGzip", "EnableAcceptEncodingBrotli"];
  const encoding = encodings.find((name) => textAt(config, ...keys, name) === "true");
  if (most === 0 && encoding)
    throw invalid(`The parameter ${encoding} is invalid for policy with caching disabled`);
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginRequestPolicyConfig.html */
export function checkOriginRequestPolicy(config: Xml): void {
  checkForwarded(config, "InOriginRequestPolicy");
}

/** What of a request is forwarded: each has a behavior, and a list where the behavior names some. */
function checkForwarded(config: Xml | undefined, where: string): void {
  const parts: [config: string, behavior: string, list: string, tooMany: string][] = [
    ["HeadersConfig", "HeaderBehavior", "Headers", "TooManyHeaders"],
    ["CookiesConfig", "CookieBehavior", "Cookies", "TooManyCookies"],
    ["QueryStringsConfig", "QueryStringBehavior", "QueryStrings", "TooManyQueryStrings"],
  ];
  for (const [part, behaviorName, list, tooMany] of parts) {
    const behavior = textAt(config, part, behaviorName);
    if (behavior === undefined) throw invalid(`${part}.${behaviorName} is required`);
    const named = itemsAt(config, part, list);
    const wantsNames = /^(whitelist|allExcept|allViewerAndWhitelistCloudFront)$/.test(behavior);
    if (wantsNames !== named.length > 0)
      throw invalid(`${part} with ${behavior} has ${named.length} ${list}`);
    if (named.length > 10) throw new Refusal(400, tooMany + where, `${named.length} ${list}`);
  }
}

const METHODS = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ALL"];

/** Headers that CloudFront takes from its security headers config only. */
const SECURITY_HEADERS = [
  ...["content-security-policy", "strict-transport-security", "x-content-type-options"],
  ...["x-frame-options", "x-xss-protection", "referrer-policy"],
];

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-response-headers-policies */
const MOST_CUSTOM_HEADERS = 10;
const MOST_REMOVED_HEADERS = 10;
const LONGEST_CSP = 1783;

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyConfig.html */
export function checkResponseHeadersPolicy(config: Xml): void {
  const cors = at(config, "CorsConfig");
  if (cors) checkCors(cors);
  const custom = itemsAt(config, "CustomHeadersConfig").map((header) => textAt(header, "Header") ?? "");
  const security = custom.find((name) => SECURITY_HEADERS.includes(name.toLowerCase()));
  if (security !== undefined)
    throw invalid(
      `The parameter CustomHeaders contains ${security} that is a security header and cannot be set as custom header`,
    );
  if (new Set(custom.map((name) => name.toLowerCase())).size < custom.length)
    throw invalid("The parameter CustomHeaders contains duplicate headers");
  if (custom.length > MOST_CUSTOM_HEADERS)
    throw new Refusal(400, "TooManyCustomHeadersInResponseHeadersPolicy", `${custom.length} custom headers`);
  const removed = itemsAt(config, "RemoveHeadersConfig");
  if (removed.length > MOST_REMOVED_HEADERS)
    throw new Refusal(
      400,
      "TooManyRemoveHeadersInResponseHeadersPolicy",
      `${removed.length} removed headers`,
    );
  const policy = ["SecurityHeadersConfig", "ContentSecurityPolicy", "ContentSecurityPolicy"];
  if ((textAt(config, ...policy)?.length ?? 0) > LONGEST_CSP)
    throw new Refusal(400, "TooLongCSPInResponseHeadersPolicy", `longer than ${LONGEST_CSP} characters`);
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicyCorsConfig.html */
function checkCors(cors: Xml): void {
  for (const list of ["AccessControlAllowOrigins", "AccessControlAllowHeaders", "AccessControlAllowMethods"])
    if (itemsAt(cors, list).length === 0) throw invalid(`${list} must have an item`);
  const method = itemsAt(cors, "AccessControlAllowMethods").find(({ text }) => !METHODS.includes(text));
  if (method) throw invalid(`${method.text} is no method of AccessControlAllowMethods`);
  for (const flag of ["AccessControlAllowCredentials", "OriginOverride"])
    if (textAt(cors, flag) === undefined) throw invalid(`${flag} is required`);
  const everything = [
    "AccessControlAllowOrigins",
    "AccessControlAllowHeaders",
    "AccessControlExposeHeaders",
  ].find((list) => itemsAt(cors, list).some(({ text }) => text === "*"));
  if (textAt(cors, "AccessControlAllowCredentials") === "true" && everything)
    throw invalid(`${everything} cannot contain * when AccessControlAllowCredentials is true`);
}
