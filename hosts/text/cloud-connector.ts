/**
 * The rules with which Cloudflare serves a bucket that everybody may read (Cloud Connector). A zone has one list of Cloud Connector rules
 * and one ruleset for each phase, and creating either replaces what is there. So these are objects for the operator's own lists, in the
 * shape that @pulumi/cloudflare takes. https://developers.cloudflare.com/rules/cloud-connector/
 */
import { ALLOWED_METHODS, CONTENT_SECURITY_POLICY, EXPOSED_HEADERS } from "../response-headers";

/** What the rules depend on. */
export interface CloudConnectorSettings {
  /** The hostnames of the media. */
  hostnames: string[];
  /** The prefixes that everybody may read, each ending in "/". */
  prefixes: string[];
  /** The bucket's own host, such as "social-media.s3.eu-central-1.amazonaws.com". */
  bucketHost: string;
  /** How long Cloudflare may serve a deleted file from its cache, in seconds. */
  maxAgeSeconds: number;
}

/** A rule that sends requests to a bucket: an element of `rules` of `cloudflare.CloudConnectorRules`. */
export interface CloudConnectorRule {
  /** The kind of bucket, "aws_s3". Cloudflare's API calls this member `provider`. */
  cloudConnectorRulesProvider: string;
  description: string;
  enabled: boolean;
  /** Which requests. */
  expression: string;
  parameters: { host: string };
}

/** An element of `rules` of a `cloudflare.Ruleset`. */
export interface CloudflareRule {
  /** A stable name. Without it, Cloudflare gives all rules new ids when one of them changes. */
  ref: string;
  description: string;
  enabled: boolean;
  /** Which requests. */
  expression: string;
  action: string;
  /** What the action does; the members depend on the action. */
  actionParameters?: CloudflareActionParameters;
}

/** The parameters of the actions that the rules use. */
export interface CloudflareActionParameters {
  bic?: boolean;
  browserTtl?: { mode: string };
  cache?: boolean;
  edgeTtl?: {
    mode: string;
    default: number;
    statusCodeTtls: { statusCodeRange: { from: number }; value: number }[];
  };
  /** By the name of the header. */
  headers?: Record<string, { operation: string; value?: string }>;
  hotlinkProtection?: boolean;
  securityLevel?: string;
  serveStale?: { disableStaleWhileUpdating: boolean };
  ssl?: string;
  uri?: { query: { value: string } };
}

/** All rules of a media host, each list for one resource of the operator. */
export interface CloudConnectorParts {
  /** For `cloudflare.CloudConnectorRules`: sends the public prefixes to the bucket. */
  connectorRules: CloudConnectorRule[];
  /** For the ruleset of the phase "http_config_settings": TLS to the bucket, and no checks that only browsers pass. */
  configRules: CloudflareRule[];
  /** For the ruleset of the phase "http_request_firewall_custom": refuses everything but reads of the public prefixes. */
  firewallRules: CloudflareRule[];
  /** For the ruleset of the phase "http_request_transform": removes the query string. */
  rewriteRules: CloudflareRule[];
  /** For the ruleset of the phase "http_request_late_transform": removes the credentials of readers. */
  requestHeaderRules: CloudflareRule[];
  /** For the ruleset of the phase "http_request_cache_settings": what Cloudflare keeps, and for how long. */
  cacheRules: CloudflareRule[];
  /** For the ruleset of the phase "http_response_headers_transform": CORS, and headers that make uploaded files harmless. */
  responseHeaderRules: CloudflareRule[];
}

/** The phase of each list of rules that belongs into a ruleset. */
export const CLOUDFLARE_PHASES: Record<keyof Omit<CloudConnectorParts, "connectorRules">, string> = {
  configRules: "http_config_settings",
  firewallRules: "http_request_firewall_custom",
  rewriteRules: "http_request_transform",
  requestHeaderRules: "http_request_late_transform",
  cacheRules: "http_request_cache_settings",
  responseHeaderRules: "http_response_headers_transform",
};

/**
 * The hosts of AWS S3 that Cloud Connector accepts. Those of other partitions end otherwise.
 * https://developers.cloudflare.com/rules/cloud-connector/providers/
 */
export const isConnectable = (host: string): boolean => /(^|\.)s3(\.[a-z0-9-]+)?\.amazonaws\.com$/.test(host);

