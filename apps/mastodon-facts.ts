import { bucketFacts } from "./bucket-facts";
import type { BucketFacts } from "./facts";
import { mastodonExtraMediaHosts, mastodonMediaBaseUrl } from "./mastodon";
import { Access, type MastodonSettings } from "./mastodon-settings";
import type { StorageNeeds } from "./needs";

export function mastodonFacts(settings: MastodonSettings, needs: StorageNeeds): BucketFacts {
  const { keyPrefix, mediaHost, version, webDomain } = settings;
  return {
    ...bucketFacts(settings, needs),
    app: "mastodon",
    ...(version !== undefined && { appVersion: version }),
    webDomain,
    access: settings.access ?? Access.BucketPolicy,
    ...(keyPrefix !== undefined && { keyPrefix }),
    mediaBaseUrl: mastodonMediaBaseUrl(settings),
    ...(mediaHost !== undefined && { mediaHost: mediaHost.hostname, mediaHostKind: "external" }),
    extraMediaHosts: mastodonExtraMediaHosts(settings),
  };
}
