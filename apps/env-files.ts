/** How the env block of each app is deployed, and what is known of the env files that it goes into. */
import { MASTODON_DEPLOYMENT } from "./mastodon/deployment";
import { AUTHENTIK_DEPLOYMENT } from "./authentik/deployment";
import { SUPABASE_DEPLOYMENT } from "./supabase/deployment";
import type { EnvDeployment } from "../env/deployment";
import { EnvFormat } from "../env/formats";
import { AUTHENTIK_ENV_FILE } from "./authentik/env-file";
import type { EnvFileRules } from "../storage/env-file";
import { MASTODON_COMPOSE_FILE, MASTODON_ENV_FILE } from "./mastodon/env-file";
import { SUPABASE_ENV_FILE } from "./supabase/env-file";

export interface AppEnv {
  deployment: EnvDeployment;
  /** Of the forms that have an env file with other things in it. */
  files: Partial<Record<EnvFormat, EnvFileRules>>;
}

/** By the `app` of the facts. */
export const APP_ENVS: Readonly<Record<string, AppEnv>> = {
  mastodon: {
    deployment: MASTODON_DEPLOYMENT,
    files: { [EnvFormat.Dotenv]: MASTODON_ENV_FILE, [EnvFormat.Compose]: MASTODON_COMPOSE_FILE },
  },
  authentik: {
    deployment: AUTHENTIK_DEPLOYMENT,
    files: { [EnvFormat.Dotenv]: AUTHENTIK_ENV_FILE, [EnvFormat.Compose]: AUTHENTIK_ENV_FILE },
  },
  supabase: { deployment: SUPABASE_DEPLOYMENT, files: { [EnvFormat.Compose]: SUPABASE_ENV_FILE } },
};
