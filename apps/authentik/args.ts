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

/** What a media host makes of a presigned request; it decides whether the signature still fits when the store checks it. */
export const MediaHostMode = {
  /** A proxy that hands on the query and names the store in the Host header; up to authentik 2026.2. */
  RewriteHost: "rewrite-host",
  /** A proxy that hands on the query and leaves Host and path as they are, for a store that takes them; authentik 2026.5 and later. */
  PreserveHost: "preserve-host",
  /** A CDN that drops the query and signs its own requests to the store. */
  Cdn: "cdn",
} as const;
export type MediaHostMode = (typeof MediaHostMode)[keyof typeof MediaHostMode];

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
   * Another hostname by which browsers reach the files (`CUSTOM_DOMAIN`), with `mediaHostMode` beside it; by default URLs
   * name the store's own host. Its `path` is what stands between the hostname and the key. The bucket stays private behind it.
   */
  mediaHost?: MediaHostArgs;
  /**
   * What the media host makes of a presigned request: "rewrite-host", "preserve-host" or "cdn". Required with a `mediaHost`,
   * for only "cdn" works with every version (https://github.com/goauthentik/authentik/pull/21704); one that cannot work is an
   * error. Whoever has the URL of a media file can read it behind a "cdn", so reports are never served by one.
   */
  mediaHostMode?: MediaHostMode;
  /**
   * Whether browsers reach the media host over https (`SECURE_URLS`), by default true. False is for a test store of plain
   * http behind a media host, else an error.
   */
  secureUrls?: boolean;
  /**
   * The name of an AWS profile on authentik's machine that the credentials are taken from (`SESSION_PROFILE`); by default
   * none. Only with `writer: { role }`: beside keys authentik fails or ignores the keys.
   */
  sessionProfile?: string;
}

/** The session token of a temporary key: an output in a component's args, and in the config a value of its own. */
export interface WithSessionToken {
  sessionToken?: unknown;
}
