import { parseUrl } from "./url";

/**
 * Whether a host reaches the machine that asks for it, whatever its spelling: `localhost`, `127.1`, `2130706433`, `[::1]`.
 * Browsers and Node.js read all of these alike (https://url.spec.whatwg.org/#concept-ipv4-parser).
 */
export function isLoopback(host: string): boolean {
  const name = parseUrl(`http://${host}`)?.hostname.replace(/\.$/, "");
  if (name === undefined) return false;
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  // 0.0.0.0 and :: are addresses to listen on; a client that asks for one reaches itself.
  if (/^127\.\d+\.\d+\.\d+$/.test(name) || name === "0.0.0.0" || name === "[::]" || name === "[::1]")
    return true;
  // An IPv4 address within IPv6: ::ffff:127.0.0.1.
  return /^\[::ffff:(7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)\]$/.test(name);
}
