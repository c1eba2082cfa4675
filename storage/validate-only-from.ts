/** What can be wrong with the places from which the writer's credentials work. */
import {
  contains,
  coverVersion,
  firstAddress,
  hasHostBits,
  startsWithVersion4,
  ipRange,
  type IpRange,
} from "../access/evaluate/ip";
import type { Reason } from "../validation/problem";
import type { Rule, Rules } from "../validation/rules";
import { hasUnknownMembers } from "../validation/sound-part";
import type { OnlyFromArgs } from "./args";
import type { StoreProduct } from "../stores/store";

const MEMBERS = ["cidrs", "vpcEndpoints"] as const;

/** What the rules about the writer must know of the store. */
export interface AtStore {
  /** Undefined where the args name no product that exists: then only what holds for all stores is checked. */
  product: StoreProduct | undefined;
}

export const ONLY_FROM_RULES: Rules<OnlyFromArgs, AtStore> = [
  { at: "cidrs[]", reasons: (cidr: string, _, { product }) => cidrProblems(cidr, product) },
  {
    at: "cidrs",
    code: "cidr-everything",
    when: ({ cidrs = [] }) => isEverything(cidrs),
    message: "contain every address together, so they have no effect; set the ranges of the app's servers",
  },
  { at: "vpcEndpoints[]", reasons: endpointIdProblems },
  ...MEMBERS.map((member): Rule<OnlyFromArgs, AtStore> => ({
    at: member,
    code: "only-from-empty",
    when: (onlyFrom) => onlyFrom[member]?.length === 0,
    message: "is empty, so nobody could write; add at least one value, or remove it",
  })),
  {
    at: "vpcEndpoints",
    code: "only-from-endpoints",
    when: ({ vpcEndpoints }, { product }) =>
      vpcEndpoints !== undefined && product?.can.vpcEndpoints === false,
    message: (_, { product }) =>
      `is not supported on ${product?.title}, whose policies do not know VPC endpoints; remove it and use cidrs`,
  },
  {
    at: "",
    code: "only-from-empty",
    when: (onlyFrom) =>
      MEMBERS.every((member) => onlyFrom[member] === undefined) && !hasUnknownMembers(onlyFrom),
    message: "is empty; set cidrs or vpcEndpoints, or remove it",
  },
];

function cidrProblems(cidr: string, store: StoreProduct | undefined): Reason[] {
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
    const message = "contains every address, so it has no effect; set the range of the app's servers";
    return [{ code: "cidr-everything", message }];
  }
  // First what is wrong with each of its addresses: the range alone would be wrong as well.
  if (store?.can.publicAddressesOnly === true && NOT_PUBLIC.some((one) => contains(one, range))) {
    const endpoint = store.can.vpcEndpoints
      ? ", or the VPC endpoint of the app's network in vpcEndpoints"
      : "";
    const message = `is not public, but ${store.title} sees the public address of the server or of its NAT gateway; set that address${endpoint}`;
    return [{ code: "cidr-private", message }];
  }
  if (store?.can.ipVersionsApart === false && startsWithVersion4(range)) {
    const message = `begins with zeros, so ${store.title} applies it to IPv4 addresses too; use an IPv4 address of the app's server, or another IPv6 address of it`;
    return [{ code: "cidr-version", message }];
  }
  if (!hasHostBits(range)) return [];
  const first = firstAddress(range);
  const [address = ""] = cidr.split("/");
  const message = `is neither a range nor a single address, because bits after the prefix are set; use "${first}/${range.prefix}" for the range, or "${address}/${range.bits}" for the address`;
  return [{ code: "cidr-host-bits", message }];
}

/** IPv4 addresses in the form of IPv6: sockets show them, and no request has one for the store. */
const MAPPED = ipRange("::ffff:0:0/96") as IpRange;

function asVersion4({ bits, prefix, value }: IpRange): string {
  const version4: IpRange = {
    bits: 32,
    prefix: bits === 32 ? prefix : prefix - 96,
    value: value % 2n ** 32n,
  };
  return `is an IPv4 address in IPv6 form, which never matches a request; change it to "${firstAddress(version4)}/${version4.prefix}"`;
}

/** Whether ranges that are fine one by one are every address together. */
function isEverything(cidrs: readonly string[]): boolean {
  const ranges = cidrs.flatMap((cidr) => ipRange(cidr) ?? []);
  if (ranges.some(({ prefix }) => prefix === 0)) return false;
  return ([32, 128] as const).some((bits) => coverVersion(ranges, bits));
}

/** https://www.iana.org/assignments/iana-ipv4-special-registry and .../iana-ipv6-special-registry, as far as hosts use them. */
const NOT_PUBLIC = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.168.0.0/16", "224.0.0.0/3", "::/127", "fc00::/7", "fe80::/10", "ff00::/8"],
].map((text) => ipRange(text) as IpRange);

/** https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
function endpointIdProblems(id: string): Reason[] {
  if (/^vpce-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) return [];
  const message = 'is not the id of a VPC endpoint; use one such as "vpce-0123456789abcdef0"';
  return [{ code: "vpc-endpoint-id", message }];
}
