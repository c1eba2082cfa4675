import { bucketFacts, mediaHostFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type BucketStorageFacts } from "../../storage/facts";
import { mastodonExtraMediaHosts, mastodonPresignedBaseUrl, mastodonPublicBaseUrl } from "./urls";
import type { MastodonSettings } from "./args";
import type { StorageNeeds } from "../../storage/needs";

export type MastodonFacts = BucketStorageFacts & { publicBaseUrl: string; presignedBaseUrl: string };

export function mastodonFacts(settings: MastodonSettings, needs: StorageNeeds): MastodonFacts {
  const { keyPrefix, mediaHost, version, webDomain } = settings;
  const { store, bucket, writer } = bucketFacts(settings, needs);
  return {
    schema: FACTS_SCHEMA,
    app: {
      name: "mastodon",
      ...(version !== undefined && { version }),
      webDomain,
      extraMediaHosts: mastodonExtraMediaHosts(settings),
    },
    store,
    bucket: { ...bucket, ...(keyPrefix !== undefined && { keyPrefix }) },
    writer,
    ...(mediaHost !== undefined && { mediaHost: mediaHostFacts(mediaHost) }),
    publicBaseUrl: mastodonPublicBaseUrl(settings),
    presignedBaseUrl: mastodonPresignedBaseUrl(settings),
    warnings: needs.warnings,
  };
}
