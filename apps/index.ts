/** What `pulumi up` needs of each app: its checks and its plan. */
import type { App } from "./app";
import { authentik } from "./authentik";
import { mastodon } from "./mastodon";
import type { AppName } from "./names";
import { supabase } from "./supabase";

export const APPS = { mastodon, authentik, supabase } satisfies Record<AppName, App>;
