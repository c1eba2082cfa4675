import type { EnvEntry } from "./entry";
import type { ComposeTarget } from "./formats/compose";

/** How an app is deployed, as far as the forms of its env block differ by it. */
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
