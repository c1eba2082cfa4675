/** The rules about the arguments of a media host at Cloudflare, in front of a bucket on R2. */
import { HOSTNAME_CHECK } from "../../validation/name-patterns";
import { hostnameProblems } from "../../validation/names";
import { isPrivateUrl } from "../../validation/private-url";
import type { Finding, Rules } from "../../validation/rules";
import type { MediaHostArgs, R2HostArgs } from "../args";
import { cloudflareZoneRule, outsideZone } from "../dns/rules";
import { eachValidHostname } from "../hostname-findings";
import { unreachableLegacyRule } from "../legacy";

export const R2_RULES: Rules<R2HostArgs> = [
  cloudflareZoneRule("zoneId"),
  { at: "zoneName", reasons: hostnameProblems, editor: HOSTNAME_CHECK },
  ...["dns", "proxied"].map((member) => ({
    at: member,
    instead: () => ({
      code: "r2-host-record" as const,
      message:
        "is not supported, because Cloudflare creates the DNS record of a media host on R2 itself; remove it",
    }),
  })),
  ...["accountId", "bucket", "jurisdiction"].map((member) => ({
    at: member,
    instead: () => ({
      code: "r2-host-store" as const,
      message: "is that of the bucket, which the component knows; remove it",
    }),
  })),
];

/** The rules about a media host with `r2`. */
export const R2_HOST_RULES: Rules<MediaHostArgs> = [
  { at: "", findings: (host) => (host.r2 === undefined ? [] : eachValidHostname(host, nameFindings)) },
  {
    at: "",
    findings: (host) => {
      const { r2 } = host;
      return r2 === undefined ? [] : eachValidHostname(host, (name) => outsideZone(name, r2.zoneName));
    },
  },
  unreachableLegacyRule("r2", "a Worker"),
];

/** Names that are in no zone of the operator's at Cloudflare. */
function nameFindings(hostname: string): Finding[] {
  if (/(^|\.)(workers\.dev|pages\.dev|r2\.dev|cloudflarestorage\.com)$/.test(hostname)) {
    const message = "is a name of Cloudflare's own; set a name in a zone of yours at Cloudflare";
    return [{ code: "r2-hostname", message }];
  }
  if (!isPrivateUrl(`https://${hostname}`)) return [];
  const message = "is known only in private networks, so it is in no zone at Cloudflare; set a public name";
  return [{ code: "r2-hostname", message }];
}
