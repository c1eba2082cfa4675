import { Refusal } from "../call";
import { at, itemsAt, textAt, type Xml } from "../xml";
import type { CloudFrontStore } from "./store";

const invalid = (message: string): Refusal => new Refusal(400, "InvalidArgument", message);

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CacheBehavior.html */
export function checkBehaviors(store: CloudFrontStore, config: Xml): void {
  const usual = at(config, "DefaultCacheBehavior");
  if (!usual) throw invalid("The parameter DefaultCacheBehavior is required");
  const behaviors = itemsAt(config, "CacheBehaviors");
  if (behaviors.length > 75)
    throw new Refusal(400, "TooManyCacheBehaviors", `${behaviors.length} cache behaviors`);
  const patterns = behaviors.map((behavior) => textAt(behavior, "PathPattern"));
  if (patterns.includes(undefined)) throw invalid("The parameter PathPattern is required");
  if (new Set(patterns).size < patterns.length)
    throw invalid("Two cache behaviors have the same path pattern");
  for (const behavior of [usual, ...behaviors]) {
    checkTarget(config, behavior);
    checkMethods(config, behavior);
    checkPolicies(store, behavior);
    checkFunctions(store, behavior);
  }
}

function checkTarget(config: Xml, behavior: Xml): void {
  const targets = ["Origins", "OriginGroups"].flatMap((name) => itemsAt(config, name));
  const target = textAt(behavior, "TargetOriginId");
  if (!targets.some((origin) => textAt(origin, "Id") === target))
    throw new Refusal(404, "NoSuchOrigin", `No origin exists with the id ${String(target)}`);
  if (!/^(allow-all|https-only|redirect-to-https)$/.test(textAt(behavior, "ViewerProtocolPolicy") ?? ""))
    throw invalid("ViewerProtocolPolicy must be one of allow-all, https-only, redirect-to-https");
}

const READ = "GET HEAD";
const READ_AND_ASK = "GET HEAD OPTIONS";
const EVERYTHING = "DELETE GET HEAD OPTIONS PATCH POST PUT";

/**
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_AllowedMethods.html, and for groups
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function checkMethods(config: Xml, behavior: Xml): void {
  if (!at(behavior, "AllowedMethods")) return;
  const methodsAt = (...path: string[]): string =>
    itemsAt(behavior, ...path)
      .map(({ text }) => text)
      .sort()
      .join(" ");
  const allowed = methodsAt("AllowedMethods");
  if (![READ, READ_AND_ASK, EVERYTHING].includes(allowed))
    throw invalid(`AllowedMethods cannot be ${allowed}`);
  const cached = methodsAt("AllowedMethods", "CachedMethods");
  if (cached !== "" && ![READ, READ_AND_ASK].includes(cached))
    throw invalid(`CachedMethods cannot be ${cached}`);
  const groups = itemsAt(config, "OriginGroups").map((group) => textAt(group, "Id"));
  if (allowed === EVERYTHING && groups.includes(textAt(behavior, "TargetOriginId")))
    throw invalid(
      "AllowedMethods for a cache behavior with an origin group can be GET, HEAD and OPTIONS only",
    );
}

const POLICIES = [
  ["cache-policy", "CachePolicy"],
  ["origin-request-policy", "OriginRequestPolicy"],
  ["response-headers-policy", "ResponseHeadersPolicy"],
] as const;

function checkPolicies(store: CloudFrontStore, behavior: Xml): void {
  const cachePolicy = textAt(behavior, "CachePolicyId");
  const isOld = at(behavior, "ForwardedValues") !== undefined;
  if ((cachePolicy !== undefined) === isOld)
    throw invalid("A cache behavior must have either CachePolicyId or ForwardedValues");
  if (isOld && textAt(behavior, "OriginRequestPolicyId") !== undefined)
    throw invalid("OriginRequestPolicyId needs CachePolicyId");
  const ttls = ["MinTTL", "DefaultTTL", "MaxTTL"].filter((name) => at(behavior, name));
  if (!isOld && ttls.length > 0) throw invalid(`${ttls.join(", ")} cannot be set with CachePolicyId`);
  for (const [segment, name] of POLICIES) {
    const id = textAt(behavior, `${name}Id`);
    if (id !== undefined && !store.of(segment).has(id))
      throw new Refusal(404, `NoSuch${name}`, `The specified ${name} does not exist: ${id}`);
  }
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_FunctionAssociation.html */
function checkFunctions(store: CloudFrontStore, behavior: Xml): void {
  const associations = itemsAt(behavior, "FunctionAssociations");
  const events = associations.map((association) => textAt(association, "EventType") ?? "");
  const event = events.find((one) => !["viewer-request", "viewer-response"].includes(one));
  if (event !== undefined)
    throw new Refusal(400, "InvalidFunctionAssociation", `A CloudFront function cannot run at ${event}`);
  if (new Set(events).size < events.length)
    throw new Refusal(400, "TooManyFunctionAssociations", "Two functions have the same event type");
  for (const association of associations) {
    const arn = textAt(association, "FunctionARN");
    const found = [...store.functions.values()].find((one) => one.arn === arn);
    if (!found?.live)
      throw new Refusal(
        400,
        "InvalidFunctionAssociation",
        `The function does not exist or is not published: ${String(arn)}`,
      );
  }
}
