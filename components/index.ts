/** What other stacks import: `import { MastodonStorage } from "media-storage"`. */
export { Effect } from "../apps/additional-statements";
export { MediaHostMode, Usage } from "../apps/authentik-settings";
export { Access } from "../apps/mastodon-settings";
export { LifecycleStorageClass } from "../apps/lifecycle-rules";
export { KeySlot } from "../apps/settings";
export type { StatementArgs } from "../apps/additional-statements";
export type { LifecycleRuleArgs, LifecycleTransitionArgs } from "../apps/lifecycle-rules";
export type { DataArgs, OnlyFromArgs } from "../apps/settings";
export type { StorageFacts } from "../apps/facts";
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
  SupabaseStorageArgs,
  WriterArgs,
} from "./args";
export { AuthentikStorage } from "./authentik-storage";
export { MastodonStorage } from "./mastodon-storage";
export { SupabaseStorage } from "./supabase-storage";
export { s3Provider } from "./s3-provider";
export type { ExternalHostArgs, MediaHostArgs } from "../hosts/args";
export type { AwsStoreArgs } from "../stores/args";
