/** How each app is deployed, as far as the forms of its env block differ by it. */
import type { ComposeTarget } from "./compose";
import type { EnvEntry } from "./entry";
import { authentikHelmValues } from "./helm-authentik";
import { mastodonHelmValues } from "./helm-mastodon";

export interface EnvDeployment {
  /** The env file that the app or its compose project reads; missing where none is. */
  envFile?: string;
  /** Whether systemd runs the app. By default it does not. */
  systemd?: boolean;
  /** The app's docker compose project; missing where there is none. */
  compose?: ComposeTarget;
  /** Renders the values for the app's Helm chart; missing where there is none. */
  helmValues?: (title: string, entries: EnvEntry[], secretName: string) => string;
}

/** https://github.com/mastodon/mastodon: docker-compose.yml and dist/, and the chart mastodon/chart. */
export const MASTODON_DEPLOYMENT: EnvDeployment = {
  envFile: ".env.production",
  systemd: true,
  compose: {
    // Not streaming: it reads no S3 variable, so it needs no key either.
    services: ["web", "sidekiq"],
    envFileNames: {
      AWS_ACCESS_KEY_ID: "MASTODON_AWS_ACCESS_KEY_ID",
      AWS_SECRET_ACCESS_KEY: "MASTODON_AWS_SECRET_ACCESS_KEY",
    },
  },
  helmValues: mastodonHelmValues,
};

/** authentik's compose file gives `.env` to both services. */
export const AUTHENTIK_DEPLOYMENT: EnvDeployment = {
  envFile: ".env",
  compose: { services: ["server", "worker"], envFileNames: {} },
  helmValues: authentikHelmValues,
};

/** https://github.com/supabase/supabase, docker/: no service has an `env_file`, so dotenv text alone would reach none. */
export const SUPABASE_COMPOSE: ComposeTarget = {
  services: ["storage"],
  envFileNames: {
    // Supabase's own file takes these three from `.env`, where they are to be replaced.
    GLOBAL_S3_BUCKET: "GLOBAL_S3_BUCKET",
    REGION: "REGION",
    TENANT_ID: "STORAGE_TENANT_ID",
    GLOBAL_S3_ENDPOINT: "GLOBAL_S3_ENDPOINT",
    AWS_ACCESS_KEY_ID: "STORAGE_AWS_ACCESS_KEY_ID",
    AWS_SECRET_ACCESS_KEY: "STORAGE_AWS_SECRET_ACCESS_KEY",
  },
};

export const SUPABASE_DEPLOYMENT: EnvDeployment = { compose: SUPABASE_COMPOSE };
