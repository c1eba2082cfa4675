import { hostnamesOf, isNamedInPolicy, readsPrivately } from "../hosts";
import type { MediaHostArgs } from "../hosts/args";
import { ifSound } from "../validation/sound-part";
import type { PolicyNeeds } from "./needs";

/**
 * What a media host that reads a private bucket reads below these prefixes, with the hostnames that the bucket policy lets in. If the
 * host has a problem, it reads nothing, so that the rest of the policy is still checked.
 */
export function hostReads(
  { mediaHost }: { mediaHost?: MediaHostArgs },
  prefixes: string[],
): Pick<PolicyNeeds, "hostReads"> {
  const hostnames = ifSound(() => {
    if (!readsPrivately(mediaHost)) return undefined;
    return isNamedInPolicy(mediaHost) ? hostnamesOf(mediaHost) : [];
  });
  return hostnames === undefined ? {} : { hostReads: { hostnames, prefixes } };
}
