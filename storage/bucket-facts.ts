import { hostOf, hostKindOf } from "../hosts";
import type { MediaHostArgs } from "../hosts/args";
import { storeOf } from "../stores";
import type { Store } from "../stores/store";
import { writerUserName } from "../stores/writer-user";
import { writerPolicy } from "./bucket-policy";
import {
  WriterKind,
  type BucketStorageFacts,
  type MediaHostFacts,
  type StoreFacts,
  type WriterFacts,
} from "./facts";
import type { StorageNeeds } from "./needs";
import { writerKeys, type StorageSettings } from "./args";

/** The groups of the facts that every app with a bucket has. */
export function bucketFacts(
  settings: StorageSettings,
  needs: StorageNeeds,
): Pick<BucketStorageFacts, "store" | "bucket" | "writer"> {
  const { bucket } = settings;
  const store = storeOf(settings.store);
  return {
    store: storeFacts(store),
    bucket: {
      name: bucket,
      arn: store.bucketArn(bucket),
      objectAcls: needs.objectAcls,
      publicPrefixes: needs.publicPrefixes,
      privatePrefixes: needs.privatePrefixes,
      corsOrigins: needs.cors.flatMap((rule) => rule.allowedOrigins),
    },
    writer: writerFacts(settings, needs, store),
  };
}

function storeFacts({ kind, server, endpoint, host, region, pathStyle, caFile }: Store): StoreFacts {
  return {
    kind,
    ...(server !== undefined && { server, pathStyle }),
    ...(endpoint !== undefined && { endpoint }),
    host,
    region,
    ...(caFile !== undefined && { caFile }),
  };
}

function writerFacts(settings: StorageSettings, needs: StorageNeeds, store: Store): WriterFacts {
  const policy = JSON.stringify(writerPolicy(settings, needs, store));
  const keys = writerKeys(settings);
  if (keys !== undefined) {
    const user = writerUserName(settings.bucket);
    return { kind: WriterKind.Keys, user, currentKeySlot: keys.current, policy };
  }
  return { kind: settings.writer?.role === undefined ? WriterKind.Given : WriterKind.Role, policy };
}

export function mediaHostFacts(host: MediaHostArgs): MediaHostFacts {
  const { signing } = hostOf(host);
  return {
    kind: hostKindOf(host),
    hostname: host.hostname,
    ...(signing !== undefined && { signing }),
  };
}
