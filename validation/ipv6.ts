/**
 * The IPv4 address in an IPv6 host as `URL` writes it: mapped (::ffff:a00:1), compatible (::a00:1, RFC 4291) or behind NAT64
 * (64:ff9b::a00:1, RFC 6052). Undefined for any other host.
 */
export function embeddedIpv4(host: string): string | undefined {
  const [, high, low] = /^\[(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(host) ?? [];
  if (high === undefined || low === undefined) return undefined;
  return [high, low].map((part) => `${parseInt(part, 16) >> 8}.${parseInt(part, 16) & 255}`).join(".");
}
