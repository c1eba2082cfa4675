import type { MediaHostArgs } from "../../hosts/args";
import type { StorageSettings } from "../../storage/args";

/** What authentik stores. */
export const AuthentikUsage = {
  /** Icons, backgrounds and other files that administrators upload, below media/. */
  Media: "media",
  /** Exports of users and events, below reports/; authentik 2025.12 and later. */
  Reports: "reports",
} as const;
export type AuthentikUsage = (typeof AuthentikUsage)[keyof typeof AuthentikUsage];

/** What the storage of an authentik installation is told. */
export interface AuthentikSettings extends StorageSettings {
  /**
   * The authentik version, such as "2026.5.1" (in YAML in quotes: 2025.10 is 2025.1), since the names of the settings and
   * the URLs depend on it. Without a patch, as in "2025.12", it is the newest of that release; where the patch decides
   * (a `mediaHost` in 2025.12) leaving it out is an error. A version before 2024.2 is an error.
   */
  version: string;
  /**
   * Every origin that authentik is reached by: scheme, host and a port that is not the default one, such as
   * "https://authentik.company". One without a scheme never matches what a browser sends and is an error.
   */
  origins: string[];
  /** Further origins whose scripts may read the files, beside `origins`; by default none. */
  corsOrigins?: string[];
  /** What is stored in the bucket; by default all that the version can store there. What is not named stays on the local disk. */
  usages?: AuthentikUsage[];
  /**
   * Another hostname by which browsers reach the files (`CUSTOM_DOMAIN`); its `external.signing` is required. By default URLs
   * name the store's own host. `external.path` is the part of the URL between the hostname and the key. The bucket behind the
   * host stays private.
   */
  mediaHost?: MediaHostArgs;
}
