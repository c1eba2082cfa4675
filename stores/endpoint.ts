/** Validates the addresses of an S3-compatible server: `endpoint` for Pulumi, and `appEndpoint` for the app. */
import { patternCheck } from "../validation/editor-check";
import { ORIGIN_CHECK } from "../validation/name-patterns";
import { hasUserinfo, originProblems } from "../validation/names";
import type { Reason } from "../validation/problem";
import type { Rule, Rules } from "../validation/rules";
import type { S3StoreSettings, StoreSettings } from "./args";
import { isOfOtherKind, OF_NO_OTHER_KIND } from "./other-kind";

/** Whether the bucket cannot be part of the hostname, because the URL has an IP address. */
export const hasIpAddress = (url: string): boolean => /^(\[|[\d.]+(:\d+)?$)/.test(url.split("://")[1] ?? "");

/**
 * The endpoint must be an origin: scheme, host, and a port if it is not the default. `oneLabel` accepts names without a dot, which only
 * a container network resolves; by default plain http does.
 */
export function endpointProblems(
  url: string,
  { allowHttp = false }: Pick<S3StoreSettings, "allowHttp">,
  oneLabel = allowHttp,
): Reason[] {
  const [, scheme, , rest = ""] = /^(?:([a-z]+):\/\/)?([^/?#]*)(.*)$/is.exec(url) ?? [];
  if (scheme === undefined) {
    return [{ code: "endpoint-scheme", message: 'has no scheme; add "https://" in front' }];
  }
  if (rest !== "" && !hasUserinfo(url)) {
    const origin = url.slice(0, url.length - rest.length);
    const instead =
      originProblems(origin, { oneLabel }).length === 0
        ? `change it to "${origin}"`
        : 'set one like "https://s3.example.org"';
    const message = `has a path, but clients add the bucket and the key themselves; ${instead}`;
    return [{ code: "endpoint-path", message }];
  }
  const problems = originProblems(url, { oneLabel });
  if (problems.length === 0 && scheme === "http" && !allowHttp) {
    const message =
      "is plain http, so signatures and private files are sent in clear text; use https://, or set `allowHttp: true` in a trusted network";
    problems.push({ code: "endpoint-http", message });
  }
  return problems;
}

/** What editors check of an endpoint's scheme. */
export const HTTPS_ENDPOINT_CHECK = {
  pattern: /^(?!http:)/,
  when: [{ at: "allowHttp", is: true, isNot: true as const }],
  message: "The endpoint is plain http; use https://, or set `allowHttp: true` in a trusted network.",
};

const NOT_ITS_SERVER =
  "is an endpoint of AWS or R2, which is not the server of `endpoint`; set another address of that server, or remove it";

/** Nothing can tell whether it is the server of `endpoint`, unless it is known to be another one. */
export const APP_ENDPOINT_RULES: Rules<S3StoreSettings> = [
  {
    at: "appEndpoint",
    reasons: (url: string, settings) =>
      isOfOtherKind(url)
        ? [{ code: "store-endpoint-kind", message: NOT_ITS_SERVER }]
        : endpointProblems(url, settings, true),
    editor: [ORIGIN_CHECK, patternCheck(OF_NO_OTHER_KIND, NOT_ITS_SERVER), HTTPS_ENDPOINT_CHECK],
  },
  {
    at: "appEndpoint",
    code: "store-virtual-host-address",
    isValid: (url: string, { pathStyle }) => pathStyle !== false || !hasIpAddress(url),
    message:
      "has an IP address, but pathStyle is false and the name of a bucket cannot be part of an address; use a hostname, or remove pathStyle",
  },
];

const OPENED_BY_BROWSERS =
  "is not supported, because browsers open presigned URLs of this app, which contain the address that the app uses; remove it and set an endpoint that browsers reach too";

/** For apps that give browsers URLs of the store. */
export const NO_APP_ENDPOINT_RULE: Rule<{ store: StoreSettings }> = {
  at: "store.s3.appEndpoint",
  code: "app-endpoint-unsupported",
  when: ({ store }) => store.s3?.appEndpoint !== undefined,
  message: OPENED_BY_BROWSERS,
  editor: { isRefused: true, message: OPENED_BY_BROWSERS },
};

/** The addresses of the server that are set. */
export const addressesOf = ({ endpoint, appEndpoint = endpoint }: S3StoreSettings): string[] => [
  endpoint,
  appEndpoint,
];
