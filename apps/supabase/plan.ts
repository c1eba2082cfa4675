import { bucketPlan, type StoragePlan } from "../../storage/plan";
import type { SupabaseSettings } from "./args";
import { supabaseEnv } from "./env";
import { supabaseFacts, type SupabaseFacts } from "./facts";
import { supabaseNeeds } from "./needs";
import { openedSupabase } from "./opened";
import { supabaseDotenv, supabaseOverlay, supabaseTitle } from "./overlay";
import { supabaseWarnings } from "./warnings";

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
  const planned = { settings, ...(bucket && { backend: bucket }) };
  const warnings = supabaseWarnings(planned);
  return {
    title: supabaseTitle(settings),
    ...(bucket && { bucket }),
    env: (credentials) => supabaseEnv(opened, credentials),
    render: supabaseDotenv,
    facts: supabaseFacts(planned, warnings),
    warnings,
    overlay: supabaseOverlay(opened),
  };
}
