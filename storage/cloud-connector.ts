import { cloudConnectorRules, isConnectable, type CloudConnectorParts } from "../hosts/text/cloud-connector";
import { isManagedKind } from "../hosts";
import { maxAgeSecondsOf } from "../hosts/cache";
import { docsPage } from "../validation/docs-page";
import { problemIf, problemLines, type UncodedProblem } from "../validation/problem";
import { UserError } from "../validation/user-error";
import type { StorageFacts } from "./facts";
import { proxiedStoreProblems } from "./proxied-store";

/**
 * The rules with which Cloudflare's Cloud Connector serves the media of a storage. Cloudflare keeps one list of rules a zone and phase, so the
 * library creates none of them: add each list to the resource in which you keep yours. Pass the facts of a component:
 * `social.facts.apply(cloudConnectorParts)`. Throws an error that names everything in the facts that Cloud Connector cannot serve.
 */
export function cloudConnectorParts(facts: StorageFacts): CloudConnectorParts {
  const { mediaHost, bucket, store } = facts;
  const problems = cloudConnectorProblems(facts);
  if (problems.length > 0 || mediaHost === undefined || bucket === undefined || store === undefined) {
    throw new UserError(`Cloud Connector cannot serve this storage.${problemLines(problems)}`);
  }
  return cloudConnectorRules({
    hostnames: [mediaHost.hostname, ...(mediaHost.previousHosts ?? [])],
    prefixes: bucket.publicPrefixes,
    bucketHost: `${bucket.name}.${store.host}`,
    maxAgeSeconds: mediaHost.maxAgeSeconds ?? maxAgeSecondsOf({}),
  });
}

/** Everything that Cloud Connector cannot do for this storage, each with the path of the argument. */
export function cloudConnectorProblems(facts: StorageFacts): UncodedProblem[] {
  const { mediaHost, bucket, store } = facts;
  const ofStore = proxiedStoreProblems(facts);
  if (ofStore.length > 0) return ofStore;
  return [
    ...problemIf(
      "mediaHost",
      mediaHost === undefined,
      "is not set, so the media have no hostname; set `mediaHost: { hostname: ..., external: {} }`",
    ),
    ...problemIf(
      "mediaHost",
      mediaHost !== undefined && isManagedKind(mediaHost.kind),
      `is served by ${mediaHost?.kind ?? ""}, which the library creates; to serve it with Cloud Connector, set \`external: {}\` instead`,
    ),
    ...problemIf(
      "mediaHost.external.path",
      mediaHost?.path !== undefined,
      "is set, but the rules send the path to the bucket as it is; remove it",
    ),
    ...problemIf(
      "mediaHost.legacy",
      mediaHost?.legacy !== undefined,
      "is set, but Cloud Connector cannot ask another host for what is missing in the bucket; copy all files first, and remove it",
    ),
    // Cloudflare's proxy runs the rules, and the library's records at Cloudflare do not pass through it.
    ...problemIf(
      "mediaHost.external.dns",
      mediaHost?.kind === "external" && mediaHost.dns === "cloudflare",
      "creates DNS-only records, but Cloud Connector needs a proxied record; remove it and create that record yourself (AAAA, 100::, proxied)",
    ),
    ...problemIf(
      "mediaHost.external.purge",
      mediaHost?.purge !== undefined,
      "is set, but Cloudflare ignores these requests and is purged by its API; remove it",
    ),
    ...problemIf(
      "store",
      store !== undefined && !isConnectable(store.host),
      `has the host ${store?.host ?? ""}, but Cloud Connector takes only hosts of AWS S3 that end in amazonaws.com; use a proxy of your own (${docsPage("choosing-a-media-host")})`,
    ),
    ...problemIf(
      "bucket",
      bucket === undefined || bucket.publicPrefixes.length === 0,
      "has no files that everybody may read, and Cloud Connector signs no requests; use a host that fits the app " +
        `(${docsPage("choosing-a-media-host")})`,
    ),
  ];
}
