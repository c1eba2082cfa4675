/** What other stacks import: `import { MastodonStorage } from "media-storage"`. */
export { StatementEffect } from "../storage/additional-statements";
export { cloudConnectorParts } from "../storage/cloud-connector";
export type {
  CloudConnectorParts,
  CloudConnectorRule,
  CloudflareActionParameters,
  CloudflareRule,
} from "../hosts/text/cloud-connector";
export { MediaHostSigning, PriceClass, PurgeSlot, ValidationRecords } from "../hosts/args";
export { AuthentikUsage } from "../apps/authentik/args";
export { MastodonAccess } from "../apps/mastodon/args";
export { LifecycleStorageClass } from "../storage/lifecycle-rules";
export { AccessKeySlot, BucketSource } from "../storage/args";
export type { StatementArgs } from "../storage/additional-statements";
export type { LifecycleRuleArgs, LifecycleTransitionArgs } from "../storage/lifecycle-rules";
export type { DataArgs, OnlyFromArgs, VersioningArgs } from "../storage/args";
export type { ProtocolEndpointArgs } from "../apps/supabase/args";
export { WriterKind } from "../storage/facts";
export { R2Jurisdiction, R2Location, StoreKind } from "../stores/args";
export type { Deployment, PurgeSecret } from "../storage/deployment";
export type {
  AppFacts,
  BucketFacts,
  MediaHostFacts,
  PurgeFacts,
  StorageFacts,
  StoreFacts,
  WriterFacts,
} from "../storage/facts";
export type { EnvEntry } from "../env/entry";
export type {
  AuthentikStorageArgs,
  GivenKeysArgs,
  KeysArgs,
  MastodonStorageArgs,
  RoleArgs,
  S3ProviderArgs,
  S3StoreArgs,
  StoreArgs,
  SupabaseBackendArgs,
  SupabaseStorageArgs,
  WriterArgs,
} from "./args";
export { AuthentikStorage } from "./authentik-storage";
export { MastodonStorage } from "./mastodon-storage";
export { SupabaseStorage } from "./supabase-storage";
export { sharedCloudFrontParts, type SharedParts } from "./hosts/shared-parts";
export type { StorageOptions } from "./options";
export { s3Provider } from "./providers";
export type { MediaHostOutput } from "../storage/media-host-output";
export type {
  AccessLogsArgs,
  CacheArgs,
  CloudFrontArgs,
  CloudflareDnsArgs,
  DnsArgs,
  ExternalDnsArgs,
  ExternalHostArgs,
  HstsArgs,
  ManualDnsArgs,
  MediaHostArgs,
  PurgeArgs,
  R2HostArgs,
  Route53DnsArgs,
} from "../hosts/args";
export type { AwsStoreArgs, R2StoreArgs } from "../stores/args";
