import { hostnamesOf, isSigningHost } from "../hosts";
import type { MediaHostArgs } from "../hosts/args";
import { ifSound } from "../validation/sound-part";
import type { PolicyNeeds } from "./needs";

/**
 * What a media host that signs its requests reads below these prefixes. One that has a problem reads nothing, so that the rest of
 * the policy is judged.
 */
export function hostReads(
  settings: { mediaHost?: MediaHostArgs },
  prefixes: string[],
): Pick<PolicyNeeds, "hostReads"> {
  const hostnames = ifSound(() =>
    isSigningHost(settings.mediaHost) ? hostnamesOf(settings.mediaHost) : undefined,
  );
  return hostnames === undefined ? {} : { hostReads: { hostnames, prefixes } };
}
