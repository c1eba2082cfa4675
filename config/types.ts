/** The program's config as the stack file has it. The JSON Schema for editors is made of these types. */
import type { CloudFrontArgs, MediaHostArgs } from "../hosts/args";
import type { AuthentikSettings } from "../apps/authentik/args";
import type { MastodonSettings } from "../apps/mastodon/args";
import type { StatementArgs } from "../storage/additional-statements";
import type { BucketSettings, KeysSettings, RoleSettings, WriterSettings } from "../storage/args";
import type { SupabaseSettings } from "../apps/supabase/args";

/** Access keys of an IAM user that the component creates. */
export interface KeysConfig extends KeysSettings {
  /**
   * The ARN of a managed policy that limits what the user can ever do, such as "arn:aws:iam::123456789012:policy/boundary", for
   * an account that denies `CreateUser` without one. It must allow what `writer.policy` in the facts says. By default none.
   */
  permissionsBoundary?: string;
}

/** A role of yours that gets the writer's policy. */
export interface RoleConfig extends RoleSettings {
  /** The role's name (not its ARN). */
  roleName: string;
}

/**
 * An access key that you made yourself. Its secret is a config value of its own: `media-storage:<instance>SecretAccessKey`. So is
 * the session token of a temporary key, which only authentik reads: `media-storage:<instance>SessionToken`.
 */
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

/** A statement of your own in the bucket policy. */
export interface StatementConfig extends StatementArgs {
  /** Who: ARNs of users or roles, 12-digit account ids, service names such as "cloudfront.amazonaws.com", or "*" for everybody. */
  principals: string[];
  /**
   * For principals that are AWS services: the ARNs of those of your resources that a service may ask for, such as
   * "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE", with "*" as a wildcard behind the account (condition
   * ArnLike on aws:SourceArn). Without it every AWS customer can make the service ask, which is an error. By default none.
   */
  sourceArns?: string[];
}

/** CloudFront serves the media host, from a bucket on AWS. */
export interface CloudFrontConfig extends CloudFrontArgs {
  /** The ARN of a certificate of yours in ACM, in us-east-1, that covers `hostname`. With `dns: { manual: {} }` it is required. */
  certificateArn?: string;
  /** The id of a cache policy of yours or of AWS, such as "658327ea-f89d-4fab-a63d-7e88639e58f6". By default the component makes one. */
  cachePolicyId?: string;
  /** The id of a response headers policy of yours. By default the component makes one. */
  responseHeadersPolicyId?: string;
  /** The ARN of a web ACL of AWS WAF for CloudFront ("arn:aws:wafv2:us-east-1:...:global/webacl/..."); by default none. */
  webAclArn?: string;
}

/** The public hostname of the media, and what serves it: exactly one of the members `external` and `cloudFront`. */
export interface MediaHostConfig extends MediaHostArgs {
  /** CloudFront serves the host, from a bucket on AWS: the component creates a distribution. */
  cloudFront?: CloudFrontConfig;
}

/** The media storage of a Mastodon instance. */
export interface MastodonConfig extends MastodonSettings {
  /** The public hostname of the media; by default URLs name the bucket on the S3 host. */
  mediaHost?: MediaHostConfig;
  /**
   * Your own statements in the bucket policy. One that lets anonymous users list, write, or read outside the public prefixes is
   * an error, and so is one that denies the writer what the app needs. By default none.
   */
  additionalStatements?: StatementConfig[];
  /** Tags of the bucket and of the writer's user, by default none. On Ceph they are an error. */
  tags?: Record<string, string>;
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterConfig;
}

/** The storage of an authentik installation. */
export interface AuthentikConfig extends AuthentikSettings {
  /** Another hostname at which browsers reach the files; by default URLs name the store's own host. */
  mediaHost?: MediaHostConfig;
  /**
   * Your own statements in the bucket policy. One that lets anonymous users list, write, or read outside the public prefixes is
   * an error, and so is one that denies the writer what the app needs. By default none.
   */
  additionalStatements?: StatementConfig[];
  /** Tags of the bucket and of the writer's user, by default none. On Ceph they are an error. */
  tags?: Record<string, string>;
  /** Who uploads and deletes for the app; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterConfig;
}

/** The bucket in which Supabase Storage keeps its files. */
export interface SupabaseBackendConfig extends BucketSettings {
  /**
   * Your own statements in the bucket policy. One that lets anonymous users list, write, or read outside the public prefixes is
   * an error, and so is one that denies the writer what the app needs. By default none.
   */
  additionalStatements?: StatementConfig[];
  /** Tags of the bucket and of the writer's user, by default none. On Ceph they are an error. */
  tags?: Record<string, string>;
  /** Who uploads and deletes for Storage; by default an IAM user with one access key, in slot a. A store without IAM (Ceph) needs `given`. */
  writer?: WriterConfig;
}

/** The storage of a Supabase instance: at least one of `backend` and `protocolEndpoint`. */
export interface SupabaseConfig extends SupabaseSettings {
  /** The S3 bucket in which Storage keeps its files. By default none: Storage keeps them where it does today, usually on its disk. */
  backend?: SupabaseBackendConfig;
}

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
