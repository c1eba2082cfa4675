import { readFileSync } from "node:fs";

/**
 * The name servers of a resolv.conf as nginx writes them: IPv6 addresses in brackets. Those that are valid on one network interface
 * only (fe80::1%eth0) are left out, because nginx does not take them. https://man7.org/linux/man-pages/man5/resolv.conf.5.html
 */
export function resolversIn(text: string): string[] {
  const addresses = [...text.matchAll(/^[ \t]*nameserver[ \t]+([0-9A-Fa-f.:]+)[ \t\r]*(?:[#;].*)?$/gm)];
  return addresses.map(([, address = ""]) => (address.includes(":") ? `[${address}]` : address));
}

/** The name servers of this machine; undefined if it has no resolv.conf, or one without any. */
export function systemResolvers(file = "/etc/resolv.conf"): string[] | undefined {
  try {
    const resolvers = resolversIn(readFileSync(file, "utf8"));
    return resolvers.length > 0 ? resolvers : undefined;
  } catch {
    return undefined;
  }
}
