/** IP addresses and ranges of both families, as numbers. */

interface Address {
  bits: 32 | 128;
  value: bigint;
}

/** A range such as `203.0.113.0/24` or `2001:db8::/32`; an address alone is a range of one. */
export interface IpRange extends Address {
  prefix: number;
}

/** Reads a range; `undefined` when it is none. */
export function ipRange(text: string): IpRange | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const parsed = parseAddress(address);
  if (parsed === undefined || rest.length > 0) return undefined;
  if (prefix === undefined) return { ...parsed, prefix: parsed.bits };
  if (!/^(0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > parsed.bits) return undefined;
  return { ...parsed, prefix: Number(prefix) };
}

/** Whether every address of the second range is in the first. */
export function contains(outer: IpRange, inner: IpRange): boolean {
  const shift = BigInt(outer.bits - outer.prefix);
  return (
    outer.bits === inner.bits && outer.prefix <= inner.prefix && outer.value >> shift === inner.value >> shift
  );
}

/** Whether an address is in a range; `undefined` when it is no address. */
export function inRange(range: IpRange, address: string): boolean | undefined {
  const parsed = parseAddress(address);
  if (parsed === undefined) return undefined;
  const shift = BigInt(range.bits - range.prefix);
  return parsed.bits === range.bits && parsed.value >> shift === range.value >> shift;
}

/**
 * Whether an IPv6 range begins with the numbers of IPv4 addresses, as `::/0` does. A server that compares addresses as plain
 * numbers takes it for those IPv4 addresses too.
 */
export function startsWithVersion4(range: IpRange): boolean {
  return range.bits === 128 && firstValue(range) >> 32n === 0n;
}

/** Whether it names an address within the range and not its first one, as `10.1.2.3/8` does. */
export function hasHostBits(range: IpRange): boolean {
  return firstValue(range) !== range.value;
}

/** The first address of a range, as text: `10.1.2.3/8` begins at `10.0.0.0`. */
export function firstAddress(range: IpRange): string {
  return written(range.bits, firstValue(range));
}

function firstValue({ bits, prefix, value }: IpRange): bigint {
  const shift = BigInt(bits - prefix);
  return (value >> shift) << shift;
}

/** Whether the ranges together hold every address of their version, as `0.0.0.0/1` and `128.0.0.0/1` do. */
export function coverVersion(ranges: readonly IpRange[], bits: 32 | 128): boolean {
  const spans = ranges
    .filter((range) => range.bits === bits)
    .map((range) => {
      const first = firstValue(range);
      return { first, next: first + (1n << BigInt(bits - range.prefix)) };
    })
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  let next = 0n;
  for (const span of spans) {
    if (span.first > next) return false;
    if (span.next > next) next = span.next;
  }
  return next === 1n << BigInt(bits);
}

/** IPv6 addresses with all their groups but the zeros at the end, which is right and short enough for a message. */
function written(bits: 32 | 128, value: bigint): string {
  const size = bits === 32 ? 8n : 16n;
  const parts = Array.from({ length: bits === 32 ? 4 : 8 }, (_, i, count = bits === 32 ? 3 : 7) =>
    ((value >> (BigInt(count - i) * size)) & ((1n << size) - 1n)).toString(bits === 32 ? 10 : 16),
  );
  return bits === 32
    ? parts.join(".")
    : parts
        .join(":")
        .replace(/(:0){2,}$/, "::")
        .replace(/^0::$/, "::");
}

function parseAddress(text: string): Address | undefined {
  return text.includes(":") ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | undefined {
  const parts = text.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function parseV6(text: string): Address | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === "" ? [] : half.split(":")));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}
