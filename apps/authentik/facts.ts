import { authentikPresignedBaseUrl } from "./urls";
import type { AuthentikSettings } from "./args";
import { usagesOf } from "./usages";
import { authentikWarnings } from "./warnings";
import { bucketFacts, mediaHostFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type BucketStorageFacts } from "../../storage/facts";
import type { BucketPlan } from "../../storage/plan";

export type AuthentikFacts = BucketStorageFacts & { presignedBaseUrl: string };

export function authentikFacts(plan: BucketPlan<AuthentikSettings>): AuthentikFacts {
  const { settings, host } = plan;
  return {
    schema: FACTS_SCHEMA,
    app: { name: "authentik", version: settings.version, usages: usagesOf(settings) },
    ...bucketFacts(plan),
    ...(host !== undefined && {
      mediaHost: { ...mediaHostFacts(host), ...(host.signing !== undefined && { signing: host.signing }) },
    }),
    presignedBaseUrl: authentikPresignedBaseUrl(plan),
    warnings: authentikWarnings(plan),
  };
}