/** S3's own headers. A rule names each header, because it cannot remove all that begin with x-amz-. */
const REMOVED = [
  "x-amz-bucket-region",
  "x-amz-expiration",
  "x-amz-id-2",
  "x-amz-replication-status",
  "x-amz-request-id",
  "x-amz-server-side-encryption",
  "x-amz-storage-class",
  "x-amz-version-id",
];

export function cloudConnectorRules(settings: CloudConnectorSettings): CloudConnectorParts {
  const { hostnames, prefixes, bucketHost, maxAgeSeconds } = settings;
  const [hostname = ""] = hostnames;
  const host = isOneOf("http.host", hostnames);
  const isPublic = `(${prefixes.map((prefix) => `starts_with(http.request.uri.path, ${text(`/${prefix}`)})`).join(" or ")})`;
  const served = `${host} and ${isPublic}`;
  /** Begins with the hostname, so that rules for several hosts of one zone have different names. */
  const rule = (
    name: string,
    purpose: string,
    expression: string,
    action: string,
    actionParameters?: CloudflareActionParameters,
  ): CloudflareRule => ({
    ref: `${hostname.replace(/[^a-z0-9]+/g, "_")}_${name}`,
    description: `${hostname}: ${purpose}`,
    enabled: true,
    expression,
    action,
    ...(actionParameters && { actionParameters }),
  });
  return {
    connectorRules: [
      {
        cloudConnectorRulesProvider: "aws_s3",
        description: `${hostname}: media from the bucket`,
        enabled: true,
        expression: served,
        parameters: { host: bucketHost },
      },
    ],
    configRules: [
      rule("config", "TLS to the bucket, no checks of browsers", host, "set_config", {
        // The bucket policy refuses plain http, which the zone's mode may be.
        ssl: "strict",
        // Other servers fetch media as programs do, with no Referer and no headers of a browser.
        bic: false,
        hotlinkProtection: false,
        securityLevel: "essentially_off",
      }),
    ],
    firewallRules: [
      rule(
        "reads",
        "only reads of the public prefixes",
        `${host} and not (${isOneOf("http.request.method", ALLOWED_METHODS)} and ${isPublic})`,
        "block",
      ),
    ],
    rewriteRules: [
      // A query string would reach the bucket, and the cache would have the file once for each one.
      rule("query", "no query string", `${host} and http.request.uri.query ne ""`, "rewrite", {
        uri: { query: { value: "" } },
      }),
    ],
    requestHeaderRules: [
      // The bucket would answer a signed request with what only its signer may read, and the cache would give that to everybody.
      rule("credentials", "no credentials of readers", host, "rewrite", {
        headers: { Authorization: { operation: "remove" }, Cookie: { operation: "remove" } },
      }),
    ],
    cacheRules: [
      // For every method: a purge of a URL misses what a rule for GET only has cached.
      rule("cache", "cache files for a limited time", served, "set_cache_settings", {
        cache: true,
        edgeTtl: {
          mode: "override_origin",
          default: maxAgeSeconds,
          // -1 is no-store: a link may be known before its upload has ended.
          statusCodeTtls: [{ statusCodeRange: { from: 400 }, value: -1 }],
        },
        browserTtl: { mode: "respect_origin" },
        // Otherwise one more reader gets a deleted file after its time.
        serveStale: { disableStaleWhileUpdating: true },
      }),
    ],
    responseHeaderRules: [
      rule("headers", "CORS for everybody, no scripts", host, "rewrite", {
        headers: {
          ...set("Access-Control-Allow-Origin", "*"),
          ...set("Access-Control-Expose-Headers", EXPOSED_HEADERS.join(", ")),
          ...set("Content-Security-Policy", CONTENT_SECURITY_POLICY),
          ...set("Cross-Origin-Resource-Policy", "cross-origin"),
          ...set("X-Content-Type-Options", "nosniff"),
          ...Object.fromEntries(REMOVED.map((name) => [name, { operation: "remove" }])),
        },
      }),
    ],
  };
}

const set = (name: string, value: string): Record<string, { operation: string; value: string }> => ({
  [name]: { operation: "set", value },
});

/** A string of Cloudflare's rules language. */
const text = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;

function isOneOf(field: string, values: string[]): string {
  const [first = "", ...others] = values.map(text);
  return others.length === 0 ? `${field} eq ${first}` : `${field} in {${[first, ...others].join(" ")}}`;
}
