import { writerUserName } from "../stores/writer-user";
import { storeOf } from "../stores";
import { writerPolicy } from "./bucket-policy";
import type { BucketFacts } from "./facts";
import type { StorageNeeds } from "./needs";
import { keysOf, type StorageSettings } from "./args";

/** The facts of a bucket, alike for every app: where it is, what is public in it, and who writes. */
export function bucketFacts(settings: StorageSettings, needs: StorageNeeds): Omit<BucketFacts, "app"> {
  const { bucket } = settings;
  const store = storeOf(settings.store);
  const keys = keysOf(settings);
  return {
    schema: 1,
    store: store.kind,
    ...(store.server !== undefined && { server: store.server, pathStyle: store.pathStyle }),
    ...(store.endpoint !== undefined && { endpoint: store.endpoint }),
    ...(store.caFile !== undefined && { caFile: store.caFile }),
    region: store.region,
    bucket,
    bucketArn: store.bucketArn(bucket),
    s3Host: store.host,
    publicPrefixes: needs.publicPrefixes,
    privatePrefixes: needs.privatePrefixes,
    corsOrigins: needs.cors.flatMap((rule) => rule.allowedOrigins),
    writer: keys ? "keys" : settings.writer?.role ? "role" : "given",
    ...(keys && { writerUser: writerUserName(bucket), currentKeySlot: keys.current }),
    writerPolicy: JSON.stringify(writerPolicy(settings, needs, store)),
    warnings: needs.warnings,
  };
}
