/** The table of apps. */
import type { App } from "./app";
import { authentik } from "./authentik";
import { mastodon } from "./mastodon";
import { supabase } from "./supabase";

export const APPS = { mastodon, authentik, supabase } satisfies Record<string, App>;

export type AppName = keyof typeof APPS;

export const APP_NAMES = Object.keys(APPS) as AppName[];
