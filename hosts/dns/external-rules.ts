/** The rules about the DNS records of an operator's own proxy or CDN. */
import { patternCheck } from "../../validation/editor-check";
import { listedAlready } from "../../validation/listed-already";
import { hostnameProblems } from "../../validation/names";
import type { Finding, Rule, Rules } from "../../validation/rules";
import type { ExternalDnsArgs, MediaHostArgs } from "../args";
import type { DnsKind } from "../host";
import { DNS_RULES, zoneFindings } from "./rules";
import { areAddresses, targetProblems } from "./targets";

/** The members that are about certificates of CloudFront, or about hostnames that move to it. */
const CLOUDFRONT_MEMBERS = [
  "cloudflare.validationRecords",
  "cloudflare.hostRecordIds",
  "route53.validationRecords",
] as const;

const unusedMessage = (member: string): string =>
  member.endsWith("hostRecordIds")
    ? "is only used while hostnames move to CloudFront; remove it, and delete the existing record before `pulumi up`"
    : "is only used for certificates of CloudFront, but your own proxy has its own; remove it";

export const EXTERNAL_DNS_RULES: Rules<ExternalDnsArgs> = [
  ...DNS_RULES,
  {
    at: "targets[]",
    reasons: targetProblems,
    editor: patternCheck(/^[^/\s]+$/, 'is neither an address nor a hostname; set one such as "203.0.113.7"'),
  },
  {
    at: "targets",
    findings: ({ targets }) => listedAlready("dns-target-same", targets),
    editor: { isUnique: true },
  },
  {
    at: "targets",
    code: "dns-targets",
    when: ({ targets }) => targets.length === 0,
    editor: { least: 1 },
    message: 'is empty; list the addresses of your proxy, such as "203.0.113.7", or one hostname',
  },
  {
    at: "targets",
    code: "dns-targets",
    when: (dns) => dns.targets.length > 1 && !areAddresses(dns),
    message:
      "lists a hostname beside other targets, but a CNAME record is the only record of its name; list addresses only, or one hostname",
  },
  ...CLOUDFRONT_MEMBERS.map((member): Rule<ExternalDnsArgs> => ({
    at: member,
    code: "dns-unused",
    when({ cloudflare, route53 }) {
      if (member === "cloudflare.hostRecordIds") return cloudflare?.hostRecordIds !== undefined;
      const zone = member === "route53.validationRecords" ? route53 : cloudflare;
      return zone?.validationRecords !== undefined;
    },
    message: unusedMessage(member),
    editor: { isRefused: true, message: unusedMessage(member) },
  })),
];

/** The rules about a media host with `external.dns`. */
export const EXTERNAL_DNS_HOST_RULES: Rules<MediaHostArgs> = [
  { at: "", findings: eachHostname },
  {
    at: "external.dns.targets",
    code: "dns-target-loop",
    when: (host) => host.external?.dns?.targets.some((target) => namesOf(host).includes(target)) ?? false,
    message:
      "contains a hostname of this media host, so the record would name itself; set the addresses of your proxy, or the hostname that your CDN gave you",
  },
];

function namesOf({ hostname, previousHosts = [] }: MediaHostArgs): string[] {
  return [hostname, ...previousHosts];
}

function eachHostname(host: MediaHostArgs): Finding[] {
  const dns = host.external?.dns;
  if (dns === undefined) return [];
  const remedy = (_: DnsKind, hostname: string): string | undefined =>
    areAddresses(dns)
      ? undefined
      : `list the addresses of your proxy in external.dns.targets, or use a name in it, such as "files.${hostname}"`;
  return namesOf(host).flatMap((hostname, i) =>
    // What is wrong with the name itself is reported already.
    hostnameProblems(hostname).length > 0
      ? []
      : zoneFindings(hostname, dns, remedy).map(({ code, message }) => ({
          code,
          path: i === 0 ? "hostname" : `previousHosts[${i - 1}]`,
          message: `"${hostname}" ${message}`,
        })),
  );
}
