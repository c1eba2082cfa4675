import { at, element, itemsAt, withChild, type Xml } from "../xml";

const none = (name: string): Xml => element(name, element("Quantity", 0));
const off = (name: string): Xml => element(name, element("Enabled", false), element("Quantity", 0));

const READ = ["HEAD", "GET"];
const methods = (name: string, more?: Xml): Xml =>
  element(
    name,
    element("Quantity", READ.length),
    element("Items", ...READ.map((method) => element("Method", method))),
    more,
  );

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DefaultCacheBehavior.html */
const BEHAVIOR = [
  off("TrustedSigners"),
  off("TrustedKeyGroups"),
  methods("AllowedMethods", methods("CachedMethods")),
  element("SmoothStreaming", false),
  element("Compress", false),
  none("LambdaFunctionAssociations"),
  none("FunctionAssociations"),
  element("FieldLevelEncryptionId", ""),
  element("GrpcConfig", element("Enabled", false)),
];

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html */
const ORIGIN = [
  element("OriginPath", ""),
  none("CustomHeaders"),
  element("ConnectionAttempts", 3),
  element("ConnectionTimeout", 10),
  element("OriginShield", element("Enabled", false)),
  element("OriginAccessControlId", ""),
];

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
const CONFIG = [
  none("Aliases"),
  element("DefaultRootObject", ""),
  none("OriginGroups"),
  none("CacheBehaviors"),
  none("CustomErrorResponses"),
  element(
    "Logging",
    ...["Enabled", "IncludeCookies"].map((name) => element(name, false)),
    element("Bucket", ""),
    element("Prefix", ""),
  ),
  element("PriceClass", "PriceClass_All"),
  element(
    "ViewerCertificate",
    element("CloudFrontDefaultCertificate", true),
    element("SSLSupportMethod", "vip"),
    element("MinimumProtocolVersion", "TLSv1"),
    element("CertificateSource", "cloudfront"),
  ),
  element(
    "Restrictions",
    element("GeoRestriction", element("RestrictionType", "none"), element("Quantity", 0)),
  ),
  element("WebACLId", ""),
  element("HttpVersion", "http2"),
  element("IsIPV6Enabled", false),
  element("ContinuousDeploymentPolicyId", ""),
  element("Staging", false),
];

/** A config as CloudFront gives it back: with what the request left out. */
export function completed(config: Xml): Xml {
  const whole = withDefaults(config, CONFIG);
  const origins = itemsAt(whole, "Origins").map((origin) => withDefaults(origin, ORIGIN));
  const behaviors = itemsAt(whole, "CacheBehaviors").map(completedBehavior);
  const usual = at(whole, "DefaultCacheBehavior") ?? element("DefaultCacheBehavior");
  return [
    withItems(whole, "Origins", origins),
    withItems(whole, "CacheBehaviors", behaviors),
    completedBehavior(usual),
  ].reduce(withChild, whole);
}

function completedBehavior(behavior: Xml): Xml {
  const whole = withDefaults(behavior, BEHAVIOR);
  return withChild(whole, withDefaults(at(whole, "AllowedMethods")!, [methods("CachedMethods")]));
}

function withDefaults(xml: Xml, defaults: Xml[]): Xml {
  const missing = defaults.filter(({ name }) => !at(xml, name));
  return { ...xml, children: [...xml.children, ...missing] };
}

function withItems(parent: Xml, name: string, items: Xml[]): Xml {
  const list = at(parent, name) ?? none(name);
  return items.length === 0 ? list : withChild(list, element("Items", ...items));
}
