import type { StoragePlan } from "../../storage/plan";
import { storeOf } from "../../stores";
import type { SupabaseSettings } from "./args";
import { supabaseEnv } from "./env";
import { supabaseFacts, type SupabaseFacts } from "./facts";
import { supabaseNeeds } from "./needs";
import { supabaseDotenv, supabaseOverlay, supabaseTitle } from "./overlay";

export interface SupabasePlan extends StoragePlan {
  facts: SupabaseFacts;
  /** The docker compose overlay. */
  overlay: string;
}

/** Call only with settings that have no problem. */
export function supabasePlan(settings: SupabaseSettings): SupabasePlan {
  const { backend } = settings;
  const bucket = backend && {
    settings: backend,
    store: storeOf(backend.store),
    needs: supabaseNeeds(settings, backend),
  };
  return {
    title: supabaseTitle(settings),
    ...(bucket && { bucket }),
    env: (credentials) => supabaseEnv(settings, credentials),
    render: supabaseDotenv,
    facts: supabaseFacts(settings, bucket?.needs),
    overlay: supabaseOverlay(settings),
  };
}
