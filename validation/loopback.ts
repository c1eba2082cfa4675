import { embeddedIpv4 } from "./ipv6";
import { parseUrl } from "./url";

/** The names that Linux distributions put into /etc/hosts. */
const HOSTS_FILE = /^(localhost[46]?(\.localdomain[46]?)?|ip6-(localhost|loopback))$/;

/**
 * Whether a host reaches the machine that asks for it, whatever its spelling: `localhost`, `127.1`, `2130706433`, `[::1]`.
 * Browsers and Node.js read all of these alike (https://url.spec.whatwg.org/#concept-ipv4-parser).
 */
export function isLoopback(host: string): boolean {
  const name = parseUrl(`http://${host}`)?.hostname.replace(/\.$/, "");
  if (name === undefined) return false;
  if (HOSTS_FILE.test(name) || name.endsWith(".localhost")) return true;
  if (name === "[::]" || name === "[::1]") return true;
  const address = embeddedIpv4(name) ?? name;
  // 0.0.0.0 and :: are addresses to listen on; a client that asks for one reaches itself.
  return /^127\.\d+\.\d+\.\d+$/.test(address) || address === "0.0.0.0";
}
