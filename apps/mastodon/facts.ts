import { bucketFacts } from "../../storage/bucket-facts";
import type { BucketFacts } from "../../storage/facts";
import { mastodonExtraMediaHosts, mastodonMediaBaseUrl } from "./needs";
import { MastodonAccess, type MastodonSettings } from "./args";
import type { StorageNeeds } from "../../storage/needs";

export function mastodonFacts(settings: MastodonSettings, needs: StorageNeeds): BucketFacts {
  const { keyPrefix, mediaHost, version, webDomain } = settings;
  return {
    ...bucketFacts(settings, needs),
    app: "mastodon",
    ...(version !== undefined && { appVersion: version }),
    webDomain,
    access: settings.access ?? MastodonAccess.BucketPolicy,
    ...(keyPrefix !== undefined && { keyPrefix }),
    mediaBaseUrl: mastodonMediaBaseUrl(settings),
    ...(mediaHost !== undefined && { mediaHost: mediaHost.hostname, mediaHostKind: "external" }),
    extraMediaHosts: mastodonExtraMediaHosts(settings),
  };
}
