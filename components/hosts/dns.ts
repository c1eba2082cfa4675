import type { Output, Resource } from "@pulumi/pulumi";
import type { DnsArgs } from "../../hosts/args";
import { dnsKindOf } from "../../hosts/dns";
import type { HostRecord } from "../../hosts/dns/targets";
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
  /** Makes the record that validates a certificate. */
  createValidation(record: ValidationRecord): Resource;
  /** Makes the records by which readers find the host, after what must exist before. */
  createHostRecords(target: DnsTarget, after: Resource[]): void;
  /** Makes the records of a hostname that the operator's own proxy serves, after what must exist before. */
  createTargetRecords(records: HostRecord[], after: Resource[]): void;
}

type OpenZone<Args> = (context: HostContext, args: Args) => DnsZone | undefined;

const ZONES: { [K in DnsKind]-?: OpenZone<NonNullable<DnsArgs[K]>> } = {
  cloudflare: cloudflareDns,
  route53: route53Dns,
  manual: () => undefined,
};

/** The zone of args without problems; undefined if no records are made in it. */
export function dnsZone(context: HostContext, dns: DnsArgs): DnsZone | undefined {
  const kind = dnsKindOf(dns);
  // TypeScript cannot see that both are of one kind.
  return ZONES[kind](context, dns[kind] as never);
}
