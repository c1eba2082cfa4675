/** What the operator of a host at CloudFront should know. */
import type { CloudFrontArgs, MediaHostArgs } from "../args";
import { deletedMediaWarning, deletesOrHides, sameForPreviousHosts } from "../deleted-media";
import type { HostUse } from "../host";
import { previousHostSteps } from "../previous-hosts";

export function cloudFrontWarnings(host: MediaHostArgs, args: CloudFrontArgs, use: HostUse): string[] {
  return [
    ...cloudFrontSteps(host, args),
    ...recordWarnings(host, args),
    deletedMedia(host, args, use),
    ...headersWarnings(host, args),
  ];
}

/** What the operator does by hand for hostnames that are taken over, and for former ones. */
export function cloudFrontSteps(host: MediaHostArgs, args: CloudFrontArgs): string[] {
  return [
    ...(args.takeOver ?? []).map((hostname) => takeOverSteps(hostname, args)),
    ...previousHostSteps(host),
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

function deletedMedia(host: MediaHostArgs, { cachePolicyId }: CloudFrontArgs, use: HostUse): string {
  const command = `\`${invalidationCommand(host.hostname, "/*")}\`${sameForPreviousHosts(host)} ends that at once`;
  if (cachePolicyId !== undefined) {
    return `A file that the app ${deletesOrHides(use)} stays readable at ${host.hostname} for as long as your cache policy allows, which is not known here (a year with CachingOptimized); ${command}.`;
  }
  return deletedMediaWarning(host, use, command);
}

function headersWarnings({ hostname }: MediaHostArgs, { responseHeadersPolicyId }: CloudFrontArgs): string[] {
  if (responseHeadersPolicyId === undefined) return [];
  return [
    `Your response headers policy must make uploaded HTML and SVG files harmless at ${hostname}: X-Content-Type-Options: nosniff, and a Content-Security-Policy without scripts. ` +
      "It must also answer CORS requests with override, or audio stays silent.",
  ];
}
