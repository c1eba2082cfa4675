/** The Worker that serves a bucket on Cloudflare R2: the public prefixes, and nothing else. Its source is in source/. */
export * from "./settings";
export { R2_WORKER_SCRIPT } from "./script";
