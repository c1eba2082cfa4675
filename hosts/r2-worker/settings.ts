/** The settings of the Worker that serves an R2 bucket: the value of its binding `SETTINGS`. The script itself is the same for all. */
export interface R2WorkerSettings {
  /** The hostnames that it serves: the media host and those before it. It answers 404 for every other one, such as NAME.workers.dev. */
  hosts: readonly string[];
  /** The prefixes that everybody may read, each ending in "/". It serves no other key. */
  prefixes: readonly string[];
  /** How long, in seconds, Cloudflare may serve a copy of a file, and thus a file that the app has deleted. */
  maxAgeSeconds: number;
  /** Where it requests files that are missing in the bucket. By default nowhere. */
  legacy?: R2WorkerLegacy;
}

/** The URL before "/" and the key at the legacy host is `https://HOSTNAME/PATH`. */
export interface R2WorkerLegacy {
  hostname: string;
  /** Without slashes at its ends. By default the keys are at the root. */
  path?: string;
}

/** The names of the script's bindings. */
export const R2_WORKER_BINDINGS = {
  /** Of type `r2_bucket`. */
  bucket: "BUCKET",
  /** Of type `json`: `R2WorkerSettings`. */
  settings: "SETTINGS",
} as const;

/** The name of the script's module (`mainModule`). */
export const R2_WORKER_MODULE = "media.mjs";

/**
 * The version of the Workers runtime's behavior that the script is tested with: that of the runtime in the tests.
 * https://developers.cloudflare.com/workers/configuration/compatibility-dates/
 */
export const R2_WORKER_COMPATIBILITY_DATE = "2025-12-02";
