import { opened } from "../../storage/opened";
import { bucketPlan, type BucketPlan, type StoragePlan } from "../../storage/plan";
import type { MastodonSettings } from "./args";
import { mastodonEnv } from "./env";
import { mastodonFacts, type MastodonFacts } from "./facts";
import { mastodonNeeds } from "./needs";

export interface MastodonPlan extends StoragePlan {
  bucket: BucketPlan;
  facts: MastodonFacts;
}

/** Call only with settings that have no problem. */
export function mastodonPlan(settings: MastodonSettings): MastodonPlan {
  const bucket = bucketPlan(opened(settings), mastodonNeeds(settings));
  const source = settings.writer?.role === undefined ? "" : "; the SDK takes its credentials from the role";
  return {
    title: `Media storage of ${settings.webDomain} in the bucket ${settings.bucket}${source}`,
    bucket,
    env: ({ writer, purge }) => mastodonEnv(bucket, writer, purge),
    facts: mastodonFacts(bucket),
  };
}
