/** The ways to deploy Mastodon. */
import type { DeploymentKind } from "../../../../runbook";
import { compose, systemd } from "./env-file";
import { helm } from "./helm";
import type { MastodonWay } from "./way";

export { ENV_FILE } from "./env-file";
export { SIDEKIQ_PODS } from "./helm";
export type { MastodonWay };

export function mastodonWay(deployment: DeploymentKind): MastodonWay {
  return { systemd, compose, helm }[deployment];
}
