import { authentikBaseUrl } from "./authentik-urls";
import type { AuthentikSettings } from "./authentik-settings";
import { usagesOf } from "./authentik-usages";
import { bucketFacts } from "./bucket-facts";
import type { BucketFacts } from "./facts";
import type { StorageNeeds } from "./needs";

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
