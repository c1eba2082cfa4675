/** How the env block of each app is deployed, and what is known of the env files that it goes into. */
import { MASTODON_DEPLOYMENT } from "./mastodon/deployment";
import { AUTHENTIK_DEPLOYMENT } from "./authentik/deployment";
import { SUPABASE_DEPLOYMENT } from "./supabase/deployment";
import type { EnvDeployment } from "../env/deployment";
import { EnvFormat } from "../env/formats";
import { AUTHENTIK_ENV_FILE } from "./authentik/env-file";
import type { EnvBlock } from "../storage/env-block";
import type { EnvFileRules } from "../storage/env-file";
import { AUTHENTIK_BLOCK } from "./authentik/env-block";
import { MASTODON_BLOCK } from "./mastodon/env-block";
import type { AppName } from "./names";
import { SUPABASE_BLOCK } from "./supabase/env-block";
import { MASTODON_COMPOSE_FILE, MASTODON_ENV_FILE } from "./mastodon/env-file";
import { SUPABASE_ENV_FILE } from "./supabase/env-file";

export interface AppEnv {
  deployment: EnvDeployment;
  block: EnvBlock;
  /** Rules for the forms that are merged into an existing env file. */
  files: Partial<Record<EnvFormat, EnvFileRules>>;
}

export const APP_ENVS: Readonly<Record<AppName, AppEnv>> = {
  mastodon: {
    deployment: MASTODON_DEPLOYMENT,
    block: MASTODON_BLOCK,
    files: { [EnvFormat.Dotenv]: MASTODON_ENV_FILE, [EnvFormat.Compose]: MASTODON_COMPOSE_FILE },
  },
  authentik: {
    deployment: AUTHENTIK_DEPLOYMENT,
    block: AUTHENTIK_BLOCK,
    files: { [EnvFormat.Dotenv]: AUTHENTIK_ENV_FILE, [EnvFormat.Compose]: AUTHENTIK_ENV_FILE },
  },
  supabase: {
    deployment: SUPABASE_DEPLOYMENT,
    block: SUPABASE_BLOCK,
    files: { [EnvFormat.Compose]: SUPABASE_ENV_FILE },
  },
};
