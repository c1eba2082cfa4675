import { bucketFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type StorageFacts } from "../../storage/facts";
import type { BucketPlan } from "../../storage/plan";
import { protocolEndpointUrl, supabasePublicBaseUrl } from "./urls";
import type { OpenedSupabase } from "./opened";
import { supabaseTestCommands } from "./test-commands";
import { supabaseWarnings } from "./warnings";

export type SupabaseFacts = StorageFacts & { publicBaseUrl: string };

export function supabaseFacts(planned: OpenedSupabase<BucketPlan>): SupabaseFacts {
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
    warnings: supabaseWarnings(planned),
  };
}
