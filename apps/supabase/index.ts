import type { App } from "../app";
import type { SupabaseSettings } from "./args";
import { supabasePlan, type SupabasePlan } from "./plan";
import { supabaseProblems } from "./validate";

export const supabase: App<SupabaseSettings, SupabasePlan> = {
  validate: supabaseProblems,
  plan: supabasePlan,
  bucketMember: "backend",
  readsSessionToken: false,
};
