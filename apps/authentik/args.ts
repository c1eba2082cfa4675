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

/** The settings of an authentik installation's storage. */
export interface AuthentikSettings extends StorageSettings {
  /**
   * The authentik version, such as "2026.5.1" (in YAML in quotes: 2025.10 is 2025.1). The names of the settings and the
   * URLs depend on it. Without a patch number, as in "2025.12", it means the newest patch of that release; with a `mediaHost` in
   * 2025.12, the patch number is required. A version before 2024.2 is an error.
   */
  version: string;
  /**
   * All origins at which browsers reach authentik: scheme, host, and the port if it is not the default, such as
   * "https://authentik.company". An origin without a scheme is an error, because it never matches what a browser sends.
   */
  origins: string[];
  /** Additional origins whose scripts may read the files; default: none. */
  corsOrigins?: string[];
  /** What authentik stores in the bucket; default: everything that the version can store there. The rest stays on the local disk. */
  usages?: AuthentikUsage[];
  /**
   * Another hostname at which browsers reach the files (`CUSTOM_DOMAIN`); its `external.signing` is required. Default: URLs
   * have the store's own host. `external.path` is the part of the URL between the hostname and the key. The bucket behind the
   * host stays private.
   */
  mediaHost?: MediaHostArgs;
}
