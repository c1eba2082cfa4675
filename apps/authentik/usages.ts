import { generationOf } from "./versions";
import { AuthentikUsage, type AuthentikSettings } from "./args";

/** What is in the bucket: what the operator asked for, or all that the version can store there. */
export function usagesOf({ usages, version }: AuthentikSettings): AuthentikUsage[] {
  return (
    usages ??
    (generationOf(version).reports ? [AuthentikUsage.Media, AuthentikUsage.Reports] : [AuthentikUsage.Media])
  );
}

/** The one usage that is in the bucket, where the other one stays on the local disk or does not exist. */
export function onlyUsage(settings: AuthentikSettings): AuthentikUsage | undefined {
  const [only, ...others] = usagesOf(settings);
  return others.length === 0 ? only : undefined;
}
