/** The program's config in the form of the stack file. The JSON Schema for editors is generated from these types. */
import type {
  CloudFrontArgs,
  CloudflareDnsArgs,
  DnsArgs,
  ExternalDnsArgs,
  ExternalHostArgs,
  MediaHostArgs,
  R2HostArgs,
  Route53DnsArgs,
} from "../hosts/args";
import type { AuthentikSettings } from "../apps/authentik/args";
import type { MastodonSettings } from "../apps/mastodon/args";
import type { StatementArgs } from "../storage/additional-statements";
import type { BucketSettings, KeysSettings, RoleSettings, WriterSettings } from "../storage/args";
import type { SupabaseSettings } from "../apps/supabase/args";

/** Access keys that the component creates: those of an IAM user on AWS; on R2 each is an account token for this bucket only. */
export interface KeysConfig extends KeysSettings {
  /**
   * The ARN of a managed policy that limits what the user can ever do, such as "arn:aws:iam::123456789012:policy/boundary", for
   * an account that denies `CreateUser` without one. It must allow everything in `writer.policy` of the facts. On R2 it is an error. Default: none.
   */
  permissionsBoundary?: string;
}

/** Your own role, which gets the writer's policy. */
export interface RoleConfig extends RoleSettings {
  /** The role's name (not its ARN). */
  roleName: string;
}

/**
 * An access key that you created yourself. Its secret is a separate config value of the project, `<instance>SecretAccessKey`, and
 * so is the session token of a temporary key, which only authentik reads: `<instance>SessionToken`.
 */
export interface GivenKeysConfig {
  /** The id of the key, such as "AKIA...". */
  accessKeyId: string;
  /** The ARN of the user or role that the key belongs to (on Ceph "arn:aws:iam:::user/<uid>", on Hetzner "arn:aws:iam:::user/p<project>:<access key>"), which the bucket policy then allows to write. On versitygw and RustFS it is the access key itself. On MinIO it is an error, because bucket policies do not apply to users. */
  principal?: string;
}

/** Who uploads and deletes for the app: exactly one of the members. */
export interface WriterConfig extends WriterSettings {
  /** One or two access keys that the component creates: of an IAM user on AWS, account tokens on R2. */
  keys?: KeysConfig;
  /** Your own role, for an app that runs on AWS. */
  role?: RoleConfig;
  /** Your own access key. */
  given?: GivenKeysConfig;
}

/** Your own statement in the bucket policy. */
export interface StatementConfig extends StatementArgs {
  /** Who: ARNs of users or roles, 12-digit account ids, service names such as "cloudfront.amazonaws.com", or "*" for everybody. */
  principals: string[];
  /**
   * For principals that are AWS services: the ARNs of your resources for which the service may make requests, such as
   * "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE", with "*" as a wildcard after the account (condition
   * ArnLike on aws:SourceArn). Without it every AWS customer can make the service send requests, which is an error. Default: none.
   */
  sourceArns?: string[];
}

/** The records are made in a DNS zone at Cloudflare, with the package @pulumi/cloudflare. They are never proxied. */
export interface CloudflareDnsConfig extends CloudflareDnsArgs {
  /** The id of the zone: 32 characters of 0-9 and a-f, which the zone's overview shows. */
  zoneId: string;
}

/** The records are made in a DNS zone at Route 53. */
export interface Route53DnsConfig extends Route53DnsArgs {
  /** The id of the hosted zone, such as "Z0123456789ABCDEFGHIJ". */
  zoneId: string;
}

/** Where the DNS records of the media host are made: exactly one of the members. */
export interface DnsConfig extends DnsArgs {
  /** In a zone at Cloudflare: DNS only, never proxied. */
  cloudflare?: CloudflareDnsConfig;
  /** In a zone at Route 53: for CloudFront alias records of the types A and AAAA. */
  route53?: Route53DnsConfig;
}

/** Where the DNS records of your own proxy or CDN are made, and what they name. */
export interface ExternalDnsConfig extends ExternalDnsArgs {
  /** In a zone at Cloudflare: DNS only, never proxied. */
  cloudflare?: CloudflareDnsConfig;
  /** In a zone at Route 53. */
  route53?: Route53DnsConfig;
}

/** A reverse proxy or CDN that the operator runs and that serves the media host. */
export interface ExternalHostConfig extends ExternalHostArgs {
  /** Where the DNS records of `hostname` and `previousHosts` are made. By default nowhere: they exist, or you create them. */
  dns?: ExternalDnsConfig;
}

