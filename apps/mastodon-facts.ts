import { bucketArn } from "../access/statements";
import { s3Host, writerUserName } from "../stores/aws";
import { writerPolicy } from "./bucket-policy";
import type { StorageFacts } from "./facts";
import { mastodonExtraMediaHosts, mastodonMediaBaseUrl, regionOf } from "./mastodon";
import { Access, type MastodonSettings } from "./mastodon-settings";
import type { StorageNeeds } from "./needs";
import { keysOf } from "./settings";

export function mastodonFacts(settings: MastodonSettings, needs: StorageNeeds): StorageFacts {
  const { bucket, keyPrefix, mediaHost, version, webDomain } = settings;
  const region = regionOf(settings);
  const keys = keysOf(settings);
  return {
    schema: 1,
    app: "mastodon",
    ...(version !== undefined && { appVersion: version }),
    webDomain,
    store: "aws",
    region,
    bucket,
    bucketArn: bucketArn(bucket, region),
    s3Host: s3Host(region),
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
    writerPolicy: JSON.stringify(writerPolicy(bucket, needs, region)),
    warnings: needs.warnings,
  };
}
