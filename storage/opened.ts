import { hostOf } from "../hosts";
import type { MediaHostArgs } from "../hosts/args";
import type { Host, HostUse } from "../hosts/host";
import { storeOf } from "../stores";
import type { Store } from "../stores/store";
import type { BucketSettings } from "./args";

/** The settings of a storage with a bucket, and the store and the media host that they name. */
export interface Opened<S extends BucketSettings = BucketSettings> {
  settings: S;
  store: Store;
  /** Undefined if no media host is set. */
  host?: Host;
}

/** Call only with settings whose store and media host have no problem. */
export function opened<S extends BucketSettings & { mediaHost?: MediaHostArgs }>(
  settings: S,
  use?: HostUse,
): Opened<S> {
  const { mediaHost } = settings;
  return {
    settings,
    store: storeOf(settings.store),
    ...(mediaHost !== undefined && { host: hostOf(mediaHost, use) }),
  };
}
