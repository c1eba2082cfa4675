/** What other stacks import: `import { MastodonStorage } from "media-storage"`. */
export { Effect } from "../apps/additional-statements";
export { Access } from "../apps/mastodon-settings";
export { KeySlot } from "../apps/settings";
export type { StorageFacts } from "../apps/facts";
export type { EnvEntry } from "../env/entry";
export type { GivenKeysArgs, MastodonStorageArgs, RoleArgs, SupabaseStorageArgs, WriterArgs } from "./args";
export { MastodonStorage } from "./mastodon-storage";
export { SupabaseStorage } from "./supabase-storage";
export { s3Provider, type S3ProviderArgs } from "./s3-provider";
