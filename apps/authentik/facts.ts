import { authentikBaseUrl } from "./urls";
import type { AuthentikSettings } from "./args";
import { usagesOf } from "./usages";
import { bucketFacts } from "../../storage/bucket-facts";
import type { BucketFacts } from "../../storage/facts";
import type { StorageNeeds } from "../../storage/needs";

export function authentikFacts(settings: AuthentikSettings, needs: StorageNeeds): BucketFacts {
  const { mediaHost, mediaHostMode, version } = settings;
  return {
    ...bucketFacts(settings, needs),
    app: "authentik",
    appVersion: version,
    usages: usagesOf(settings),
    presignedBaseUrl: authentikBaseUrl(settings),
    ...(mediaHost !== undefined && { mediaHost: mediaHost.hostname, mediaHostKind: "external" }),
    ...(mediaHostMode !== undefined && { mediaHostMode }),
  };
}
