import { MediaHostSigning } from "../../hosts/args";
import type { Host } from "../../hosts/host";
import { authentikPresignedBaseUrl, storeBaseUrl } from "./urls";
import type { AuthentikSettings } from "./args";
import { usagesOf } from "./usages";
import { bucketFacts, mediaHostFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type BucketStorageFacts, type MediaHostFacts } from "../../storage/facts";
import type { BucketPlan } from "../../storage/plan";
import type { Warning } from "../../validation/warning";

export type AuthentikFacts = BucketStorageFacts & { presignedBaseUrl: string };

export function authentikFacts(
  plan: BucketPlan<AuthentikSettings>,
  warnings: readonly Warning[],
): AuthentikFacts {
  const { settings, host } = plan;
  return {
    schema: FACTS_SCHEMA,
    app: { name: "authentik", version: settings.version, usages: usagesOf(settings) },
    ...bucketFacts(plan),
    ...(host !== undefined && { mediaHost: { ...mediaHostFacts(host), ...signingFacts(plan, host) } }),
    presignedBaseUrl: authentikPresignedBaseUrl(plan),
    warnings: warnings.map(({ message }) => message),
  };
}

function signingFacts(
  plan: BucketPlan<AuthentikSettings>,
  { signing }: Host,
): Pick<MediaHostFacts, "signing" | "signedBaseUrl"> {
  if (signing === undefined) return {};
  return { signing, ...(signing !== MediaHostSigning.Cdn && { signedBaseUrl: storeBaseUrl(plan) }) };
}
