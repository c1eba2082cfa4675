/** What can be wrong with a distribution, each as a change of one that is right. */
import type { Deployed } from "../servers/cloudfront";
import { behaviors, type Behavior, items } from "../servers/cloudfront/deployed";

export interface Fault {
  /** Changes the distribution in place. */
  change: (deployed: Deployed) => void;
  /** The row of the host's table that has to fail then. */
  red: string;
}

const everyBehavior = (deployed: Deployed, change: (behavior: Behavior) => void): void =>
  behaviors(deployed).forEach(change);
const everyKey = (deployed: Deployed) =>
  Object.values(deployed.cachePolicies).map((policy) => policy.ParametersInCacheKeyAndForwardedToOrigin!);
const everyHeadersPolicy = (deployed: Deployed) => Object.values(deployed.responseHeadersPolicies);
const list = <T>(...Items: T[]) => ({ Quantity: Items.length, Items });
const moved = (deployed: Deployed, from: string, to: string): void =>
  everyBehavior(deployed, (behavior) => {
    for (const association of items(behavior.FunctionAssociations))
      if (association.EventType === from) Object.assign(association, { EventType: to });
  });

/** From the behaviors that serve something. */
const detached = ({ config }: Deployed, event: string): void =>
  items(config.CacheBehaviors).forEach((behavior) => {
    const kept = items(behavior.FunctionAssociations).filter(({ EventType }) => EventType !== event);
    behavior.FunctionAssociations = list(...kept);
  });

/** A behavior like the first of those that serve something. */
function withBehavior({ config }: Deployed, PathPattern: string): void {
  const served = items(config.CacheBehaviors);
  config.CacheBehaviors = list({ ...served[0]!, PathPattern }, ...served);
}

/** Rows of requests-legacy.json. */
const PRIVATE_OR_ODD = "a key that is private or odd is refused, and asked for nowhere";
const ONLY_OLD = "a file that is only at the old place is served from there, on miss and hit";

