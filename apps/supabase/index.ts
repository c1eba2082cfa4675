import { SupabaseStorageArgs as shape } from "../../validation/argument-shapes";
import type { App } from "../app";
import type { SupabaseSettings } from "./args";
import { supabasePlan, type SupabasePlan } from "./plan";
import { supabaseProblems } from "./validate";

export const supabase: App<SupabaseSettings, SupabasePlan> = {
  shape,
  validate: supabaseProblems,
  plan: supabasePlan,
  bucketMember: "backend",
  readsSessionToken: false,
};
