import { writerUserName } from "../stores/aws";
import { storeOf } from "../stores/store";
import { writerPolicy } from "./bucket-policy";
import type { StorageFacts } from "./facts";
import { mastodonExtraMediaHosts, mastodonMediaBaseUrl } from "./mastodon";
import { Access, type MastodonSettings } from "./mastodon-settings";
import type { StorageNeeds } from "./needs";
import { keysOf } from "./settings";

export function mastodonFacts(settings: MastodonSettings, needs: StorageNeeds): StorageFacts {
  const { bucket, keyPrefix, mediaHost, version, webDomain } = settings;
  const store = storeOf(settings.store);
  const keys = keysOf(settings);
  return {
    schema: 1,
    app: "mastodon",
    ...(version !== undefined && { appVersion: version }),
    webDomain,
    store: store.kind,
    ...(store.flavour !== undefined && { flavour: store.flavour, pathStyle: store.pathStyle }),
    ...(store.endpoint !== undefined && { endpoint: store.endpoint }),
    region: store.region,
    bucket,
    bucketArn: store.bucketArn(bucket),
    s3Host: store.host,
    access: settings.access ?? Access.BucketPolicy,
    ...(keyPrefix !== undefined && { keyPrefix }),
    publicPrefixes: needs.publicPrefixes,
    privatePrefixes: needs.privatePrefixes,
    corsOrigins: needs.cors.flatMap((rule) => rule.allowedOrigins),
    mediaBaseUrl: mastodonMediaBaseUrl(settings),
    ...(mediaHost !== undefined && { mediaHost: mediaHost.hostname, mediaHostKind: "external" }),
    extraMediaHosts: mastodonExtraMediaHosts(settings),
    writer: keys ? "keys" : settings.writer?.role ? "role" : "given",
    ...(keys && { writerUser: writerUserName(bucket), currentKeySlot: keys.current }),
    writerPolicy: JSON.stringify(writerPolicy(bucket, needs, store)),
    warnings: needs.warnings,
  };
}
