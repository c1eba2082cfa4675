/** The output form of an env block. */
export const EnvFormat = {
  /** An env file that all common programs read in the same way. */
  Dotenv: "dotenv",
  /** A file for systemd's `EnvironmentFile=`. */
  Systemd: "systemd",
  /** A docker compose overlay, and its variables in `.env`. */
  Compose: "compose",
  /** Values for the app's Helm chart, and the Secret that they refer to. */
  Helm: "helm",
  /** The same for the predecessor of the app's chart: Mastodon's `mastodon/chart`. */
  HelmLegacy: "helm-legacy",
  /** A Kubernetes Secret with the whole block, for `envFrom`. */
  KubernetesSecret: "kubernetes-secret",
} as const;
export type EnvFormat = (typeof EnvFormat)[keyof typeof EnvFormat];
