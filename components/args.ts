import type { Input } from "@pulumi/pulumi";
import type { AuthentikSettings } from "../apps/authentik-settings";
import type { MastodonSettings } from "../apps/mastodon-settings";
import type { KeysArgs, WriterSettings } from "../apps/settings";
import type { SupabaseSettings } from "../apps/supabase-settings";

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
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterArgs;
}

/** The arguments of AuthentikStorage. */
export interface AuthentikStorageArgs extends AuthentikSettings {
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
  /** Who uploads and deletes for the app, only with `s3Backend`; by default an IAM user with one access key, in slot a. */
  writer?: WriterArgs;
}
