import { embeddedIpv4 } from "./ipv6";
import { isLoopback } from "./loopback";

/**
 * Names that the public DNS never has: reserved ones (RFC 6761, RFC 6762, RFC 7686, RFC 8375, RFC 9476, ICANN's ".internal"), those of
 * Kubernetes' services, and the suffixes that home and office routers use.
 */
const PRIVATE_SUFFIXES =
  /\.(alt|corp|fritz\.box|home|home\.arpa|internal|intranet|invalid|lan|local|localdomain|onion|private|svc|test)$/;

/** Whether the host of a URL is known only in a private network or on the machine itself, so that other browsers cannot reach it. */
export function isPrivateUrl(url: string): boolean {
  const name = new URL(url).hostname.replace(/\.$/, "");
  if (isLoopback(name)) return true;
  const host = embeddedIpv4(name) ?? name;
  if (host.startsWith("[")) return isPrivateIpv6(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return isPrivateIpv4(host.split(".").map(Number));
  return !host.includes(".") || PRIVATE_SUFFIXES.test(host);
}

/**
 * RFC 1918, RFC 6598 (carrier-grade NAT, which overlay networks use too), RFC 3927 (link-local), RFC 2544 (tests of routers, which
 * some networks use as well), and addresses that no client connects to: RFC 1122 (this network), RFC 1112 (reserved).
 */
function isPrivateIpv4([first = 0, second = 0]: number[]): boolean {
  return (
    first === 0 ||
    first === 10 ||
    (first === 172 && second >= 16 && second <= 31) ||
    (first === 192 && second === 168) ||
    (first === 100 && second >= 64 && second <= 127) ||
    (first === 169 && second === 254) ||
    (first === 198 && (second === 18 || second === 19)) ||
    first >= 240
  );
}

/** RFC 4193 (unique local), RFC 4291 (link-local), RFC 3513 (site-local, deprecated). */
function isPrivateIpv6(address: string): boolean {
  return /^(f[cd][0-9a-f]{2}|fe[89a-f][0-9a-f]):/.test(address);
}
