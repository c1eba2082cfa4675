import { bucketFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type StorageFacts } from "../../storage/facts";
import { protocolEndpointUrl, supabaseNeeds, supabasePublicBaseUrl } from "./needs";
import type { SupabaseSettings } from "./args";
import { supabaseTestCommands } from "./checks";
import { supabaseWarnings } from "./warnings";

export function supabaseFacts(settings: SupabaseSettings): StorageFacts {
  const { backend, protocolEndpoint, publicUrl, tenantId, version } = settings;
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
    ...(backend !== undefined && bucketFacts(backend, supabaseNeeds(settings, backend))),
    publicBaseUrl: supabasePublicBaseUrl(settings),
    warnings: supabaseWarnings(settings),
  };
}
