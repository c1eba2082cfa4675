/** What the operator of a host at CloudFront should know. */
import type { CloudFrontArgs, MediaHostArgs } from "../args";
import { maxAgeSecondsOf } from "../cache";
import { duration } from "../duration";
import { legacyUrl } from "../legacy";

export function cloudFrontWarnings(host: MediaHostArgs, args: CloudFrontArgs): string[] {
  return [
    ...cloudFrontSteps(host, args),
    ...recordWarnings(host, args),
    deletedMedia(host, args),
    ...headersWarnings(host, args),
  ];
}

/** What the operator does by hand for hostnames that are taken over, and for former ones. */
export function cloudFrontSteps(host: MediaHostArgs, args: CloudFrontArgs): string[] {
  return [
    ...(args.takeOver ?? []).map((hostname) => takeOverSteps(hostname, args)),
    ...previousHostWarnings(host),
  ];
}

/** The command that invalidates paths in CloudFront's cache; `paths` begin with "/" and may end with "*". It finds the distribution by its hostname. */
export function invalidationCommand(hostname: string, paths: string): string {
  const find = `aws cloudfront list-distributions --query "DistributionList.Items[?Aliases.Items[?@=='${hostname}']].Id" --output text`;
  return `aws cloudfront create-invalidation --paths '${paths}' --distribution-id "$(${find})"`;
}

/**
 * The order in which an alias moves without a gap
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html#alternate-domain-names-move).
 */
function takeOverSteps(hostname: string, { dns }: CloudFrontArgs): string {
  const last =
    dns.manual === undefined
      ? `Remove ${hostname} from takeOver and run \`pulumi up\`: the program then has the alias, and the DNS record names this distribution.`
      : `Remove ${hostname} from takeOver, run \`pulumi up\`, and change the DNS record to the recordValue in the output mediaHosts.`;
  return (
    `${hostname} moves from another distribution, in this order. 1. This \`pulumi up\` makes a distribution without the alias. ` +
    `2. Create the TXT record _${hostname} with the domainName that the output mediaHosts has for it. ` +
    `3. Run \`aws cloudfront associate-alias --alias ${hostname} --target-distribution-id ID\` with its distributionId; readers are served without a gap. ` +
    `4. ${last} 5. Delete the old distribution and the TXT record.`
  );
}

/** When a former hostname may go. */
function previousHostWarnings({ previousHosts = [] }: MediaHostArgs): string[] {
  if (previousHosts.length === 0) return [];
  return [
    `${previousHosts.join(" and ")} keep${previousHosts.length === 1 ? "s" : ""} serving, because other servers store URLs for years. ` +
      "To undo a move, set hostname to the former name, list the present one in previousHosts, run `pulumi up` and apply the env block. " +
      "To remove one, set mediaHost.protect to false and run `pulumi up`, then remove it from previousHosts and run `pulumi up` again; its URLs are dead from then on.",
  ];
}

function recordWarnings(host: MediaHostArgs, { dns, takeOver = [] }: CloudFrontArgs): string[] {
  if (dns.manual === undefined) return [];
  return [host.hostname, ...(host.previousHosts ?? [])]
    .filter((hostname) => !takeOver.includes(hostname))
    .map(
      (hostname) =>
        `You create the DNS record of ${hostname}: type CNAME, DNS only (not proxied), value as in the output mediaHosts (recordValue) after \`pulumi up\`. ` +
        "Apply the env block only when the record answers.",
    );
}

function deletedMedia(host: MediaHostArgs, { cachePolicyId }: CloudFrontArgs): string {
  const { hostname } = host;
  const command = `\`${invalidationCommand(hostname, "/*")}\` ends that at once`;
  const unless = host.legacy === undefined ? "" : `, unless it still exists at ${legacyUrl(host.legacy)}/`;
  if (cachePolicyId !== undefined) {
    return `A file that the app deletes or hides stays readable at ${hostname} for as long as your cache policy allows, which is not known here (a year with CachingOptimized); ${command}.`;
  }
  const limit = duration(maxAgeSecondsOf(host));
  return `A file that the app deletes or hides is gone for everybody at ${hostname} after ${limit} at most (mediaHost.cache.maxAgeSeconds)${unless}; ${command}. Browsers keep it in their own caches for as long as the app said.`;
}

function headersWarnings({ hostname }: MediaHostArgs, { responseHeadersPolicyId }: CloudFrontArgs): string[] {
  if (responseHeadersPolicyId === undefined) return [];
  return [
    `Your response headers policy must make uploaded HTML and SVG files harmless at ${hostname}: X-Content-Type-Options: nosniff, and a Content-Security-Policy without scripts. ` +
      "It must also answer CORS requests with override, or audio stays silent.",
  ];
}
