/** The table of apps. */
import type { App } from "./app";
import { authentikProblems } from "./authentik/validate";
import { mastodonProblems } from "./mastodon/validate";
import { supabaseProblems } from "./supabase/validate";

export const APPS = {
  mastodon: { validate: mastodonProblems, readsSessionToken: false },
  authentik: { validate: authentikProblems, readsSessionToken: true },
  supabase: { validate: supabaseProblems, bucketMember: "backend", readsSessionToken: false },
} as const satisfies Record<string, App>;

export type AppName = keyof typeof APPS;

export const APP_NAMES = Object.keys(APPS) as AppName[];
