import { opened } from "../../storage/opened";
import { bucketPlan, type BucketPlan, type StoragePlan } from "../../storage/plan";
import type { AuthentikSettings } from "./args";
import { authentikEnv } from "./env";
import { authentikFacts, type AuthentikFacts } from "./facts";
import { authentikNeeds } from "./needs";
import { authentikText } from "./text";
import { authentikWarnings } from "./warnings";

export interface AuthentikPlan extends StoragePlan {
  bucket: BucketPlan;
  facts: AuthentikFacts;
}

/** Call only with settings that have no problem. */
export function authentikPlan(settings: AuthentikSettings): AuthentikPlan {
  const storage = opened(settings);
  const bucket = bucketPlan(storage, authentikNeeds(settings, storage.store));
  const warnings = authentikWarnings(bucket);
  const [origin = ""] = settings.origins;
  const source = settings.writer?.role === undefined ? "" : "; boto3 takes its credentials from the role";
  return {
    title: `Storage of authentik at ${origin} in the bucket ${settings.bucket}${source}`,
    bucket,
    env: ({ writer }) => authentikEnv(bucket, writer),
    encode: authentikText,
    facts: authentikFacts(bucket, warnings),
    warnings,
  };
}
