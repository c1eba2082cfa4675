import type { MediaHostArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import { duration } from "./duration";
import type { HostUse } from "./host";
import { legacyUrl } from "./legacy";

/** How long a deleted file stays readable at a host whose cache the library limits; `end` is the clause that says what ends that at once. */
export function deletedMediaWarning(host: MediaHostArgs, use: HostUse, end: string): string {
  const unless = host.legacy === undefined ? "" : `, unless it still exists at ${legacyUrl(host.legacy)}/`;
  const limit = duration(maxAgeSecondsOf(host));
  return `A file that the app ${deletesOrHides(use)} is gone for everybody at ${host.hostname} after ${limit} at most (mediaHost.cache.maxAgeSeconds)${unless}; ${end}. Browsers keep it in their own caches for as long as the app said.`;
}

/** What the app does to files that its readers must not see any more. Without object ACLs it hides none, whatever it shows to moderators. */
export function deletesOrHides({ hidesFiles }: Pick<HostUse, "hidesFiles">): string {
  return hidesFiles ? "deletes or hides" : "deletes";
}

/** The clause about the copies at former hostnames, each of which has its own; empty if there are none. */
export function sameForPreviousHosts({ previousHosts = [] }: { previousHosts?: readonly string[] }): string {
  return previousHosts.length === 0 ? "" : ` (and the same command with ${previousHosts.join(" and with ")})`;
}
