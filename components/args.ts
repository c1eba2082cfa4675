import type { Input } from "@pulumi/pulumi";
import type { AuthentikSettings } from "../apps/authentik/args";
import type { MastodonSettings } from "../apps/mastodon/args";
import type { BucketSettings, KeysSettings, RoleSettings, WriterSettings } from "../storage/args";
import type { SupabaseSettings } from "../apps/supabase/args";
import type { S3StoreSettings, StoreSettings } from "../stores/args";

/** Credentials that Pulumi (not the app) uses for an S3-compatible server. */
export interface S3ProviderArgs {
  /**
   * The id of the key that creates buckets there; only with `secretKey`. By default the AWS provider takes a key from the
   * environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or a profile.
   */
  accessKey?: Input<string>;
  /** The secret of that key; only with `accessKey`. The state keeps it secret. */
  secretKey?: Input<string>;
  /** The path of a PEM file with the certificate authority of the server, on the machine that runs Pulumi; by default AWS_CA_BUNDLE or the system's authorities. */
  customCaBundle?: Input<string>;
}

/** A bucket on an S3-compatible server. */
export interface S3StoreArgs extends S3StoreSettings {
  /** The credentials that Pulumi (not the app) uses there; default: those of the environment. The component creates its own provider for the server. */
  provider?: S3ProviderArgs;
}

/** Where the bucket lives: exactly one of the members. */
export interface StoreArgs extends StoreSettings {
  /** On an S3-compatible server. */
  s3?: S3StoreArgs;
}

/**
 * Access keys that the component creates: those of an IAM user on AWS; on R2 each is an account token for this bucket only (the
 * token's id, and the SHA-256 of its value). A rotation takes four deployments: `slots: [a, b]` with
 * `current: a`; `current: b` and the new env block applied to the app; `inactive: [a]`; `slots: [b]`.
 */
export interface KeysArgs extends KeysSettings {
  /**
   * The ARN of a managed policy that limits what the user can ever do, such as "arn:aws:iam::123456789012:policy/boundary", for
   * an account that denies `CreateUser` without one. It must allow everything in `writer.policy` of the facts. On R2 it is an error. Default: none.
   */
  permissionsBoundary?: Input<string>;
}

/** Your own role, which gets the writer's policy. The app uses the role's credentials, and no key is created. */
export interface RoleArgs extends RoleSettings {
  /** The role's name (not its ARN). The writer's policy is added to it as an inline policy, whose name contains the bucket's name. */
  roleName: Input<string>;
}

/** An access key that you created yourself. */
export interface GivenKeysArgs {
  /** The id of the key, such as "AKIA...". */
  accessKeyId: Input<string>;
  /** The secret of the key. The component keeps it secret. A value that an env file cannot contain is an error. */
  secretAccessKey: Input<string>;
  /**
   * The session token of a temporary key; default: none. The component keeps it secret. Only authentik reads one: for Mastodon
   * and Supabase it is an error. The key, and every URL that authentik signed with it, expires with its session.
   */
  sessionToken?: Input<string>;
  /**
   * The ARN of the user or role that the key belongs to (on Ceph "arn:aws:iam:::user/<uid>", on Hetzner "arn:aws:iam:::user/p<project>:<access key>"), which the bucket policy then allows to write. On versitygw and RustFS it is the access key itself. On MinIO it is an error, because bucket policies do not apply to users.
   * Without it you must grant the permissions yourself (`writer.policy` of the facts). It may be an output, which is validated when it is known.
   */
  principal?: Input<string>;
}

/** Who uploads and deletes for the app: exactly one of the members. */
export interface WriterArgs extends WriterSettings {
  /** One or two access keys that the component creates: of an IAM user on AWS, account tokens on R2. */
  keys?: KeysArgs;
  /** Your own role, for an app that runs on AWS. */
  role?: RoleArgs;
  /** Your own access key. */
  given?: GivenKeysArgs;
}

/** The arguments of MastodonStorage. */
export interface MastodonStorageArgs extends MastodonSettings {
  /** Where the bucket lives. */
  store: StoreArgs;
  /** Who uploads and deletes for the app; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterArgs;
}

/** The arguments of AuthentikStorage. */
export interface AuthentikStorageArgs extends AuthentikSettings {
  /** Where the bucket lives. */
  store: StoreArgs;
  /** Who uploads and deletes for the app; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterArgs;
}

/** The bucket in which Supabase Storage keeps its files. */
export interface SupabaseBackendArgs extends BucketSettings {
  /** Where the bucket lives. */
  store: StoreArgs;
  /** Who uploads and deletes for Storage; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterArgs;
}

/** The arguments of SupabaseStorage: at least one of `backend` and `protocolEndpoint`. */
export interface SupabaseStorageArgs extends SupabaseSettings {
  /** The S3 bucket in which Storage keeps its files. Default: none; Storage keeps its files where it does today, usually on its disk. */
  backend?: SupabaseBackendArgs;
}
