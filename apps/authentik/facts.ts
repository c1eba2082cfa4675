import { authentikPresignedBaseUrl } from "./urls";
import type { AuthentikSettings } from "./args";
import { usagesOf } from "./usages";
import { bucketFacts, mediaHostFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type BucketStorageFacts } from "../../storage/facts";
import type { StorageNeeds } from "../../storage/needs";

export type AuthentikFacts = BucketStorageFacts & { presignedBaseUrl: string };

export function authentikFacts(settings: AuthentikSettings, needs: StorageNeeds): AuthentikFacts {
  const { mediaHost, version } = settings;
  return {
    schema: FACTS_SCHEMA,
    app: { name: "authentik", version, usages: usagesOf(settings) },
    ...bucketFacts(settings, needs),
    ...(mediaHost !== undefined && { mediaHost: mediaHostFacts(mediaHost) }),
    presignedBaseUrl: authentikPresignedBaseUrl(settings),
    warnings: needs.warnings,
  };
}
