import { bucketPlan, type StoragePlan } from "../../storage/plan";
import type { SupabaseSettings } from "./args";
import { supabaseEnv } from "./env";
import { supabaseFacts, type SupabaseFacts } from "./facts";
import { supabaseNeeds } from "./needs";
import { openedSupabase } from "./opened";
import { supabaseDotenv, supabaseOverlay, supabaseTitle } from "./overlay";

export interface SupabasePlan extends StoragePlan {
  facts: SupabaseFacts;
  /** The docker compose overlay. */
  overlay: string;
}

/** Call only with settings that have no problem. */
export function supabasePlan(settings: SupabaseSettings): SupabasePlan {
  const opened = openedSupabase(settings);
  const { backend } = opened;
  const bucket = backend && bucketPlan(backend, supabaseNeeds(settings, backend.store));
  return {
    title: supabaseTitle(settings),
    ...(bucket && { bucket }),
    env: (credentials) => supabaseEnv(opened, credentials),
    render: supabaseDotenv,
    facts: supabaseFacts({ settings, ...(bucket && { backend: bucket }) }),
    overlay: supabaseOverlay(opened),
  };
}
