import type { PolicyDocument } from "../access/policy";
import type { EnvEntry, EnvLine } from "../env/entry";
import type { PurgeSlot } from "../hosts/args";
import type { Warning } from "../validation/warning";
import type { BucketSettings, Credentials } from "./args";
import { storagePolicies } from "./bucket-policy";
import type { StorageFacts } from "./facts";
import type { StorageNeeds } from "./needs";
import type { Opened } from "./opened";
import { withStandIns } from "./policy-inputs";

/** Everything about a storage that is known before it is created. It is built once, from valid args. */
export interface StoragePlan {
  /** The purpose of the storage in one line. The env block begins with it. */
  title: string;
  /** Undefined if the storage has no bucket. */
  bucket?: BucketPlan;
  /** The lines of the env block. Only the args decide which lines exist. Credentials are values in them. */
  env<V>(credentials: StorageCredentials<V>): EnvLine<V>[];
  /** Encodes a credential so that the app reads the same string; default: unchanged. */
  encode?: (credential: string) => string;
  /** The text that the operator pastes; default: dotenv. */
  render?: (title: string, entries: EnvEntry[]) => string;
  facts: StorageFacts;
  /** What the operator should know about the settings. The facts have the messages. */
  warnings: readonly Warning[];
}

/** What is known about a bucket and its writer before they exist. */
export interface BucketPlan<S extends BucketSettings = BucketSettings> extends Opened<S> {
  needs: StorageNeeds;
  /**
   * The bucket policy that validation has checked. It is registered unchanged, unless it has a stand-in for a value that is not
   * known yet (storage/policy-inputs.ts).
   */
  policy: PolicyDocument;
  /** The writer's identity policy, as JSON: for the IAM user or role, and for the facts. */
  writerPolicy: string;
}

/** Call only with settings that have no problem. */
export function bucketPlan<S extends BucketSettings>(opened: Opened<S>, needs: StorageNeeds): BucketPlan<S> {
  const { settings, store } = opened;
  const { bucket, writer } = storagePolicies(withStandIns(settings, store), needs, store);
  return { ...opened, needs, policy: bucket, writerPolicy: JSON.stringify(writer) };
}

/** The key pairs and secrets in the env block. */
export interface StorageCredentials<V> {
  /** The bucket writer's key pair; undefined if the app uses a role's credentials, or if there is no bucket. */
  writer?: Credentials<V> | undefined;
  /** The key pair of Supabase's protocol endpoint, if it is enabled. */
  protocol?: Credentials<V> | undefined;
  /** The secrets with which the app purges its media host; undefined if it does not. */
  purge?: PurgeSecrets<V> | undefined;
}

/** The secrets that a media host accepts in purge requests. */
export interface PurgeSecrets<V> {
  secrets: { slot: PurgeSlot; secret: string | V }[];
  /** The slot whose secret the app sends. */
  current: PurgeSlot;
}
