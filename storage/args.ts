/**
 * The settings of every storage. Values that decide which resources and env lines exist are plain, so they are known before
 * anything is created; a component's args also accept outputs for the rest.
 */
import type { Input } from "@pulumi/pulumi";
import type { StatementArgs } from "./additional-statements";
import type { LifecycleRuleArgs } from "./lifecycle-rules";
import type { StoreSettings } from "../stores/args";

/** The two slots for access keys. IAM allows two keys per user, including inactive ones; R2 gets no more, so that a rotation is the same. */
export const AccessKeySlot = { A: "a", B: "b" } as const;
export type AccessKeySlot = (typeof AccessKeySlot)[keyof typeof AccessKeySlot];

/**
 * Access keys that the component creates: those of an IAM user on AWS; on R2 each is an account token for this bucket only (the
 * token's id, and the SHA-256 of its value). A rotation takes four deployments: `slots: [a, b]` with
 * `current: a`; `current: b` and the new env block applied to the app; `inactive: [a]`; `slots: [b]`.
 */
export interface KeysSettings {
  /** The slots that have a key: one, or both during a rotation. Default: slot a. */
  slots?: AccessKeySlot[];
  /** The slot whose key is in the env block. It must be one of `slots` and not inactive. Default: slot a. */
  current?: AccessKeySlot;
  /** The slots whose key exists but is disabled, so that you notice a forgotten use before you delete the key. Default: none. */
  inactive?: AccessKeySlot[];
  permissionsBoundary?: unknown;
}

/** Whether S3 keeps old versions of objects. */
export interface VersioningArgs {
  /**
   * Whether S3 keeps the old version when an object is deleted or overwritten. `false` suspends versioning on a bucket that has
   * it. Set `false` instead of removing `enabled: true`, so that the library still deletes old versions.
   */
  enabled: boolean;
  /**
   * Days after which a deleted or overwritten version is deleted for good: 1 or more; default: 30. It also applies while
   * versioning is suspended, so that what users of the app delete is really deleted.
   */
  noncurrentDays?: number;
}

/** Where the bucket comes from, and how much of it the component manages. */
export const BucketSource = {
  /** The component creates it. */
  Create: "create",
  /** It exists, and the component imports it. */
  Adopt: "adopt",
  /** It exists, and the component leaves it alone, except for its bucket policy and CORS rules. */
  Existing: "existing",
} as const;
export type BucketSource = (typeof BucketSource)[keyof typeof BucketSource];

/** Settings that protect the bucket's data. */
export interface DataArgs {
  /** Whether Pulumi refuses to delete or replace the bucket; default: true. */
  protect?: boolean;
  /** Whether `pulumi destroy` keeps the bucket and its access block, and only removes them from the state; default: true. */
  retainOnDelete?: boolean;
  /**
   * Whether S3 keeps old versions of objects, and for how long. Default: the bucket's versioning is not managed (a new bucket has
   * none). It is an error on a store whose lifecycle rules this library cannot manage, such as Ceph, because nothing would delete
   * old versions there.
   */
  versioning?: VersioningArgs;
  /**
   * Your own lifecycle rules in addition to the library's, such as one that moves media to a cheaper storage class; default:
   * none. A rule that deletes current objects is an error. Every rule is an error on a store whose lifecycle rules this library
   * cannot manage, such as Ceph.
   */
  lifecycleRules?: LifecycleRuleArgs[];
}

/** An access key that the operator created. In a component its parts may be outputs. */
export interface GivenKeysSettings {
  principal?: unknown;
  accessKeyId?: unknown;
  secretAccessKey?: unknown;
  sessionToken?: unknown;
}

/** A role that the operator created. In a component its name may be an output. */
export interface RoleSettings {
  roleName?: unknown;
  /**
   * The name of an AWS profile on the app's machine from which the app reads its credentials (authentik's `SESSION_PROFILE`);
   * default: none. It is an error for Mastodon and Supabase, which have no such setting.
   */
  profile?: string;
}

/** The access key of the env block; none if the app uses a role's credentials. */
export interface Credentials<V> {
  accessKeyId: string | V;
  secretAccessKey: string | V;
  /** The session token of a temporary key. */
  sessionToken?: string | V;
}

