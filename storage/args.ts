/**
 * The settings of every storage. Values that decide which resources and env lines exist are plain, so they are known before
 * anything is created; a component's args also accept outputs for the rest.
 */
import type { Input } from "@pulumi/pulumi";
import type { StatementArgs } from "./additional-statements";
import type { LifecycleRuleArgs } from "./lifecycle-rules";
import type { StoreSettings } from "../stores/args";

/** The two places for an access key. IAM allows two keys a user, inactive ones included. */
export const AccessKeySlot = { A: "a", B: "b" } as const;
export type AccessKeySlot = (typeof AccessKeySlot)[keyof typeof AccessKeySlot];

/**
 * Access keys of an IAM user that the component creates. A rotation takes four deployments: `slots: [a, b]` with
 * `current: a`; `current: b` and the new env block applied to the app; `inactive: [a]`; `slots: [b]`.
 */
export interface KeysSettings {
  /** The slots that hold a key: one, or both during a rotation. By default slot a. */
  slots?: AccessKeySlot[];
  /** The slot whose key is in the env block. It must be one of `slots` and not inactive. By default slot a. */
  current?: AccessKeySlot;
  /** The slots whose key exists but is disabled, so that you notice a forgotten use before you delete the key. By default none. */
  inactive?: AccessKeySlot[];
  permissionsBoundary?: unknown;
}

/** Whether S3 keeps old versions of objects. */
export interface VersioningArgs {
  /**
   * Whether a deletion or an upload keeps the version before it. `false` suspends versioning on a bucket that has it; use it
   * instead of removing `enabled: true`, because old versions are then still deleted.
   */
  enabled: boolean;
  /**
   * Days after which a version that was deleted or overwritten is deleted for good: 1 or more, by default 30. It counts while
   * versioning is suspended too, because a deletion that an app promises to its users must become final.
   */
  noncurrentDays?: number;
}

/** Where a bucket comes from. */
export const BucketSource = {
  /** The component creates it. */
  Create: "create",
  /** It exists, and the component imports it. */
  Adopt: "adopt",
} as const;
export type BucketSource = (typeof BucketSource)[keyof typeof BucketSource];

/** How the bucket's data is kept. */
export interface DataArgs {
  /** Whether the engine refuses to delete or replace the bucket. By default true. */
  protect?: boolean;
  /** Whether `pulumi destroy` keeps the bucket and its access block and only removes them from the state. By default true. */
  retainOnDelete?: boolean;
  /**
   * Whether S3 keeps old versions of objects, and for how long. By default the bucket's versioning is not managed (a new bucket
   * has none). On Ceph it is an error, because no rule that deletes old versions can be managed there.
   */
  versioning?: VersioningArgs;
  /**
   * Your own lifecycle rules in addition to the library's, such as one that moves media to a cheaper storage class. By default
   * none. A rule that deletes live objects is an error; on Ceph every rule is an error.
   */
  lifecycleRules?: LifecycleRuleArgs[];
}

/** An access key that the operator made; a component takes its parts as outputs too. */
export interface GivenKeysSettings {
  principal?: unknown;
  accessKeyId?: unknown;
  secretAccessKey?: unknown;
  sessionToken?: unknown;
}

/** A role that the operator made; a component takes its name as an output too. */
export interface RoleSettings {
  roleName?: unknown;
  /**
   * The name of an AWS profile on the app's machine from which the app takes its credentials (authentik's `SESSION_PROFILE`).
   * By default none. For Mastodon and Supabase, which read no such setting, it is an error.
   */
  profile?: string;
}

/** The access key of the env block; none where the app gets its credentials from a role. */
export interface Credentials<V> {
  accessKeyId: string | V;
  secretAccessKey: string | V;
  /** Of a temporary key. */
  sessionToken?: string | V;
}

/** Where the writer's credentials can write, delete and list from: a request must match an entry of either list. */
export interface OnlyFromArgs {
  /**
   * Ranges of IPv4 and IPv6 addresses from which the app reaches the store, such as "203.0.113.17/32" or "2001:db8:12::/48". On
   * AWS they are public addresses: a private range is an error, because S3 sees the address of the NAT gateway or of the
   * server. By default none.
   */
  cidrs?: string[];
  /** Ids of VPC endpoints for S3, such as "vpce-0123456789abcdef0", for an app that runs in a VPC on AWS; on other stores it is an error. By default none. */
  vpcEndpoints?: string[];
}

/** The writer's settings that must be plain; exactly one of keys, role and given. */
export interface WriterSettings {
  keys?: KeysSettings;
  role?: RoleSettings;
  given?: GivenKeysSettings;
  /**
   * Limits where the writer's credentials can write, delete and list from, so that a stolen key is of little use elsewhere.
   * Reads are not limited, because browsers follow presigned links from anywhere. By default no limit. To avoid locking the app
   * out, read https://git.example/media-storage/media-storage/blob/main/docs/stolen-keys.md.
   */
  onlyFrom?: OnlyFromArgs;
}

/** A bucket and everything that is set on it, except CORS. */
export interface BucketSettings {
  /**
   * The name of the bucket: 3 to 63 characters of a-z, 0-9 and "-", on Ceph dots too. It cannot change later, because
   * a new name means a new bucket; to move, read
   * https://git.example/media-storage/media-storage/blob/main/docs/bucket-name.md.
   */
  bucket: string;
  /**
   * Where the bucket comes from: "create" (the default) makes a new one; "adopt" imports an existing bucket and replaces its
   * policy, CORS and lifecycle rules; read
   * https://git.example/media-storage/media-storage/blob/main/docs/adopting-a-bucket.md first.
   */
  bucketSource?: BucketSource;
  /** Where the bucket lives. */
  store: StoreSettings;
  /** How the bucket's data is kept; by default protected, retained and without versions. */
  data?: DataArgs;
  /**
   * Your own statements in the bucket policy. One that lets anonymous users list, write, or read outside the public prefixes is
   * an error, and so is one that denies the writer what the app needs. By default none.
   */
  additionalStatements?: StatementArgs[];
  /** Tags of the bucket and of the writer's user, by default none. A value may be an output. On Ceph they are an error. */
  tags?: Record<string, Input<string>>;
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterSettings;
}

/** A bucket from which browsers read. */
export interface StorageSettings extends BucketSettings {
  /**
   * The origins whose scripts may read media: scheme, host and a port that is not the default one, such as
   * "https://social.example", or "*". By default what the app's web client needs: for Mastodon "*", since every such object is public anyway.
   */
  corsOrigins?: string[];
}

/** The access keys of a user, with what the operator did not write. */
export interface Keys {
  slots: AccessKeySlot[];
  current: AccessKeySlot;
  inactive: AccessKeySlot[];
}

/** By default one key, in slot a. */
export function keySlots({
  slots = [AccessKeySlot.A],
  current = AccessKeySlot.A,
  inactive = [],
}: KeysSettings): Keys {
  return { slots, current, inactive };
}

/** The access keys to create; undefined where the writer is a role or is given. */
export function writerKeys({ writer }: StorageSettings): Keys | undefined {
  if (writer?.role !== undefined || writer?.given !== undefined) return undefined;
  return keySlots(writer?.keys ?? {});
}
