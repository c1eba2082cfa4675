import { opened } from "../../storage/opened";
import { bucketPlan, type BucketPlan, type StoragePlan } from "../../storage/plan";
import { accessOf } from "./access";
import { MastodonAccess, type MastodonSettings } from "./args";
import { mastodonEnv } from "./env";
import { mastodonFacts, type MastodonFacts } from "./facts";
import { mastodonNeeds } from "./needs";
import { mastodonWarnings } from "./warnings";

export interface MastodonPlan extends StoragePlan {
  bucket: BucketPlan;
  facts: MastodonFacts;
}

/** Call only with settings that have no problem. */
export function mastodonPlan(settings: MastodonSettings): MastodonPlan {
  const bucket = bucketPlan(
    opened(settings, {
      publishesBucket: settings.exposeUserExports === true,
      hidesFiles: accessOf(settings) === MastodonAccess.Acl,
    }),
    mastodonNeeds(settings),
  );
  const warnings = mastodonWarnings(bucket);
  const source = settings.writer?.role === undefined ? "" : "; the SDK takes its credentials from the role";
  return {
    title: `Media storage of ${settings.webDomain} in the bucket ${settings.bucket}${source}`,
    bucket,
    env: ({ writer, purge }) => mastodonEnv(bucket, writer, purge),
    facts: mastodonFacts(bucket, warnings),
    warnings,
  };
}
