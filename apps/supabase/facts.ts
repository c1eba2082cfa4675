import { bucketFacts } from "../../storage/bucket-facts";
import type { StorageFacts } from "../../storage/facts";
import { protocolEndpointUrl, supabaseNeeds } from "./needs";
import { backendOf, type SupabaseSettings } from "./args";
import { supabaseTestCommands } from "./checks";
import { supabaseWarnings } from "./warnings";

export function supabaseFacts(settings: SupabaseSettings): StorageFacts {
  const { protocolEndpoint, publicUrl, tenantId, version } = settings;
  const backend = backendOf(settings);
  return {
    ...(backend === undefined ? NO_BUCKET : bucketFacts(backend, supabaseNeeds(backend))),
    app: "supabase",
    ...(version !== undefined && { appVersion: version }),
    publicUrl,
    tenantId,
    ...(protocolEndpoint === true && {
      protocolEndpoint: protocolEndpointUrl(settings),
      testCommands: supabaseTestCommands(settings),
    }),
    warnings: supabaseWarnings(settings),
  };
}

const NO_BUCKET = { schema: 1, publicPrefixes: [], privatePrefixes: [], corsOrigins: [] };
