import { opened, type Opened } from "../../storage/opened";
import type { SupabaseSettings } from "./args";

/** The settings of a Supabase storage, and its backend with the store that it names. */
export interface OpenedSupabase<Backend extends Opened = Opened> {
  settings: SupabaseSettings;
  /** Undefined if the storage has no bucket. */
  backend?: Backend;
}

/** Call only with settings whose store has no problem. */
export function openedSupabase(settings: SupabaseSettings): OpenedSupabase {
  const { backend } = settings;
  return { settings, ...(backend && { backend: opened(backend) }) };
}
