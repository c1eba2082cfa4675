/** The plan of the Worker that serves a bucket on R2, as plain data. */
import type { MediaHostArgs } from "../args";
import { maxAgeSecondsOf } from "../cache";
import {
  R2_WORKER_BINDINGS,
  R2_WORKER_COMPATIBILITY_DATE,
  R2_WORKER_MODULE,
  R2_WORKER_SCRIPT,
  type R2WorkerSettings,
} from "../r2-worker";
import { workerName } from "./worker-name";

/** The bucket behind the host, and what of it the host serves. */
export interface ServedR2Bucket {
  bucket: string;
  accountId: string;
  /** Undefined for a bucket without a jurisdiction. */
  jurisdiction?: string;
  /** The prefixes that the host serves, each ending in "/". */
  prefixes: readonly string[];
}

/** The members of the resource `WorkersScript` that the library sets. */
export interface WorkerPlan {
  accountId: string;
  scriptName: string;
  content: string;
  mainModule: string;
  compatibilityDate: string;
  bindings: { name: string; type: string; bucketName?: string; jurisdiction?: string; json?: string }[];
}

/** The plan of args in which `mediaHostProblems` finds nothing. */
export function workerPlan(host: MediaHostArgs, served: ServedR2Bucket): WorkerPlan {
  const { accountId, bucket, jurisdiction } = served;
  return {
    accountId,
    scriptName: workerName(bucket, jurisdiction),
    content: R2_WORKER_SCRIPT,
    mainModule: R2_WORKER_MODULE,
    compatibilityDate: R2_WORKER_COMPATIBILITY_DATE,
    // In this order, because another one is an update.
    bindings: [
      {
        name: R2_WORKER_BINDINGS.bucket,
        type: "r2_bucket",
        bucketName: bucket,
        // Without it Cloudflare looks for the bucket outside every jurisdiction (https://github.com/cloudflare/workers-sdk/issues/4613).
        ...(jurisdiction !== undefined && { jurisdiction }),
      },
      { name: R2_WORKER_BINDINGS.settings, type: "json", json: JSON.stringify(workerSettings(host, served)) },
    ],
  };
}

function workerSettings(host: MediaHostArgs, { prefixes }: ServedR2Bucket): R2WorkerSettings {
  const { hostname, previousHosts = [], legacy } = host;
  return {
    hosts: [hostname, ...previousHosts],
    prefixes,
    maxAgeSeconds: maxAgeSecondsOf(host),
    ...(legacy && { legacy }),
  };
}
