import { hostsOfPrivateBuckets } from "../../hosts";
import type { HostKind } from "../../hosts/host";
import { storeProductOf } from "../../stores";
import { MastodonAccess, type MastodonSettings } from "./args";

/** The kinds of media host that can read private buckets of the settings' store; none if the store is unknown. */
export function hostsOfPrivateBucket({ store }: Pick<MastodonSettings, "store">): HostKind[] {
  const product = storeProductOf(store);
  return product === undefined ? [] : hostsOfPrivateBuckets(product);
}

/** Whether buckets of the store are always private, so that only a media host of the library can serve them. */
export function isAlwaysPrivate(settings: Pick<MastodonSettings, "store">): boolean {
  const can = storeProductOf(settings.store)?.can;
  return (
    can !== undefined && !can.bucketPolicy && !can.objectAcls && hostsOfPrivateBucket(settings).length > 0
  );
}

/** What makes objects public, with the default of the store. */
export function accessOf(settings: Pick<MastodonSettings, "access" | "store">): MastodonAccess {
  const { access } = settings;
  if (access !== undefined) return access;
  return isAlwaysPrivate(settings) ? MastodonAccess.Cdn : MastodonAccess.BucketPolicy;
}
