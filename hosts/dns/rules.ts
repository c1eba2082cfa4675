/** The rules about where the DNS records of a media host are made. */
import { exactlyOne } from "../../validation/exactly-one";
import { CLOUDFLARE_ID, HOSTNAME_CHECK } from "../../validation/name-patterns";
import { hostnameProblems } from "../../validation/names";
import { patternRule } from "../../validation/pattern-rule";
import type { Finding, Rule, Rules } from "../../validation/rules";
import { isDeferred } from "../../validation/shape";
import type { DnsArgs } from "../args";
import type { DnsKind } from "../host";
import { DNS_DEFINITIONS, DNS_KINDS, dnsKindsIn } from "./index";

/** The rule about the id of a zone at Cloudflare. */
export function cloudflareZoneRule<A>(at: string): Rule<A> {
  return patternRule(
    at,
    "dns-zone-id",
    CLOUDFLARE_ID,
    "is not the id of a zone at Cloudflare; set the 32 characters of 0-9 and a-f that the zone's overview shows",
  );
}

export const DNS_RULES: Rules<DnsArgs> = [
  ...DNS_KINDS.map((kind) => ({
    at: `${kind}.zoneName`,
    reasons: hostnameProblems,
    editor: HOSTNAME_CHECK,
  })),
  ...exactlyOne<DnsArgs>(DNS_KINDS, {
    none: {
      code: "dns-missing",
      message: `does not set where the DNS records are made; set ${DNS_KINDS.map((kind) => `\`${kind}\``).join(" or ")}`,
    },
    several: { code: "dns-both" },
  }),
  {
    at: "cloudflare.proxied",
    instead: () => ({
      code: "dns-proxied",
      message:
        "is not supported: a proxied record would put Cloudflare's cache in front of the media host, where deleted media stay; remove it (the record is DNS only)",
    }),
  },
  cloudflareZoneRule("cloudflare.zoneId"),
  patternRule(
    "cloudflare.hostRecordIds.*",
    "dns-record-id",
    CLOUDFLARE_ID,
    "is not the id of a record at Cloudflare; set the 32 characters of 0-9 and a-f that `GET /zones/ZONE_ID/dns_records?name=HOSTNAME` of its API answers",
  ),
  {
    at: "cloudflare.zoneId",
    code: "not-plain",
    when: ({ cloudflare }) => cloudflare?.hostRecordIds !== undefined && isDeferred(cloudflare.zoneId),
    message: "is an output, but the id of an adopted record begins with it; set a plain value",
  },
  patternRule(
    "route53.zoneId",
    "dns-zone-id",
    /^[A-Z0-9]{1,32}$/,
    'is not the id of a hosted zone; set one such as "Z0123456789ABCDEFGHIJ" (without "/hostedzone/")',
  ),
];

/** What to use instead of a name that is a zone itself and so cannot have the record; undefined if it can have it. */
type ApexRemedy = (kind: DnsKind, hostname: string) => string | undefined;

/** At Route 53 an alias record of the types A and AAAA can name a distribution. */
const APEX_OF_DISTRIBUTION: ApexRemedy = (kind, hostname) =>
  DNS_DEFINITIONS[kind].canHaveApex
    ? undefined
    : `use a name in it, such as "files.${hostname}", or a zone at Route 53`;

/** That a hostname is not in the zone of this name. A name with a problem of its own is reported elsewhere. */
export function outsideZone(hostname: string, zone: string | undefined): Finding[] {
  if (zone === undefined || hostnameProblems(zone).length > 0) return [];
  if (hostname === zone || hostname.endsWith(`.${zone}`)) return [];
  const message = `is not in the zone ${zone}; use a name that ends with ".${zone}", or set the zone that contains it`;
  return [{ code: "dns-zone", message }];
}

/** Why a hostname cannot have its record in the zone; each message follows the hostname. */
export function zoneFindings(
  hostname: string,
  dns: DnsArgs,
  apexRemedy: ApexRemedy = APEX_OF_DISTRIBUTION,
): Finding[] {
  return dnsKindsIn(dns).flatMap((kind): Finding[] => {
    const zone = dns[kind]?.zoneName;
    // What is wrong with the zone's name is reported already.
    if (zone !== undefined && hostnameProblems(zone).length > 0) return [];
    const outside = outsideZone(hostname, zone);
    if (outside.length > 0) return outside;
    const remedy = apexRemedy(kind, hostname);
    if (remedy === undefined || !isApex(hostname, zone)) return [];
    const message = `is a DNS zone itself, which cannot have a CNAME record; ${remedy}`;
    return [{ code: "dns-apex", message }];
  });
}

/** A name of two labels is always a zone itself, because the one above it is a top-level domain. */
function isApex(hostname: string, zone: string | undefined): boolean {
  return hostname === zone || hostname.split(".").length === 2;
}