/** Of Mastodon's host. */
export const faults: Record<string, Fault> = {
  "the query string is forwarded and in the cache key": {
    red: "no query string reaches the bucket, or changes what is served",
    change: (deployed) => {
      for (const key of everyKey(deployed)) key.QueryStringsConfig = { QueryStringBehavior: "all" };
    },
  },
  "the query string is forwarded by the origin request policy": {
    red: "no query string reaches the bucket, or changes what is served",
    change: (deployed) => {
      for (const policy of Object.values(deployed.originRequestPolicies))
        policy.QueryStringsConfig = { QueryStringBehavior: "all" };
    },
  },
  "there is no default root object": {
    red: "without functions the root is a key that nobody can create, not the bucket",
    change: (deployed) => {
      deployed.config.DefaultRootObject = "";
    },
  },
  "requests are not signed": {
    red: "every public prefix is served without the bucket's name in the URL, on miss and hit",
    change: (deployed) => {
      for (const origin of items(deployed.config.Origins)) origin.OriginAccessControlId = "";
    },
  },
  "the origin access control never signs": {
    red: "every public prefix is served without the bucket's name in the URL, on miss and hit",
    change: (deployed) => {
      for (const control of Object.values(deployed.originAccessControls)) control.SigningBehavior = "never";
    },
  },
  "the reader's signature is passed on": {
    red: "nothing of the reader's reaches the bucket",
    change: (deployed) => {
      for (const control of Object.values(deployed.originAccessControls))
        control.SigningBehavior = "no-override";
      for (const key of everyKey(deployed))
        key.HeadersConfig = { HeaderBehavior: "whitelist", Headers: list("Authorization") };
    },
  },
  "cookies are forwarded": {
    red: "nothing of the reader's reaches the bucket",
    change: (deployed) => {
      for (const key of everyKey(deployed)) key.CookiesConfig = { CookieBehavior: "all" };
    },
  },
  "CORS does not override the origin": {
    red: "an error has the CORS header for every page although the app's own page asked first",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed)) policy.CorsConfig!.OriginOverride = false;
    },
  },
  "the policy has no CORS": {
    red: "an error has the CORS header for a page",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed)) delete policy.CorsConfig;
    },
  },
  "CORS is for one origin": {
    red: "an error has the CORS header for every page although the app's own page asked first",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed))
        policy.CorsConfig!.AccessControlAllowOrigins = list("https://social.example");
    },
  },
  "the function runs on the wrong event": {
    red: "every public prefix is served without the bucket's name in the URL, on miss and hit",
    change: (deployed) => moved(deployed, "viewer-response", "viewer-request"),
  },
  "the function is detached": {
    red: "Access-Control-Allow-Origin is sent whatever the cache holds",
    change: (deployed) =>
      everyBehavior(deployed, (behavior) => (behavior.FunctionAssociations = { Quantity: 0 })),
  },
  "methods that write are allowed": {
    red: "a method that writes is refused and reaches no origin",
    change: (deployed) =>
      everyBehavior(deployed, (behavior) => {
        const Items = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"] as const;
        behavior.AllowedMethods = { ...behavior.AllowedMethods, ...list(...Items) };
      }),
  },
  "a private prefix has a behavior": {
    red: "a private key is refused and never asked for",
    change: (deployed) => withBehavior(deployed, "/backups/*"),
  },
  "a served prefix has no behavior": {
    red: "every public prefix is served without the bucket's name in the URL, on miss and hit",
    change: (deployed) => {
      const [, ...others] = items(deployed.config.CacheBehaviors);
      deployed.config.CacheBehaviors = list(...others);
    },
  },
  "errors are cached for an hour": {
    red: "a missing key is 403 for a few seconds, and then is asked for again",
    change: (deployed) => {
      for (const error of items(deployed.config.CustomErrorResponses)) error.ErrorCachingMinTTL = 3_600;
    },
  },
  "the time in the cache is not limited": {
    red: "a deleted object is gone after the maximum age",
    change: (deployed) => {
      for (const policy of Object.values(deployed.cachePolicies)) policy.MaxTTL = 31_536_000;
    },
  },
  "there is no content security policy": {
    red: "the security headers are on every answer of the bucket's",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed))
        delete policy.SecurityHeadersConfig!.ContentSecurityPolicy;
    },
  },
  "the content security policy does not override the origin": {
    red: "a header that the origin adds is not believed",
    change: (deployed) => {
      for (const { SecurityHeadersConfig } of everyHeadersPolicy(deployed))
        SecurityHeadersConfig!.ContentSecurityPolicy!.Override = false;
    },
  },
  "there is no nosniff": {
    red: "the security headers are on every answer of the bucket's",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed))
        delete policy.SecurityHeadersConfig!.ContentTypeOptions;
    },
  },
  "there is no HSTS": {
    red: "the security headers are on every answer of the bucket's",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed))
        delete policy.SecurityHeadersConfig!.StrictTransportSecurity;
    },
  },
  "no cross-origin resource policy is sent": {
    red: "the security headers are on every answer of the bucket's",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed)) delete policy.CustomHeadersConfig;
    },
  },
  "headers of S3 are sent": {
    red: "a header that the origin adds is not believed",
    change: (deployed) => {
      for (const policy of everyHeadersPolicy(deployed)) delete policy.RemoveHeadersConfig;
    },
  },
  "Cache-Control is overridden": {
    red: "browsers keep what the app says",
    change: (deployed) => {
      const header = { Header: "Cache-Control", Value: "max-age=60", Override: true };
      for (const policy of everyHeadersPolicy(deployed)) policy.CustomHeadersConfig = list(header);
    },
  },
  "plain http is served": {
    red: "plain http is redirected and not answered",
    change: (deployed) =>
      everyBehavior(deployed, (behavior) => (behavior.ViewerProtocolPolicy = "allow-all")),
  },
  "the media host is not an alias": {
    red: "every public prefix is served without the bucket's name in the URL, on miss and hit",
    change: (deployed) => {
      deployed.config.Aliases = { Quantity: 0 };
    },
  },
  "the origin has a path": {
    red: "every public prefix is served without the bucket's name in the URL, on miss and hit",
    change: (deployed) => {
      for (const origin of items(deployed.config.Origins)) origin.OriginPath = "/accounts";
    },
  },
};

