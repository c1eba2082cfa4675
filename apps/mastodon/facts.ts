import { bucketFacts, mediaHostFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type BucketStorageFacts } from "../../storage/facts";
import type { BucketPlan } from "../../storage/plan";
import { mastodonExtraMediaHosts, mastodonPresignedBaseUrl, mastodonPublicBaseUrl } from "./urls";
import type { MastodonSettings } from "./args";
import type { Warning } from "../../validation/warning";

export type MastodonFacts = BucketStorageFacts & { publicBaseUrl: string; presignedBaseUrl: string };

export function mastodonFacts(
  plan: BucketPlan<MastodonSettings>,
  warnings: readonly Warning[],
): MastodonFacts {
  const { keyPrefix, version, webDomain } = plan.settings;
  const { store, bucket, writer } = bucketFacts(plan);
  return {
    schema: FACTS_SCHEMA,
    app: {
      name: "mastodon",
      ...(version !== undefined && { version }),
      webDomain,
      extraMediaHosts: mastodonExtraMediaHosts(plan),
    },
    store,
    bucket: { ...bucket, ...(keyPrefix !== undefined && { keyPrefix }) },
    writer,
    ...(plan.host !== undefined && { mediaHost: mediaHostFacts(plan.host) }),
    publicBaseUrl: mastodonPublicBaseUrl(plan),
    presignedBaseUrl: mastodonPresignedBaseUrl(plan),
    warnings: warnings.map(({ message }) => message),
  };
}
