/** The form in which a deployment reads its environment. */
export const EnvFormat = {
  /** An env file that every reader of such files takes alike. */
  Dotenv: "dotenv",
  /** A file for systemd's `EnvironmentFile=`. */
  Systemd: "systemd",
  /** A docker compose overlay, and what it takes from `.env`. */
  Compose: "compose",
  /** Values for the app's Helm chart, and the Secret that they name. */
  Helm: "helm",
  /** The same for the chart that the app's present one has replaced: Mastodon's `mastodon/chart`. */
  HelmLegacy: "helm-legacy",
  /** A Kubernetes Secret with the whole block, for `envFrom`. */
  KubernetesSecret: "kubernetes-secret",
} as const;
export type EnvFormat = (typeof EnvFormat)[keyof typeof EnvFormat];
