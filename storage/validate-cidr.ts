/** Validates ranges of addresses in the conditions of policies. */
import {
  contains,
  coverVersion,
  firstAddress,
  hasHostBits,
  startsWithVersion4,
  ipRange,
  type IpRange,
} from "../access/evaluate/ip";
import type { StoreProduct } from "../stores/store";
import { patternCheck } from "../validation/editor-check";
import type { Reason } from "../validation/problem";

/** Whose addresses they are, for messages. */
export interface CidrUse {
  server: string;
  servers: string;
  /** The argument for VPC endpoints, where there is one. */
  vpcEndpoints?: string;
}

/** What editors check of a range. */
export const CIDR_CHECK = patternCheck(
  /^((\d{1,3}\.){3}\d{1,3}|[\dA-Fa-f:.]*:[\dA-Fa-f:.]*)(\/([1-9]\d{0,2}))?$/,
  'is not a range of addresses; use one such as "203.0.113.0/24", or "203.0.113.17/32" for a single address',
);

/** Why a range cannot limit requests at a store, which is undefined if it is unknown. The message follows the range. */
export function cidrProblems(cidr: string, store: StoreProduct | undefined, use: CidrUse): Reason[] {
  const mapped = /^::ffff:(\d+(?:\.\d+){3})(?:\/\d+)?$/i.exec(cidr)?.[1];
  const range = ipRange(cidr) ?? (mapped === undefined ? undefined : ipRange(mapped));
  if (range === undefined) {
    const message =
      'is not a range of addresses; use one such as "203.0.113.0/24", or "203.0.113.17/32" for a single address';
    return [{ code: "cidr", message }];
  }
  if (mapped !== undefined || contains(MAPPED, range))
    return [{ code: "cidr-mapped", message: asVersion4(range) }];
  if (range.prefix === 0) {
    const message = `contains every address, so it has no effect; set the range of ${use.servers}`;
    return [{ code: "cidr-everything", message }];
  }
  // Before the check of bits after the prefix: a corrected range would still be private.
  if (store?.can.publicAddressesOnly === true && NOT_PUBLIC.some((one) => contains(one, range))) {
    const endpoint =
      store.can.vpcEndpoints && use.vpcEndpoints !== undefined
        ? `, or the VPC endpoint of the app's network in ${use.vpcEndpoints}`
        : "";
    const message = `is not public, but ${store.title} sees the public address of the server or of its NAT gateway; set that address${endpoint}`;
    return [{ code: "cidr-private", message }];
  }
  if (store?.can.ipVersionsApart === false && startsWithVersion4(range)) {
    const message = `begins with zeros, so ${store.title} applies it to IPv4 addresses too; use an IPv4 address of ${use.server}, or another IPv6 address of it`;
    return [{ code: "cidr-version", message }];
  }
  if (!hasHostBits(range)) return [];
  const first = firstAddress(range);
  const [address = ""] = cidr.split("/");
  const message = `is neither a range nor a single address, because bits after the prefix are set; use "${first}/${range.prefix}" for the range, or "${address}/${range.bits}" for the address`;
  return [{ code: "cidr-host-bits", message }];
}

/** IPv4 addresses in IPv6 form. Sockets show them, but a store never sees one as the address of a request. */
const MAPPED = ipRange("::ffff:0:0/96") as IpRange;

function asVersion4({ bits, prefix, value }: IpRange): string {
  const version4: IpRange = {
    bits: 32,
    prefix: bits === 32 ? prefix : prefix - 96,
    value: value % 2n ** 32n,
  };
  return `is an IPv4 address in IPv6 form, which never matches a request; change it to "${firstAddress(version4)}/${version4.prefix}"`;
}

/** Whether the ranges together contain every address, although no single one does. */
export function isEverything(cidrs: readonly string[]): boolean {
  const ranges = cidrs.flatMap((cidr) => ipRange(cidr) ?? []);
  if (ranges.some(({ prefix }) => prefix === 0)) return false;
  return ([32, 128] as const).some((bits) => coverVersion(ranges, bits));
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry and .../iana-ipv6-special-registry, as far as hosts use them. */
const NOT_PUBLIC = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "ff00::/8"],
].map((text) => ipRange(text) as IpRange);
