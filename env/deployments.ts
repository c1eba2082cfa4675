/** How each app is deployed, as far as the forms of its env block differ by it. */
import type { ComposeTarget } from "./compose";
import type { EnvEntry } from "./entry";
import { authentikHelmValues } from "./helm-authentik";
import { mastodonHelmValues } from "./helm-mastodon";
import { mastodonLegacyHelmValues } from "./helm-mastodon-legacy";

export interface EnvDeployment {
  /** The env file that the app or its compose project reads; missing where none is. */
  envFile?: string;
  /** Whether systemd runs the app. By default it does not. */
  systemd?: boolean;
  /** The app's docker compose project; missing where there is none. */
  compose?: ComposeTarget;
  /** Renders the values for the app's Helm chart; missing where there is none. */
  helmValues?: (title: string, entries: EnvEntry[], secretName: string) => string;
  /** Renders the values for the chart that `helmValues`' one has replaced; missing where there is none. */
  legacyHelmValues?: (title: string, entries: EnvEntry[], secretName: string) => string;
  /** Why the app's Helm chart cannot take the block, as a sentence with what to use instead; only without `helmValues`. */
  noHelmValues?: string;
  /** A comment in the Kubernetes Secret, where it is easily used in a way that does nothing. By default none. */
  secretNote?: string;
}

/** https://github.com/mastodon/mastodon: docker-compose.yml and dist/, and the charts mastodon/helm-charts and mastodon/chart. */
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
  legacyHelmValues: mastodonLegacyHelmValues,
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

/**
 * Both community charts (supabase 0.7.2 and supabase-project 0.1.0) write STORAGE_BACKEND and GLOBAL_S3_BUCKET into the
 * container's `env` themselves, and no value makes the first "s3" for a bucket outside the cluster
 * (https://github.com/supabase-community/supabase-kubernetes/issues/252).
 */
export const SUPABASE_DEPLOYMENT: EnvDeployment = {
  compose: SUPABASE_COMPOSE,
  noHelmValues:
    'Supabase\'s community chart (supabase-kubernetes 0.7.2) sets STORAGE_BACKEND to "file" itself, and no value of the chart points Storage ' +
    "at an external bucket (https://github.com/supabase-community/supabase-kubernetes/issues/252). With manifests of your own use " +
    "--format kubernetes-secret.",
  secretNote:
    "For manifests of your own (envFrom). The community chart supabase-kubernetes ignores it: its own STORAGE_BACKEND, TENANT_ID, REGION and " +
    "GLOBAL_S3_BUCKET win over envFrom, and files stay on the disk.",
};
