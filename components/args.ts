import type { Input } from "@pulumi/pulumi";
import type { AuthentikSettings } from "../apps/authentik/args";
import type { MastodonSettings } from "../apps/mastodon/args";
import type { KeysSettings, WriterSettings } from "../storage/args";
import type { SupabaseSettings } from "../apps/supabase/args";
import type { S3StoreSettings, StoreSettings } from "../stores/args";

/** How Pulumi, not the app, gets into an S3-compatible server. */
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
  /** The credentials that Pulumi (not the app) uses there; by default those of the environment. The component makes its own provider for the server. */
  provider?: S3ProviderArgs;
}

/** Where the bucket lives: exactly one of the members. */
export interface StoreArgs extends StoreSettings {
  /** On an S3-compatible server. */
  s3?: S3StoreArgs;
}

/**
 * Access keys of an IAM user that the component creates. A rotation takes four deployments: `slots: [a, b]` with
 * `current: a`; `current: b` and the new env block applied to the app; `inactive: [a]`; `slots: [b]`.
 */
export interface KeysArgs extends KeysSettings {
  /**
   * The ARN of a managed policy that limits what the user can ever do, such as "arn:aws:iam::123456789012:policy/boundary", for
   * an account that denies `CreateUser` without one. It must allow what `writerPolicy` in the facts says. By default none.
   */
  permissionsBoundary?: Input<string>;
}

/** A role of yours that gets the writer's policy; the app takes its credentials from there, and no key is made. */
export interface RoleArgs {
  /** The role's name (not its ARN). The policy is put on it inline, under a name that carries the bucket's. */
  roleName: Input<string>;
}

/** An access key that you made yourself. */
export interface GivenKeysArgs {
  /** The id of the key, such as "AKIA...". */
  accessKeyId: Input<string>;
  /** The secret of the key, which the component keeps secret. A value that no env file can carry is an error. */
  secretAccessKey: Input<string>;
  /**
   * The ARN of the user or role that the key belongs to (on Ceph "arn:aws:iam:::user/<uid>"), which the bucket policy then lets write. By default you grant
   * the rights yourself (`writerPolicy` in the facts says which).
   */
  principal?: string;
}

/** Who uploads and deletes for the app: exactly one of the members. */
export interface WriterArgs extends WriterSettings {
  /** An IAM user of the component's own, with one access key or two. */
  keys?: KeysArgs;
  /** A role of yours, for an app that runs on AWS. */
  role?: RoleArgs;
  /** An access key of yours. */
  given?: GivenKeysArgs;
}

/** The arguments of MastodonStorage. */
export interface MastodonStorageArgs extends MastodonSettings {
  /** Where the bucket lives. */
  store: StoreArgs;
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterArgs;
}

/** The arguments of AuthentikStorage. */
export interface AuthentikStorageArgs extends AuthentikSettings {
  /** Where the bucket lives. */
  store: StoreArgs;
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterArgs;
  /**
   * The session token of a temporary key in `writer: { given }`, which the component keeps secret; by default none. Without
   * such a key it is an error. The key ends with its session, and with it every URL that authentik gave out.
   */
  sessionToken?: Input<string>;
}

/** The arguments of SupabaseStorage. */
export interface SupabaseStorageArgs extends SupabaseSettings {
  /** Where the bucket lives; only with `s3Backend`. */
  store?: StoreArgs;
  /** Who uploads and deletes for the app, only with `s3Backend`; by default an IAM user with one access key, in slot a. */
  writer?: WriterArgs;
}
