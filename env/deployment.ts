import type { EnvEntry } from "./entry";
import type { ComposeTarget } from "./formats/compose";

/** How an app is deployed, as far as it matters for the forms of its env block. */
export interface EnvDeployment {
  /** The env file that the app or its compose project reads; undefined if there is none. */
  envFile?: string;
  /** Whether systemd can run the app; default: false. */
  systemd?: boolean;
  /** The app's docker compose project; undefined if there is none. */
  compose?: ComposeTarget;
  /** Renders the values for the app's Helm chart; undefined if there is none. */
  helmValues?: (title: string, entries: EnvEntry[], secretName: string) => string;
  /** Renders the values for the chart's predecessor; undefined if there is none. */
  legacyHelmValues?: (title: string, entries: EnvEntry[], secretName: string) => string;
  /** The entries of the Secret under the keys that the chart's predecessor reads; default: their own names. */
  legacySecretEntries?: (entries: EnvEntry[]) => EnvEntry[];
  /** Why the app's Helm chart cannot use the block, and what to use instead. Only without `helmValues`. */
  noHelmValues?: string;
  /** A comment in the Kubernetes Secret about how to use it; default: none. */
  secretNote?: string;
}
