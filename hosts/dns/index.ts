/** Where the DNS records of a media host can be made. */
import { membersSet } from "../../validation/exactly-one";
import { ValidationRecords, type DnsArgs } from "../args";
import type { DnsKind } from "../host";

/** A kind of DNS zone. */
export interface DnsDefinition {
  /** Whether a name that is the zone itself can point at a distribution. */
  canHaveApex: boolean;
  /** Whether the operator creates the record of the hostname. */
  isManual: boolean;
  /** The type of the record of a hostname, as its operator calls it. */
  recordType: string;
}

/** The kinds of DNS zone. A member of `DnsArgs` without a row is a type error. */
export const DNS_DEFINITIONS: { [K in DnsKind]-?: DnsDefinition } = {
  cloudflare: { canHaveApex: false, isManual: false, recordType: "CNAME" },
  route53: { canHaveApex: true, isManual: false, recordType: "A and AAAA (alias)" },
  manual: { canHaveApex: false, isManual: true, recordType: "CNAME" },
};

export const DNS_KINDS = Object.keys(DNS_DEFINITIONS) as DnsKind[];

export function dnsKindsIn(dns: DnsArgs): DnsKind[] {
  return membersSet(DNS_KINDS, dns);
}

/** The kind of args without problems. */
export function dnsKindOf(dns: DnsArgs): DnsKind {
  const [kind] = dnsKindsIn(dns);
  if (kind === undefined) throw new Error("bug: no DNS zone, although mediaHostProblems found nothing");
  return kind;
}

/** Whether the component makes the records that validate certificates: nobody does in a zone that is managed by hand. */
export function makesValidationRecords(dns: DnsArgs): boolean {
  const { validationRecords } = dns.cloudflare ?? dns.route53 ?? {};
  return !DNS_DEFINITIONS[dnsKindOf(dns)].isManual && validationRecords !== ValidationRecords.Existing;
}

/** A name as Cloudflare keeps it: with a dot at its end, which ACM adds, every preview shows a difference. */
export function withoutFinalDot(name: string): string {
  return name.replace(/\.$/, "");
}
