import { bucketFacts } from "../../storage/bucket-facts";
import { FACTS_SCHEMA, type StorageFacts } from "../../storage/facts";
import { supabaseNeeds } from "./needs";
import { protocolEndpointUrl, supabasePublicBaseUrl } from "./urls";
import type { SupabaseSettings } from "./args";
import { supabaseTestCommands } from "./test-commands";
import { supabaseWarnings } from "./warnings";

export type SupabaseFacts = StorageFacts & { publicBaseUrl: string };

/** `needs` are those of the backend, if there is one. */
export function supabaseFacts(
  settings: SupabaseSettings,
  needs = settings.backend && supabaseNeeds(settings, settings.backend),
): SupabaseFacts {
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
    ...(backend && needs && bucketFacts(backend, needs)),
    publicBaseUrl: supabasePublicBaseUrl(settings),
    warnings: needs?.warnings ?? supabaseWarnings(settings),
  };
}
