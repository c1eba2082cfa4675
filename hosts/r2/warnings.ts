/** What the operator of a media host at Cloudflare, in front of a bucket on R2, should know. */
import type { MediaHostArgs } from "../args";
import { deletedMediaWarning, sameForPreviousHosts } from "../deleted-media";
import type { HostUse } from "../host";
import { previousHostSteps } from "../previous-hosts";

export function r2Warnings(host: MediaHostArgs, use: HostUse): string[] {
  return [...r2Steps(host), ...(use.publishesBucket ? wholeBucket(host) : worker(host, use))];
}

/** What the operator does by hand for the hostnames. */
export function r2Steps(host: MediaHostArgs): string[] {
  return [recordSteps(host), ...previousHostSteps(host)];
}

/**
 * The command that removes paths from Cloudflare's cache, which works for what a Worker has stored too
 * (https://developers.cloudflare.com/cache/how-to/purge-cache/purge-cache-key/). `paths` begin with "/"; "/*" is the whole hostname.
 */
export function r2PurgeCommand(hostname: string, paths: string): string {
  const purged = paths === "/*" ? { hosts: [hostname] } : { files: [`https://${hostname}${paths}`] };
  return (
    'curl -sS --header "Authorization: Bearer $CLOUDFLARE_API_TOKEN" --header "Content-Type: application/json" ' +
    `--data '${JSON.stringify(purged)}' "https://api.cloudflare.com/client/v4/zones/$ZONE_ID/purge_cache"`
  );
}

/** Cloudflare's codes 100117 and 100116: https://github.com/cloudflare/workers-sdk/issues/9878. */
function recordSteps({ hostname, previousHosts = [] }: MediaHostArgs): string {
  const names = [hostname, ...previousHosts].join(" and ");
  return (
    `Cloudflare creates the DNS record of ${names} itself, and refuses a hostname that has a record (code 100117) or another Worker (100116): delete that first. Media fail from then until \`pulumi up\` has ended. ` +
    "The zone needs Cloudflare's name servers: in a partial (CNAME) setup Cloudflare may show the hostname as active, but not serve it."
  );
}

function worker(host: MediaHostArgs, use: HostUse): string[] {
  return [
    "On Cloudflare's Free plan all Workers of an account together answer 100,000 requests a day; readers get the error 1027 for the rest of the day (UTC). " +
      `Each request at ${host.hostname} counts, also one that the cache answers: choose the paid plan of Workers for an instance with more.`,
    deletedMediaWarning(host, use, endOfCopies(host)),
  ];
}

/** An R2 custom domain has the cache of the zone, which obeys the header that the app stored with the file. */
function wholeBucket(host: MediaHostArgs): string[] {
  return [
    `A file that the app deletes stays readable at ${host.hostname} for as long as Cloudflare's cache keeps it, which is what the app or a cache rule of the zone says; ${endOfCopies(host)}.`,
  ];
}

const endOfCopies = (host: MediaHostArgs): string =>
  `\`${r2PurgeCommand(host.hostname, "/*")}\`${sameForPreviousHosts(host)} ends that at once, with the id of the zone in ZONE_ID and a token that may purge its cache`;
