import { hostnamesOf, isManagedHost } from "../hosts";
import type { PolicyNeeds } from "./needs";

/** What a media host that the library creates reads below these prefixes. `host` may have problems, and is then read as far as it is sound. */
export function hostReads(host: unknown, prefixes: string[]): Pick<PolicyNeeds, "hostReads"> {
  return isManagedHost(host) ? { hostReads: { hostnames: hostnamesOf(host), prefixes } } : {};
}
