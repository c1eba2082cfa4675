/**
 * What of a viewer's request is in the cache key and what the origin gets. Only what a policy names; the cache key's is always
 * part of the origin request.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-how-origin-request-policies-and-cache-policies-work-together.html
 */
import type { CachePolicyConfig, OriginRequestPolicyConfig } from "@aws-sdk/client-cloudfront";
import { items } from "./deployed";
import { header, type HttpHeaders } from "./message";

/** Query, headers and cookies that were chosen from a request. */
export interface Selection {
  /** Without `?`; empty when nothing is chosen. */
  query: string;
  headers: HttpHeaders;
}

interface Asked {
  query: string | undefined;
  headers: HttpHeaders;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html */
export function keySelection(asked: Asked, policy: CachePolicyConfig): Selection {
  const {
    QueryStringsConfig: queries,
    HeadersConfig: headers,
    CookiesConfig: cookies,
    EnableAcceptEncodingGzip: gzip = false,
    EnableAcceptEncodingBrotli: brotli = false,
  } = policy.ParametersInCacheKeyAndForwardedToOrigin ?? {};
  const encoding = normalizedEncoding(asked.headers, { gzip, br: brotli });
  return {
    query: chosenQuery(asked.query, queries?.QueryStringBehavior, items(queries?.QueryStrings)),
    headers: {
      ...chosenHeaders(asked.headers, headers?.HeaderBehavior, items(headers?.Headers)),
      ...chosenCookies(asked.headers, cookies?.CookieBehavior, items(cookies?.Cookies)),
      ...(encoding !== undefined && { "accept-encoding": [encoding] }),
    },
  };
}

/** What an origin request policy adds. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html */
export function originSelection(asked: Asked, policy: OriginRequestPolicyConfig | undefined): Selection {
  const queries = policy?.QueryStringsConfig;
  const headers = policy?.HeadersConfig;
  const cookies = policy?.CookiesConfig;
  return {
    query: chosenQuery(asked.query, queries?.QueryStringBehavior, items(queries?.QueryStrings)),
    headers: {
      ...chosenHeaders(asked.headers, headers?.HeaderBehavior, items(headers?.Headers)),
      ...chosenCookies(asked.headers, cookies?.CookieBehavior, items(cookies?.Cookies)),
    },
  };
}

/** Both together, the query in the viewer's order. */
export function united(asked: Asked, first: Selection, second: Selection): Selection {
  const chosen = [...first.query.split("&"), ...second.query.split("&")];
  return {
    query: pairs(asked.query)
      .filter((pair) => chosen.includes(pair))
      .join("&"),
    headers: { ...second.headers, ...first.headers },
  };
}

function chosenQuery(query: string | undefined, behavior: string | undefined, names: string[]): string {
  return pairs(query)
    .filter((pair) => isChosen(decoded(pair.split("=")[0] ?? ""), behavior, names))
    .join("&");
}

const pairs = (query: string | undefined): string[] => (query ?? "").split("&").filter((pair) => pair !== "");

function chosenHeaders(headers: HttpHeaders, behavior: string | undefined, names: string[]): HttpHeaders {
  const lower = names.map((name) => name.toLowerCase());
  const how = behavior === "allViewerAndWhitelistCloudFront" ? "allViewer" : behavior;
  return Object.fromEntries(
    // Cookies are chosen by themselves.
    Object.entries(headers).filter(([name]) => name !== "cookie" && isChosen(name, how, lower)),
  );
}

function chosenCookies(headers: HttpHeaders, behavior: string | undefined, names: string[]): HttpHeaders {
  const all = (headers["cookie"] ?? []).flatMap((line) => line.split(";")).map((cookie) => cookie.trim());
  const chosen = all.filter(
    (cookie) => cookie !== "" && isChosen(cookie.split("=")[0] ?? "", behavior, names),
  );
  return chosen.length === 0 ? {} : { cookie: [chosen.join("; ")] };
}

function isChosen(name: string, behavior: string | undefined, names: string[]): boolean {
  switch (behavior) {
    case undefined:
    case "none":
      return false;
    case "whitelist":
      return names.includes(name);
    case "allExcept":
      return !names.includes(name);
    case "all":
    case "allViewer":
      return true;
    default:
      throw new Error(`the model does not know the behavior ${behavior}`);
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cache-key-understand-cache-policy.html#cache-policy-compressed-objects */
function normalizedEncoding(
  headers: HttpHeaders,
  enabled: { gzip: boolean; br: boolean },
): string | undefined {
  const accepted = header(headers, "accept-encoding");
  if (accepted === undefined) return undefined;
  const known = (["br", "gzip"] as const).filter(
    (name) => enabled[name] && new RegExp(`\\b${name}\\b`).test(accepted),
  );
  return known.length === 0 ? undefined : known.join(",");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
