import { randomBytes, randomUUID } from "node:crypto";
import { Refusal } from "../call";
import { textAt, type Xml } from "../xml";
import { checkCachePolicy, checkOriginRequestPolicy, checkResponseHeadersPolicy } from "./policy-checks";

/** What there is in an account beside distributions and functions: a config under a unique name, used by distributions. */
export interface Kind {
  /** In paths. */
  segment: "cache-policy" | "origin-request-policy" | "response-headers-policy" | "origin-access-control";
  /** In XML; errors are named after it. */
  element: "CachePolicy" | "OriginRequestPolicy" | "ResponseHeadersPolicy" | "OriginAccessControl";
  /** How many an account may have: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
  quota: number;
  tooMany: string;
  longestName: number;
  newId(): string;
  /** A policy is updated at its own path, an origin access control at that of its config. */
  updatedAt: "" | "config";
  check(config: Xml): void;
}

/** Ids of distributions and origin access controls, and ETags, look like this. */
export const newId = (): string => `E${randomBytes(7).toString("hex").toUpperCase().slice(0, 13)}`;

export const KINDS: Kind[] = [
  {
    segment: "cache-policy",
    element: "CachePolicy",
    quota: 20,
    tooMany: "TooManyCachePolicies",
    longestName: 128,
    newId: randomUUID,
    updatedAt: "",
    check: checkCachePolicy,
  },
  {
    segment: "origin-request-policy",
    element: "OriginRequestPolicy",
    quota: 20,
    tooMany: "TooManyOriginRequestPolicies",
    longestName: 128,
    newId: randomUUID,
    updatedAt: "",
    check: checkOriginRequestPolicy,
  },
  {
    segment: "response-headers-policy",
    element: "ResponseHeadersPolicy",
    quota: 20,
    tooMany: "TooManyResponseHeadersPolicies",
    longestName: 128,
    newId: randomUUID,
    updatedAt: "",
    check: checkResponseHeadersPolicy,
  },
  {
    segment: "origin-access-control",
    element: "OriginAccessControl",
    quota: 100,
    tooMany: "TooManyOriginAccessControls",
    longestName: 64,
    newId,
    updatedAt: "config",
    check: checkOriginAccessControl,
  },
];

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginAccessControlConfig.html */
function checkOriginAccessControl(config: Xml): void {
  const allowed: Record<string, string[]> = {
    OriginAccessControlOriginType: ["s3", "mediastore", "mediapackagev2", "lambda"],
    SigningBehavior: ["always", "never", "no-override"],
    SigningProtocol: ["sigv4"],
  };
  for (const [name, values] of Object.entries(allowed))
    if (!values.includes(textAt(config, name) ?? ""))
      throw new Refusal(400, "InvalidArgument", `${name} must be one of ${values.join(", ")}`);
}
