/** What the DNS records of an operator's own proxy or CDN name: addresses or one hostname. */
import { ipRange, type IpRange } from "../../access/evaluate/ip";
import { hostnameProblems } from "../../validation/names";
import type { Reason } from "../../validation/problem";
import type { ExternalDnsArgs } from "../args";

/** A DNS record with all its values. */
export interface HostRecord {
  name: string;
  type: "A" | "AAAA" | "CNAME";
  values: string[];
}

/** The records of a hostname, A before AAAA, of targets without problems. */
export function hostRecords(name: string, targets: readonly string[]): HostRecord[] {
  const ofType = (bits: number | undefined): string[] =>
    targets.filter((target) => addressOf(target)?.bits === bits);
  const records: HostRecord[] = [
    { name, type: "A", values: ofType(32) },
    { name, type: "AAAA", values: ofType(128) },
    { name, type: "CNAME", values: ofType(undefined) },
  ];
  return records.filter(({ values }) => values.length > 0);
}

/** Whether the targets are addresses, which a name that is a zone itself can have. */
export function areAddresses({ targets }: Pick<ExternalDnsArgs, "targets">): boolean {
  return targets.every((target) => addressOf(target) !== undefined);
}

/** The address; undefined for a hostname. */
function addressOf(target: string): IpRange | undefined {
  return target.includes("/") ? undefined : ipRange(target);
}

/** Why a value is neither an address nor a hostname. The message follows the value. */
export function targetProblems(target: string): Reason[] {
  const address = addressOf(target);
  if (address === undefined) {
    if (!/[:/]/.test(target)) return hostnameProblems(target);
    const message =
      'is neither an address nor a hostname; set one such as "203.0.113.7", "2001:db8::7" or "media.cdn.example"';
    return [{ code: "dns-target", message }];
  }
  const written = address.bits === 32 ? target : new URL(`http://[${target}]`).hostname.slice(1, -1);
  if (written === target) return [];
  // DNS providers return the short form, and every preview would show a difference.
  return [{ code: "dns-target", message: `is not in the usual short form; change it to "${written}"` }];
}
