/** What the operator of a host at CloudFront should know. */
import type { CloudFrontArgs, MediaHostArgs } from "../args";
import { DEFAULT_MAX_AGE_SECONDS } from "../cache";
import { duration } from "./duration";

export function cloudFrontWarnings(host: MediaHostArgs, args: CloudFrontArgs): string[] {
  return [...recordWarnings(host, args), deletedMedia(host, args), ...headersWarnings(host, args)];
}

/** The command that makes CloudFront forget copies; `paths` begin with "/" and may end with "*". It finds the distribution by its hostname. */
export function invalidationCommand(hostname: string, paths: string): string {
  const find = `aws cloudfront list-distributions --query "DistributionList.Items[?Aliases.Items[?@=='${hostname}']].Id" --output text`;
  return `aws cloudfront create-invalidation --paths '${paths}' --distribution-id "$(${find})"`;
}

function recordWarnings({ hostname }: MediaHostArgs, { dns }: CloudFrontArgs): string[] {
  if (dns.manual === undefined) return [];
  return [
    `You create the DNS record of ${hostname}: type CNAME, DNS only (not proxied), value as in the output mediaHosts (recordValue) after \`pulumi up\`. ` +
      "Apply the env block only when the record answers.",
  ];
}

function deletedMedia({ hostname, cache }: MediaHostArgs, { cachePolicyId }: CloudFrontArgs): string {
  const command = `\`${invalidationCommand(hostname, "/*")}\` ends that at once`;
  if (cachePolicyId !== undefined) {
    return `A file that the app deletes or hides stays readable at ${hostname} for as long as your cache policy allows, which is not known here (a year with CachingOptimized); ${command}.`;
  }
  const limit = duration(cache?.maxAgeSeconds ?? DEFAULT_MAX_AGE_SECONDS);
  return `A file that the app deletes or hides is gone for everybody at ${hostname} after ${limit} at most (mediaHost.cache.maxAgeSeconds); ${command}. Browsers keep their own copies for as long as the app said.`;
}

function headersWarnings({ hostname }: MediaHostArgs, { responseHeadersPolicyId }: CloudFrontArgs): string[] {
  if (responseHeadersPolicyId === undefined) return [];
  return [
    `Your response headers policy must make uploaded HTML and SVG files harmless at ${hostname}: X-Content-Type-Options: nosniff, and a Content-Security-Policy without scripts. ` +
      "It must also answer CORS requests with override, or audio stays silent.",
  ];
}
