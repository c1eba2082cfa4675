/** The program's config as the stack file has it. The JSON Schema for editors is made of these types. */
import type { AuthentikSettings } from "../apps/authentik/args";
import type { MastodonSettings } from "../apps/mastodon/args";
import type { KeysSettings, WriterSettings } from "../storage/args";
import type { SupabaseSettings } from "../apps/supabase/args";

/** Access keys of an IAM user that the component creates. */
export interface KeysConfig extends KeysSettings {
  /**
   * The ARN of a managed policy that limits what the user can ever do, such as "arn:aws:iam::123456789012:policy/boundary", for
   * an account that denies `CreateUser` without one. It must allow what `writerPolicy` in the facts says. By default none.
   */
  permissionsBoundary?: string;
}

/** A role of yours that gets the writer's policy. */
export interface RoleConfig {
  /** The role's name (not its ARN). */
  roleName: string;
}

/** An access key that you made yourself. Its secret is a config value of its own: `media-storage:<instance>SecretAccessKey`. */
export interface GivenKeysConfig {
  /** The id of the key, such as "AKIA...". */
  accessKeyId: string;
  /** The ARN of the user or role that the key belongs to (on Ceph "arn:aws:iam:::user/<uid>"), which the bucket policy then lets write. */
  principal?: string;
}

/** Who uploads and deletes for the app: exactly one of the members. */
export interface WriterConfig extends WriterSettings {
  /** An IAM user of the component's own, with one access key or two. */
  keys?: KeysConfig;
  /** A role of yours, for an app that runs on AWS. */
  role?: RoleConfig;
  /** An access key of yours. */
  given?: GivenKeysConfig;
}

/** The media storage of a Mastodon instance. */
export interface MastodonConfig extends MastodonSettings {
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterConfig;
}

/** The storage of an authentik installation. The token of a temporary key is a config value of its own: `media-storage:<instance>SessionToken`. */
export interface AuthentikConfig extends AuthentikSettings {
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterConfig;
}

/** The storage of a Supabase instance. */
export interface SupabaseConfig extends SupabaseSettings {
  /** Who uploads and deletes for the app, only with `s3Backend`; by default an IAM user with one access key, in slot a. */
  writer?: WriterConfig;
}

/** The apps that an instance can be of, by their members in `InstanceConfig`. */
export const APPS = ["mastodon", "authentik", "supabase"] as const satisfies (keyof InstanceConfig)[];
export type AppName = (typeof APPS)[number];

/** One instance: exactly one app. */
export interface InstanceConfig {
  /** The media storage of a Mastodon instance. */
  mastodon?: MastodonConfig;
  /** The storage of an authentik installation. */
  authentik?: AuthentikConfig;
  /** The storage of a Supabase instance. */
  supabase?: SupabaseConfig;
}

/** The instances by name; a name begins the names of the instance's resources and stack outputs. */
export type InstancesConfig = Record<string, InstanceConfig>;
