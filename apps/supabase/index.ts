import type { App } from "../app";
import type { SupabaseSettings } from "./args";
import { supabasePlan, type SupabasePlan } from "./plan";
import { SUPABASE_CHECKS, supabaseProblems } from "./validate";

export const supabase: App<SupabaseSettings, SupabasePlan> = {
  checks: SUPABASE_CHECKS,
  validate: supabaseProblems,
  plan: supabasePlan,
  bucketMember: "backend",
  readsSessionToken: false,
};