/** Of Mastodon's host with `access: acl`. */
export const aclFaults: Record<string, Fault> = {
  "requests are signed": {
    red: "what the app shows is served",
    change: (deployed) => {
      for (const origin of items(deployed.config.Origins)) origin.OriginAccessControlId = "control";
      deployed.originAccessControls["control"] = {
        Name: "control",
        SigningProtocol: "sigv4",
        SigningBehavior: "always",
        OriginAccessControlOriginType: "s3",
      };
    },
  },
};

/** Of authentik's host. */
export const authentikFaults: Record<string, Fault> = {
  "reports have a behavior": {
    red: "reports are refused and never asked for",
    change: (deployed) => withBehavior(deployed, "/reports/*"),
  },
  "the signature in the URL is passed on": {
    red: "media are served, with the signature of the URL or without",
    change: (deployed) => faults["the query string is forwarded and in the cache key"]!.change(deployed),
  },
};

/** Of Mastodon's host with a legacy host. */
export const legacyFaults: Record<string, Fault> = {
  "the default behavior falls back, and its function is detached": {
    red: PRIVATE_OR_ODD,
    change: ({ config }) => {
      const fallback = items(config.CacheBehaviors)[0]!.TargetOriginId!;
      Object.assign(config.DefaultCacheBehavior!, {
        TargetOriginId: fallback,
        FunctionAssociations: { Quantity: 0 },
      });
    },
  },
  "a private prefix has a behavior that falls back": {
    red: PRIVATE_OR_ODD,
    change: (deployed) => withBehavior(deployed, "/backups/*"),
  },
  "no function looks at the path": {
    red: PRIVATE_OR_ODD,
    change: (deployed) => detached(deployed, "viewer-request"),
  },
  "no function looks at the path of a second spelling": {
    red: "a second spelling of a file is refused",
    change: (deployed) => detached(deployed, "viewer-request"),
  },
  "no function removes the Authorization header": {
    red: "nothing of the reader's reaches either origin",
    change: (deployed) => detached(deployed, "viewer-request"),
  },
  "no function looks at the answer": {
    red: "a redirect of the old place is 404, and is followed nowhere",
    change: (deployed) => detached(deployed, "viewer-response"),
  },
  "it falls back on 404 only": {
    red: ONLY_OLD,
    change: ({ config }) => {
      for (const group of items(config.OriginGroups)) group.FailoverCriteria!.StatusCodes = list(404);
    },
  },
  "the old place is asked first": {
    red: "the bucket's object wins, and the old place is not asked",
    change: ({ config }) => {
      for (const group of items(config.OriginGroups))
        group.Members = list(...items(group.Members).toReversed());
    },
  },
  "the old place has no path": {
    red: ONLY_OLD,
    change: ({ config }) => {
      for (const origin of items(config.Origins)) origin.OriginPath = "";
    },
  },
  "the behaviors ask the bucket only": {
    red: ONLY_OLD,
    change: ({ config }) => {
      for (const behavior of items(config.CacheBehaviors)) behavior.TargetOriginId = "bucket";
    },
  },
  "cookies are forwarded": {
    red: "nothing of the reader's reaches either origin",
    change: (deployed) => faults["cookies are forwarded"]!.change(deployed),
  },
  "the content security policy does not override the old place's": {
    red: "headers of the old place are not believed",
    change: (deployed) =>
      faults["the content security policy does not override the origin"]!.change(deployed),
  },
  "the time in the cache is not limited": {
    red: "a copy from the old place is kept for the maximum age at most",
    change: (deployed) => faults["the time in the cache is not limited"]!.change(deployed),
  },
};
