import { bucketFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type StorageFacts } from "../../storage/facts";
import type { BucketPlan } from "../../storage/plan";
import { protocolEndpointUrl, supabasePublicBaseUrl } from "./urls";
import type { OpenedSupabase } from "./opened";
import { supabaseTestCommands } from "./test-commands";
import type { Warning } from "../../validation/warning";

export type SupabaseFacts = StorageFacts & { publicBaseUrl: string };

export function supabaseFacts(
  planned: OpenedSupabase<BucketPlan>,
  warnings: readonly Warning[],
): SupabaseFacts {
  const { settings, backend } = planned;
  const { protocolEndpoint, publicUrl, tenantId, version } = settings;
  return {
    schema: FACTS_SCHEMA,
    app: {
      name: "supabase",
      ...(version !== undefined && { version }),
      publicUrl,
      tenantId,
      ...(protocolEndpoint !== undefined && {
        protocolEndpoint: protocolEndpointUrl(settings),
        testCommands: supabaseTestCommands(settings),
      }),
    },
    ...(backend && bucketFacts(backend)),
    publicBaseUrl: supabasePublicBaseUrl(settings),
    warnings: warnings.map(({ message }) => message),
  };
}
