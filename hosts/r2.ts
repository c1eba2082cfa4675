/** Cloudflare, in front of a bucket on R2. */
import { MediaHostSigning, type R2HostArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import type { HostDefinition } from "./host";
import { R2_HOST_RULES, R2_RULES } from "./r2/rules";
import { r2PurgeCommand, r2Steps, r2Warnings } from "./r2/warnings";

export const r2: HostDefinition<R2HostArgs> = {
  can: {
    // R2 has no ACLs: https://developers.cloudflare.com/r2/api/s3/api/
    objectAcls: false,
    // A Worker reads by its binding: https://developers.cloudflare.com/r2/api/workers/workers-api-usage/
    signsRequests: true,
    // R2 has no bucket policies (the first page).
    namedInPolicy: false,
    // A custom domain makes the whole bucket public: https://developers.cloudflare.com/r2/buckets/public-buckets/
    publishesBucket: true,
    managed: true,
  },
  inWords: "`r2: { zoneId: ... }`",
  rules: R2_RULES,
  hostRules: R2_HOST_RULES,
  // The Worker's answer (hosts/r2-worker/source/worker.ts).
  refusalStatus: 404,
  purgeCommand: r2PurgeCommand,
  storeProblems: (store) =>
    store.can.workers
      ? []
      : [
          {
            code: "r2-host-bucket",
            message: `cannot serve a bucket on ${store.title}, because a Worker reads only buckets on Cloudflare R2; set ${store.cloudFrontProblems === undefined ? "" : "`cloudFront: { ... }`, or "}\`external: {}\` and use your own proxy`,
          },
        ],
  open: (host, _, use) => ({
    hostname: host.hostname,
    warnings: r2Warnings(host, use),
    steps: r2Steps(host),
    isHttps: true,
    signing: MediaHostSigning.Cdn,
    // An R2 custom domain has the cache of the zone, which the library does not set.
    ...(use.publishesBucket ? { publishesBucket: true } : { maxAgeSeconds: maxAgeSecondsOf(host) }),
  }),
};
