/** The releases of each app that this library supports, without its checks and its plan: the commands for deployed stacks start faster. */
import type { SupportedVersions } from "../validation/version";
import { AUTHENTIK_VERSIONS } from "./authentik/versions";
import { MASTODON_VERSIONS } from "./mastodon/versions";
import type { AppName } from "./names";
import { SUPABASE_VERSIONS } from "./supabase/versions";

export const SUPPORTED_VERSIONS: Readonly<Record<AppName, SupportedVersions>> = {
  mastodon: MASTODON_VERSIONS,
  authentik: AUTHENTIK_VERSIONS,
  supabase: SUPABASE_VERSIONS,
};