/** CloudFront serves the media host, from a bucket on AWS. */
export interface CloudFrontConfig extends CloudFrontArgs {
  /** Where the DNS records are made. */
  dns: DnsConfig;
  /** The ARN of your own certificate in ACM in us-east-1 that covers all hostnames. It is required with `dns: { manual: {} }`. Default: the component creates one for each hostname. */
  certificateArn?: string;
  /** The id of your own or AWS's cache policy, such as "658327ea-f89d-4fab-a63d-7e88639e58f6". Default: the component creates one. */
  cachePolicyId?: string;
  /** The id of your own response headers policy. Default: the component creates one. */
  responseHeadersPolicyId?: string;
  /** The ARN of a web ACL of AWS WAF for CloudFront ("arn:aws:wafv2:us-east-1:...:global/webacl/..."); by default none. */
  webAclArn?: string;
}

/**
 * Cloudflare serves the host, from a bucket on R2: the component creates a Worker that reads the private bucket and serves only keys
 * below the public prefixes. Cloudflare creates the DNS record and the certificate of each hostname itself.
 */
export interface R2HostConfig extends R2HostArgs {
  /** The id of the zone at Cloudflare that contains the hostnames: 32 characters of 0-9 and a-f, which the zone's overview shows. The zone must be in the account of the bucket. */
  zoneId: string;
}

/** The public hostname of the media, and what serves it: exactly one of the members `external`, `cloudFront` and `r2`. */
export interface MediaHostConfig extends MediaHostArgs {
  /** Your own reverse proxy or CDN serves the host. The library creates nothing for it but, with `dns`, the records. */
  external?: ExternalHostConfig;
  /** CloudFront serves the host, from a bucket on AWS: the component creates a distribution. */
  cloudFront?: CloudFrontConfig;
  /** Cloudflare serves the host, from a bucket on R2: the component creates a Worker. */
  r2?: R2HostConfig;
}

/** The media storage of a Mastodon instance. */
export interface MastodonConfig extends MastodonSettings {
  /** The public hostname of the media; default: URLs have the S3 host and the bucket. */
  mediaHost?: MediaHostConfig;
  /**
   * Your own statements in the bucket policy; default: none. A statement is an error if it allows anonymous clients to list, to
   * write, or to read outside the public prefixes, or if it denies the writer what the app needs.
   */
  additionalStatements?: StatementConfig[];
  /** Tags of the bucket and of the writer's user; default: none. On a store whose tags this library cannot manage, such as Ceph and R2, they are an error. */
  tags?: Record<string, string>;
  /** Who uploads and deletes for the app; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterConfig;
}

/** The storage of an authentik installation. */
export interface AuthentikConfig extends AuthentikSettings {
  /** Another hostname at which browsers reach the files; default: URLs have the store's own host. */
  mediaHost?: MediaHostConfig;
  /**
   * Your own statements in the bucket policy; default: none. A statement is an error if it allows anonymous clients to list, to
   * write, or to read outside the public prefixes, or if it denies the writer what the app needs.
   */
  additionalStatements?: StatementConfig[];
  /** Tags of the bucket and of the writer's user; default: none. On a store whose tags this library cannot manage, such as Ceph and R2, they are an error. */
  tags?: Record<string, string>;
  /** Who uploads and deletes for the app; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterConfig;
}

/** The bucket in which Supabase Storage keeps its files. */
export interface SupabaseBackendConfig extends BucketSettings {
  /**
   * Your own statements in the bucket policy; default: none. A statement is an error if it allows anonymous clients to list, to
   * write, or to read outside the public prefixes, or if it denies the writer what the app needs.
   */
  additionalStatements?: StatementConfig[];
  /** Tags of the bucket and of the writer's user; default: none. On a store whose tags this library cannot manage, such as Ceph and R2, they are an error. */
  tags?: Record<string, string>;
  /** Who uploads and deletes for Storage; default: `keys` with one key, in slot a: an IAM user on AWS, an account token for this bucket on R2. A store where this library can create neither, such as Ceph, needs `given`. */
  writer?: WriterConfig;
}

/** The storage of a Supabase instance: at least one of `backend` and `protocolEndpoint`. */
export interface SupabaseConfig extends SupabaseSettings {
  /** The S3 bucket in which Storage keeps its files. Default: none; Storage keeps its files where it does today, usually on its disk. */
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
