import type { Host } from "../hosts/host";
import type { Store } from "../stores/store";
import { writerUserName } from "../stores/writer-user";
import { writerKeys } from "./args";
import {
  WriterKind,
  type BucketStorageFacts,
  type MediaHostFacts,
  type StoreFacts,
  type WriterFacts,
} from "./facts";
import type { BucketPlan } from "./plan";

/** The groups of the facts that every app with a bucket has. */
export function bucketFacts(plan: BucketPlan): Pick<BucketStorageFacts, "store" | "bucket" | "writer"> {
  const { settings, store, needs, host } = plan;
  // A managed host that does not sign its requests serves only what is public in the bucket.
  const hostPrefixes =
    needs.hostReads?.prefixes ?? (host?.can.managed === true ? needs.publicPrefixes : undefined);
  return {
    store: storeFacts(store),
    bucket: {
      name: settings.bucket,
      ...(store.bucketArn && { arn: store.bucketArn(settings.bucket) }),
      objectAcls: needs.objectAcls,
      publicPrefixes: needs.publicPrefixes,
      ...(hostPrefixes && { hostPrefixes }),
      privatePrefixes: needs.privatePrefixes,
      corsOrigins: needs.cors.flatMap((rule) => rule.allowedOrigins),
    },
    writer: writerFacts(plan),
  };
}

function storeFacts({
  kind,
  server,
  endpoint,
  appEndpoint,
  host,
  region,
  pathStyle,
  caFile,
}: Store): StoreFacts {
  return {
    kind,
    ...(server !== undefined && { server }),
    ...(endpoint !== undefined && { endpoint, pathStyle }),
    ...(appEndpoint !== undefined && { appEndpoint }),
    host,
    region,
    ...(caFile !== undefined && { caFile }),
  };
}

function writerFacts({ settings, store, writerPolicy }: BucketPlan): WriterFacts {
  const keys = writerKeys(settings);
  if (keys !== undefined) {
    const user = store.can.iam ? { user: writerUserName(settings.bucket) } : {};
    return { kind: WriterKind.Keys, ...user, currentKeySlot: keys.current, policy: writerPolicy };
  }
  const kind = settings.writer?.role === undefined ? WriterKind.Given : WriterKind.Role;
  return { kind, policy: writerPolicy };
}

/** Without `signing`, which apps that presign media add. */
export function mediaHostFacts(host: Host): MediaHostFacts {
  const {
    kind,
    hostname,
    path,
    legacy,
    previousHosts,
    dns,
    maxAgeSeconds,
    addresses,
    webEndpoint,
    purge,
    publishesBucket,
  } = host;
  const { steps = [] } = host;
  return {
    kind,
    hostname,
    ...(path !== undefined && { path }),
    ...(legacy && { legacy: { ...legacy } }),
    ...(previousHosts.length > 0 && { previousHosts: [...previousHosts] }),
    ...(dns !== undefined && { dns }),
    ...(maxAgeSeconds !== undefined && { maxAgeSeconds }),
    ...(addresses !== undefined && { addresses: [...addresses] }),
    ...(webEndpoint !== undefined && { webEndpoint }),
    ...(purge !== undefined && { purge }),
    ...(publishesBucket !== undefined && { publishesBucket }),
    ...(steps.length > 0 && { steps }),
  };
}
