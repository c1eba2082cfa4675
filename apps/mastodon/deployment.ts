import type { EnvDeployment } from "../../env/deployment";
import { mastodonHelmValues } from "./helm";
import { legacySecretEntries, mastodonLegacyHelmValues } from "./helm-legacy";

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
      CACHE_BUSTER_SECRET: "MASTODON_CACHE_BUSTER_SECRET",
    },
  },
  helmValues: mastodonHelmValues,
  legacyHelmValues: mastodonLegacyHelmValues,
  legacySecretEntries,
};