/** The places from which the writer's credentials can write, delete and list. A request must match an entry of either list. */
export interface OnlyFromArgs {
  /**
   * Ranges of IPv4 and IPv6 addresses from which the app reaches the store, such as "203.0.113.17/32" or "2001:db8:12::/48". On
   * AWS they are public addresses: a private range is an error, because S3 sees the address of the NAT gateway or of the
   * server. Default: none.
   */
  cidrs?: string[];
  /** Ids of VPC endpoints for S3, such as "vpce-0123456789abcdef0", for an app that runs in a VPC on AWS. On other stores it is an error. Default: none. */
  vpcEndpoints?: string[];
}

/** The writer's settings that must be plain; exactly one of keys, role and given. */
export interface WriterSettings {
  keys?: KeysSettings;
  role?: RoleSettings;
  given?: GivenKeysSettings;
  /**
   * Limits the places from which the writer's credentials can write, delete and list, so that a stolen key is of little use
   * elsewhere. Reads are not limited, because browsers open presigned URLs from anywhere. If the writer is `given`, it is an
   * error without `given.principal`. On R2 it is an error. Default: no limit. Before you set it, read https://git.example/media-storage/media-storage/blob/main/docs/stolen-keys.md.
   */
  onlyFrom?: OnlyFromArgs;
}

/** A bucket and its settings, except CORS. */
export interface BucketSettings {
  /**
   * The name of the bucket: 3 to 63 characters of a-z, 0-9 and "-", and on an S3-compatible server also dots. It cannot change later, because
   * a new name means a new bucket. To move to another bucket, read
   * https://git.example/media-storage/media-storage/blob/main/docs/bucket-name.md.
   */
  bucket: string;
  /**
   * Where the bucket comes from: "create" (the default) makes a new one; "adopt" imports an existing bucket and replaces its
   * policy, CORS and lifecycle rules, ownership controls, access block and tags (on R2 only CORS rules); "existing" leaves an existing bucket alone and replaces only its
   * policy and CORS rules (on R2 only CORS rules), so its versioning, lifecycle rules, ownership controls, access block, ACL,
   * encryption and tags stay as they are, `data` and `store.r2.location` are errors, and Pulumi neither protects nor deletes it. Read
   * https://git.example/media-storage/media-storage/blob/main/docs/adopting-a-bucket.md first.
   */
  bucketSource?: BucketSource;
  /** Where the bucket lives. */
  store: StoreSettings;
  /** Settings that protect the bucket's data; default: protected, retained and without versions. An error with bucketSource "existing". */
  data?: DataArgs;
  /**
   * Your own statements in the bucket policy; default: none. A statement is an error if it allows anonymous clients to list, to
   * write, or to read outside the public prefixes, or if it denies the writer what the app needs.
   */
  additionalStatements?: StatementArgs[];
  /** Tags of the bucket (not with bucketSource "existing") and of the writer's user; default: none. A value may be an output. On a store whose tags this library cannot manage, such as Ceph and R2, they are an error. */
  tags?: Record<string, Input<string>>;
  /** Who uploads and deletes for the app; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterSettings;
}

/** A bucket from which browsers read. */
export interface StorageSettings extends BucketSettings {
  /**
   * The origins whose scripts may read media: scheme, host, and the port if it is not the default, such as
   * "https://social.example", or "*". Default: what the app's web client needs. For Mastodon this is "*", because these objects are
   * public.
   */
  corsOrigins?: string[];
}

/** The access keys of a user, with the defaults. */
export interface Keys {
  slots: AccessKeySlot[];
  current: AccessKeySlot;
  inactive: AccessKeySlot[];
}

/** The default is one key, in slot a. */
export function keySlots({
  slots = [AccessKeySlot.A],
  current = AccessKeySlot.A,
  inactive = [],
}: KeysSettings): Keys {
  return { slots, current, inactive };
}

/** The access keys to create; undefined if the writer is a role or given. */
export function writerKeys({ writer }: StorageSettings): Keys | undefined {
  if (writer?.role !== undefined || writer?.given !== undefined) return undefined;
  return keySlots(writer?.keys ?? {});
}
