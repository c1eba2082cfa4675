/**
 * What a response headers policy removes and adds, on cache hits too.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
 */
import type { ResponseHeadersPolicyConfig } from "@aws-sdk/client-cloudfront";
import { items } from "./deployed";
import { header, type HttpHeaders, without } from "./message";

type Security = NonNullable<ResponseHeadersPolicyConfig["SecurityHeadersConfig"]>;
type Cors = NonNullable<ResponseHeadersPolicyConfig["CorsConfig"]>;

/** A header of the policy's, and whether it replaces the origin's. */
interface Added {
  name: string;
  value: string;
  override: boolean;
}

export function withPolicy(
  origin: HttpHeaders,
  policy: ResponseHeadersPolicyConfig | undefined,
  request: { method: string; headers: HttpHeaders },
): HttpHeaders {
  // First those to remove, then those to add.
  const removed = items(policy?.RemoveHeadersConfig).map(({ Header = "" }) => Header.toLowerCase());
  const headers = without(origin, removed);
  const custom = items(policy?.CustomHeadersConfig).map(({ Header = "", Value = "", Override = false }) => ({
    name: Header,
    value: Value,
    override: Override,
  }));
  const added = [
    ...corsHeaders(policy?.CorsConfig, request),
    ...securityHeaders(policy?.SecurityHeadersConfig ?? {}),
    ...custom,
  ];
  for (const { name, value, override } of added) {
    const lower = name.toLowerCase();
    if (override || headers[lower] === undefined) headers[lower] = [value];
  }
  return headers;
}

/** Only for requests with an Origin header; methods, headers and age only for preflights. */
function corsHeaders(
  cors: Cors | undefined,
  { method, headers }: { method: string; headers: HttpHeaders },
): Added[] {
  const origin = header(headers, "origin");
  if (cors === undefined || origin === undefined) return [];
  const allowed = items(cors.AccessControlAllowOrigins);
  const allowedOrigin = allowed.includes("*")
    ? "*"
    : allowed.some((one) => matchesOrigin(one, origin))
      ? origin
      : undefined;
  if (allowedOrigin === undefined) return [];
  const isPreflight = method === "OPTIONS" && headers["access-control-request-method"] !== undefined;
  const methods = items(cors.AccessControlAllowMethods) as string[];
  const list = (values: string[]): string | undefined =>
    values.length === 0 ? undefined : values.join(", ");
  const values: Record<string, string | undefined> = {
    "Access-Control-Allow-Origin": allowedOrigin,
    "Access-Control-Allow-Credentials": cors.AccessControlAllowCredentials === true ? "true" : undefined,
    "Access-Control-Expose-Headers": list(items(cors.AccessControlExposeHeaders)),
    ...(isPreflight && {
      "Access-Control-Allow-Methods": list(methods.includes("ALL") ? EVERY_METHOD : methods),
      "Access-Control-Allow-Headers": list(items(cors.AccessControlAllowHeaders)),
      "Access-Control-Max-Age": cors.AccessControlMaxAgeSec?.toString(),
    }),
  };
  return all(values, cors.OriginOverride);
}

const EVERY_METHOD = ["GET", "DELETE", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/** `*` may be the leftmost part of the host: `https://*.example.org`. */
function matchesOrigin(allowed: string, origin: string): boolean {
  const [before = "", after] = allowed.split("*");
  return after === undefined ? allowed === origin : origin.startsWith(before) && origin.endsWith(after);
}

function securityHeaders(security: Security): Added[] {
  const {
    ContentSecurityPolicy: csp,
    ContentTypeOptions: sniffing,
    FrameOptions: frames,
    ReferrerPolicy: referrer,
    StrictTransportSecurity: hsts,
    XSSProtection: xss,
  } = security;
  return [
    ...all({ "Content-Security-Policy": csp?.ContentSecurityPolicy }, csp?.Override),
    ...all({ "X-Content-Type-Options": sniffing && "nosniff" }, sniffing?.Override),
    ...all({ "X-Frame-Options": frames?.FrameOption }, frames?.Override),
    ...all({ "Referrer-Policy": referrer?.ReferrerPolicy }, referrer?.Override),
    ...all({ "Strict-Transport-Security": hsts && transport(hsts) }, hsts?.Override),
    ...all(
      {
        "X-XSS-Protection": xss && `${xss.Protection === true ? 1 : 0}${xss.ModeBlock ? "; mode=block" : ""}`,
      },
      xss?.Override,
    ),
  ];
}

function transport({
  AccessControlMaxAgeSec: seconds = 0,
  IncludeSubdomains,
  Preload,
}: NonNullable<Security["StrictTransportSecurity"]>): string {
  const flags = [IncludeSubdomains === true && "includeSubDomains", Preload === true && "preload"];
  return [`max-age=${seconds}`, ...flags.filter((flag) => flag !== false)].join("; ");
}

function all(values: Record<string, string | undefined>, override = false): Added[] {
  return Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, override }],
  );
}
