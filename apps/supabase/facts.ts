import { bucketFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type StorageFacts } from "../../storage/facts";
import { protocolEndpointUrl, supabaseNeeds, supabasePublicBaseUrl } from "./needs";
import { backendOf, type SupabaseSettings } from "./args";
import { supabaseTestCommands } from "./checks";
import { supabaseWarnings } from "./warnings";

export function supabaseFacts(settings: SupabaseSettings): StorageFacts {
  const { protocolEndpoint, publicUrl, tenantId, version } = settings;
  const backend = backendOf(settings);
  return {
    schema: FACTS_SCHEMA,
    app: {
      name: "supabase",
      ...(version !== undefined && { version }),
      publicUrl,
      tenantId,
      ...(protocolEndpoint === true && {
        protocolEndpoint: protocolEndpointUrl(settings),
        testCommands: supabaseTestCommands(settings),
      }),
    },
    ...(backend !== undefined && bucketFacts(backend, supabaseNeeds(backend))),
    publicBaseUrl: supabasePublicBaseUrl(settings),
    warnings: supabaseWarnings(settings),
  };
}
