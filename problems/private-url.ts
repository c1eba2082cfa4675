import { isLoopback } from "./loopback";

/**
 * Names that the public DNS never has: reserved ones (RFC 6761, RFC 6762, RFC 8375, ICANN's ".internal"), those of Kubernetes' services,
 * and the suffixes that home and office routers use.
 */
const PRIVATE_SUFFIXES =
  /\.(corp|home|home\.arpa|internal|intranet|invalid|lan|local|localdomain|private|svc|test)$/;

/** Whether only a private network, or the machine itself, knows the host of a URL: a browser elsewhere cannot reach it. */
export function isPrivateUrl(url: string): boolean {
  const host = new URL(url).hostname.replace(/\.$/, "");
  if (isLoopback(host)) return true;
  if (host.startsWith("[")) return isPrivateIpv6(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateIpv4(host.split(".").map(Number));
  return !host.includes(".") || PRIVATE_SUFFIXES.test(host);
}

/** RFC 1918, RFC 6598 (carrier-grade NAT, which overlay networks use too) and RFC 3927 (link-local). */
function isPrivateIpv4([first = 0, second = 0]: number[]): boolean {
  return (
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second <= 127) ||
    (first === 169 && second === 254)
  );
}

/** RFC 4193 (unique local), RFC 4291 (link-local), and a private IPv4 address within IPv6, which `URL` writes as ::ffff:a00:1. */
function isPrivateIpv6(address: string): boolean {
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address) ?? [];
  if (high !== undefined && low !== undefined) {
    const [first, second] = [parseInt(high, 16), parseInt(low, 16)];
    return isPrivateIpv4([first >> 8, first & 255, second >> 8, second & 255]);
  }
  return /^(f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(address);
}
