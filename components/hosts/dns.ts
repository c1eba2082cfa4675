import type { Output, Resource } from "@pulumi/pulumi";
import type { DnsArgs } from "../../hosts/args";
import { dnsKindOf } from "../../hosts/dns";
import type { DnsKind } from "../../hosts/host";
import { cloudflareDns } from "./dns-cloudflare";
import { route53Dns } from "./dns-route53";
import type { HostContext } from "./index";

/** What a hostname points at. */
export interface DnsTarget {
  hostname: string;
  /** The distribution's own name, and the zone at Route 53 that has it. */
  domainName: Output<string>;
  hostedZoneId: Output<string>;
  /** Whether the hostname still leads to another distribution, which it must until its alias has moved. */
  isTakenOver: boolean;
}

/** The CNAME record that proves to ACM whose a hostname is. */
export interface ValidationRecord {
  hostname: string;
  name: Output<string>;
  value: Output<string>;
}

/** A DNS zone in which records are made. */
export interface DnsZone {
  /** Makes the record that validates a certificate; undefined if none is made. */
  createValidation(record: ValidationRecord): Resource | undefined;
  /** Makes the records by which readers find the host, after what must exist before. */
  createHostRecords(target: DnsTarget, after: Resource[]): void;
}

/** What an operator has to know of the record of a hostname. */
export const RECORD_TYPES: Record<DnsKind, string> = {
  cloudflare: "CNAME",
  route53: "A and AAAA (alias)",
  manual: "CNAME",
};

const ZONES: { [K in DnsKind]-?: (context: HostContext, args: NonNullable<DnsArgs[K]>) => DnsZone } = {
  cloudflare: cloudflareDns,
  route53: route53Dns,
  manual: () => ({ createValidation: () => undefined, createHostRecords: () => undefined }),
};

export function dnsZone(context: HostContext, dns: DnsArgs): DnsZone {
  const kind = dnsKindOf(dns);
  // TypeScript cannot see that both are of one kind.
  return ZONES[kind](context, dns[kind] as never);
}
