import type { EnvEntry, EnvLine } from "../env/entry";
import type { Store } from "../stores/store";
import type { BucketSettings, Credentials } from "./args";
import type { StorageFacts } from "./facts";
import type { StorageNeeds } from "./needs";

/** Everything about a storage that is known before any of it exists. It is made once, from args without problems. */
export interface StoragePlan {
  /** What the storage is for, in one line; the env block begins with it. */
  title: string;
  /** Undefined if the storage has no bucket. */
  bucket?: BucketPlan;
  /** The lines of the env block. Which lines there are depends on the args only; the credentials are values in them. */
  env<V>(credentials: StorageCredentials<V>): EnvLine<V>[];
  /** A credential in the form that the app reads as the same string. By default unchanged. */
  encode?: (credential: string) => string;
  /** The text that the operator pastes. By default dotenv. */
  render?: (title: string, entries: EnvEntry[]) => string;
  facts: StorageFacts;
}

export interface BucketPlan {
  settings: BucketSettings;
  store: Store;
  needs: StorageNeeds;
}

/** The key pairs in the env block. */
export interface StorageCredentials<V> {
  /** The bucket writer's; undefined if the app gets its credentials from a role, or there is no bucket. */
  writer?: Credentials<V> | undefined;
  /** Those of Supabase's protocol endpoint, if it is open. */
  protocol?: Credentials<V> | undefined;
}
