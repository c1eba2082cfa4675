/** How long an answer stays in the cache, in seconds; 0 is not at all. */
import type { CachePolicyConfig } from "@aws-sdk/client-cloudfront";
import { items, type Deployed } from "./deployed";
import { header, type Answer, type HttpHeaders } from "./message";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html */
const DEFAULT_ERROR_TTL = 10;
/** Only for these does an error's `no-store`, `no-cache` or `private` count. Same page. */
const OBEYED_ERRORS = [404, 410, 414, 501];

type Ttls = Pick<CachePolicyConfig, "MinTTL" | "DefaultTTL" | "MaxTTL">;

export function lifetime(
  { status, headers }: Pick<Answer, "status" | "headers">,
  ttls: Ttls,
  config: Deployed["config"],
  nowMs: number,
): number {
  return status >= 400
    ? errorLifetime(status, headers, ttls, config, nowMs)
    : isUncachedRedirect(status, headers)
      ? 0
      : objectLifetime(headers, ttls, nowMs);
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-3xx-status-codes.html */
const isUncachedRedirect = (status: number, headers: HttpHeaders): boolean =>
  (status === 307 || status === 308) && headers["cache-control"] === undefined;

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html#ExpirationDownloadDist */
function objectLifetime(headers: HttpHeaders, ttls: Ttls, nowMs: number): number {
  const { min, byDefault, max } = bounds(ttls);
  if (forbidsStoring(headers)) return min;
  const asked = askedFor(headers, nowMs);
  return asked === undefined ? Math.max(min, byDefault) : Math.min(Math.max(asked, min), max);
}

/**
 * A 416 is never cached. Another page (HTTPStatusCodes.html) says that 400, 403, 405, 412 and 415 are cached only with a
 * max-age; the longer life is the one to be ready for.
 */
function errorLifetime(
  status: number,
  headers: HttpHeaders,
  ttls: Ttls,
  config: Deployed["config"],
  nowMs: number,
): number {
  if (status === 416) return 0;
  if (OBEYED_ERRORS.includes(status) && forbidsStoring(headers)) return 0;
  const asked = askedFor(headers, nowMs) ?? 0;
  return Math.max(Math.min(asked, bounds(ttls).max), errorTtl(status, config));
}

/** `customErrorResponses[].errorCachingMinTtl` of that status. */
export function errorTtl(status: number, config: Deployed["config"]): number {
  const set = items(config.CustomErrorResponses).find(({ ErrorCode }) => ErrorCode === status);
  return set?.ErrorCachingMinTTL ?? DEFAULT_ERROR_TTL;
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html: one day and one year by default. */
function bounds({ MinTTL: min = 0, DefaultTTL, MaxTTL }: Ttls): Record<"min" | "byDefault" | "max", number> {
  const byDefault = DefaultTTL ?? Math.max(86_400, min);
  return { min, byDefault, max: MaxTTL ?? Math.max(31_536_000, byDefault) };
}

const directives = (headers: HttpHeaders): string[] =>
  (header(headers, "cache-control") ?? "").split(",").map((directive) => directive.trim().toLowerCase());

const forbidsStoring = (headers: HttpHeaders): boolean =>
  directives(headers).some((directive) => ["no-store", "no-cache", "private"].includes(directive));

/** `s-maxage` wins over `max-age`, which wins over `Expires`. */
function askedFor(headers: HttpHeaders, nowMs: number): number | undefined {
  for (const name of ["s-maxage", "max-age"]) {
    const seconds = directives(headers).find((directive) => directive.startsWith(`${name}=`));
    if (seconds !== undefined) return Number(seconds.slice(name.length + 1)) || 0;
  }
  const expires = header(headers, "expires");
  if (expires === undefined) return undefined;
  return Math.max(0, (Date.parse(expires) - nowMs) / 1000) || 0;
}
