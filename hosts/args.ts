import type { Input } from "@pulumi/pulumi";

/** What a media host does with a presigned request; it decides whether the signature is still valid when the store checks it. */
export const MediaHostSigning = {
  /** A proxy that passes the query on and sends the store's name in the Host header; up to authentik 2026.2. */
  RewriteHost: "rewrite-host",
  /** A proxy that passes the query on and changes neither Host nor path, for a store that accepts them; authentik 2026.5 and later. */
  PreserveHost: "preserve-host",
  /** A CDN that drops the query and signs its own requests to the store. */
  Cdn: "cdn",
} as const;
export type MediaHostSigning = (typeof MediaHostSigning)[keyof typeof MediaHostSigning];

/** The two slots for purge secrets: while one is replaced by the other, the proxy accepts both. */
export const PurgeSlot = { A: "a", B: "b" } as const;
export type PurgeSlot = (typeof PurgeSlot)[keyof typeof PurgeSlot];

/**
 * The secrets of the requests with which Mastodon purges deleted files from your proxy's cache (`CACHE_BUSTER_*`). The component generates
 * them. A rotation takes three steps, each with `pulumi up`: `slots: [a, b]`, and the proxy's purge file; `current: b`, and the env
 * block; `slots: [b]`, and the proxy's purge file.
 */
export interface PurgeArgs {
  /** The slots that have a secret: one, or both during a rotation. Default: slot a. The proxy accepts each of them. */
  slots?: PurgeSlot[];
  /** The slot whose secret is in the env block. It must be one of `slots`. Default: slot a. */
  current?: PurgeSlot;
}

/** A reverse proxy or CDN that the operator runs and that serves the media host. */
export interface ExternalHostArgs {
  /** The path below which the proxy serves the keys, without a slash at either end; default: the keys begin at the root. */
  path?: string;
  /**
   * What the proxy does with a presigned request: "rewrite-host", "preserve-host" or "cdn". Required for authentik, whose URLs
   * are all presigned, because only "cdn" works with every version (https://github.com/goauthentik/authentik/pull/21704); a value
   * that cannot work with the version is an error. Behind a "cdn" everyone who has the URL of a media file can read it, so
   * reports are never served by one. For Mastodon, whose media is public, it is an error.
   */
  signing?: MediaHostSigning;
  /**
   * Whether browsers reach the host over https (authentik's `SECURE_URLS`), by default true. `false` is only for a test store
   * that is reached over plain http, and for authentik; otherwise it is an error.
   */
  https?: boolean;
  /** Where the DNS records of `hostname` and `previousHosts` are created. By default none are: they exist, or you create them. */
  dns?: ExternalDnsArgs;
  /**
   * The addresses from which your proxy reaches the bucket, as ranges such as "203.0.113.7/32" or "2001:db8:12::/48". Only they may then
   * read the public prefixes; presigned URLs still work from anywhere. By default everybody may read them. It is an error where nothing is
   * public in the bucket, and on a store that does not see the real address of a client. Set it only when nobody uses the bucket's
   * own URLs.
   */
  addresses?: string[];
  /**
   * The URL at which your proxy reads the bucket on Garage, such as "http://127.0.0.1:3902": that of Garage's web endpoint. It serves every
   * object of the bucket to everybody who reaches it, Mastodon's `backups/` too, so only the proxy may reach it: a public address is an
   * error. The proxy passes on the public prefixes only. Required on Garage unless `signing` is set, and an error on all other stores.
   */
  webEndpoint?: string;
  /**
   * Lets Mastodon purge deleted attachments from the proxy's cache at once. Everything else stays for up to `cache.maxAgeSeconds`, as
   * attachments do without it. `{}` is enough. The proxy needs the configuration that `media-storage proxy` prints. For authentik it is an error.
   */
  purge?: PurgeArgs;
}

/** The DNS zone is managed by hand: you create the record that the component names. */
export interface ManualDnsArgs {
  /**
   * The name of the DNS zone that contains the hostname, such as "social.example". By default it is not known. With it, a hostname
   * outside the zone, or one that is the zone itself and so cannot have a CNAME record, is an error before anything is created.
   */
  zoneName?: string;
}

/** Who creates the record that proves to AWS that the hostname is yours, so that it issues the certificate. */
export const ValidationRecords = {
  /** The component creates it, and deletes it with the certificate. */
  Create: "create",
  /** It exists: for one hostname ACM asks for the same record in every region and for every certificate of an account. The component leaves it alone. */
  Existing: "existing",
} as const;
export type ValidationRecords = (typeof ValidationRecords)[keyof typeof ValidationRecords];

/**
 * The records are created in a DNS zone at Cloudflare, with the package @pulumi/cloudflare. They are never proxied: Cloudflare's own cache
 * would keep deleted media.
 */
export interface CloudflareDnsArgs {
  /** The id of the zone: 32 characters of 0-9 and a-f, which the zone's overview shows. */
  zoneId: Input<string>;
  /** The name of the zone, such as "social.example". A hostname outside it, or the name itself (which cannot have a CNAME record), is an error. */
  zoneName: string;
  /**
   * Who creates the record that validates the certificate: "create" (the default), or "existing" if it is there already, which
   * Cloudflare reports with the code 81053. Only with `cloudFront`.
   */
  validationRecords?: ValidationRecords;
  /**
   * The ids of records that exist for hostnames, by hostname: 32 characters of 0-9 and a-f. The component adopts each instead of creating
   * one. Adopt it while the hostname is in `takeOver`: the record keeps its value until the hostname is removed from there. By default none. Only with `cloudFront`.
   */
  hostRecordIds?: Record<string, string>;
}

/** The records are created in a DNS zone at Route 53. */
export interface Route53DnsArgs {
  /** The id of the hosted zone, such as "Z0123456789ABCDEFGHIJ". */
  zoneId: Input<string>;
  /** The name of the zone, such as "social.example". A hostname outside it is an error; the name itself is fine. */
  zoneName: string;
  /** Who creates the record that validates the certificate: "create" (the default; a record that is there is overwritten, and is never deleted), or "existing". Only with `cloudFront`. */
  validationRecords?: ValidationRecords;
  /**
   * Whether records of the types A and AAAA that exist under a hostname may be overwritten. By default false: the deployment then fails
   * instead. A CNAME record must be deleted first.
   */
  overwrite?: boolean;
}

/** Where the DNS records of the media host are created: exactly one of the members. */
export interface DnsArgs {
  /** In a zone at Cloudflare: DNS only, never proxied. */
  cloudflare?: CloudflareDnsArgs;
  /** In a zone at Route 53: for CloudFront alias records of the types A and AAAA. */
  route53?: Route53DnsArgs;
  /** None are created: you create the records yourself. The output `mediaHosts` has their names, types and values. CloudFront then needs `certificateArn`. */
  manual?: ManualDnsArgs;
}

/** Where the DNS records of your own proxy or CDN are created, and what they name. */
export interface ExternalDnsArgs extends DnsArgs {
  /**
   * What serves the host: one or more IPv4 and IPv6 addresses, such as ["203.0.113.7", "2001:db8::7"], for records of the types A and AAAA;
   * or one hostname, such as ["media.cdn.example"], for a CNAME record. A hostname that is the zone itself needs addresses.
   */
  targets: string[];
}

/** The edge locations of CloudFront that serve the media. Fewer locations cost less, and are farther away from some readers. */
export const PriceClass = {
  /** North America, Europe and Israel. */
  Cheapest: "PriceClass_100",
  /** These, and Africa, the Middle East and most of Asia. */
  Most: "PriceClass_200",
  /** Everywhere. */
  All: "PriceClass_All",
} as const;
export type PriceClass = (typeof PriceClass)[keyof typeof PriceClass];

/** Access logs of CloudFront. They contain the IP addresses of readers. */
export interface AccessLogsArgs {
  /**
   * The name of a bucket of yours that accepts ACLs (object ownership "BucketOwnerPreferred"), because CloudFront writes its logs with
   * them. The media bucket is an error: the app deletes what it does not know, and the media bucket refuses ACLs.
   */
  bucket: string;
  /** The region of that bucket, such as "eu-central-1". CloudFront cannot write to regions that an account has to enable first, such as "eu-central-2". */
  region: string;
  /** The prefix of the logs' keys, such as "media/"; by default none. */
  prefix?: string;
}

/**
 * The header Strict-Transport-Security, which makes browsers refuse plain http for the media host. It never asks for the list that
 * browsers are built with, which takes registrable domains only (https://hstspreload.org).
 */
export interface HstsArgs {
  /** How long browsers remember it, in seconds: 1 to 63072000, by default 31536000 (one year). */
  maxAgeSeconds?: number;
  /** Whether it also holds for names below the media host. By default false. */
  includeSubdomains?: boolean;
}

/** CloudFront serves the media host, from a bucket on AWS. */
export interface CloudFrontArgs {
  /** Where the DNS records are created. */
  dns: DnsArgs;
  /**
   * The ARN of a certificate of yours in ACM, in us-east-1, that covers `hostname` and all `previousHosts`. By default the component
   * creates a certificate for each of them, which its DNS records validate. A hostname of more than 64 characters needs a certificate of yours.
   */
  certificateArn?: Input<string>;
  /** The edge locations that serve the media: "PriceClass_100", "PriceClass_200" or, by default, "PriceClass_All". */
  priceClass?: PriceClass;
  /**
   * The id of a cache policy of yours or of AWS, such as "658327ea-f89d-4fab-a63d-7e88639e58f6" (CachingOptimized). By default the
   * component creates one with `cache.maxAgeSeconds`. With a policy of yours, only that policy limits how long deleted media stay
   * readable; one that forwards query strings breaks the media of authentik.
   */
  cachePolicyId?: Input<string>;
  /**
   * The id of a response headers policy of yours. By default the component creates one with CORS and the headers that make uploaded
   * HTML and SVG files harmless; with one of yours, these headers are yours to set.
   */
  responseHeadersPolicyId?: Input<string>;
  /** The ARN of a web ACL of AWS WAF for CloudFront ("arn:aws:wafv2:us-east-1:...:global/webacl/..."); by default none. */
  webAclArn?: Input<string>;
  /**
   * Hostnames (of `hostname` and `previousHosts`) that another distribution still serves while they move here. Their distributions are
   * created without the alias, and their DNS records stay as they are. By default none. A warning says the order of the steps. Remove a hostname from the list when `aws cloudfront associate-alias` has moved its alias.
   */
  takeOver?: string[];
  /** Access logs; by default none. */
  logs?: AccessLogsArgs;
  /** Strict-Transport-Security; by default it is not sent. It is an error with `responseHeadersPolicyId`. */
  hsts?: HstsArgs;
}

/**
 * Cloudflare serves the host, from a bucket on R2: the component creates a Worker that reads the private bucket and serves only keys
 * below the public prefixes. Cloudflare creates the DNS record and the certificate of each hostname itself.
 */
export interface R2HostArgs {
  /**
   * The id of the zone at Cloudflare that contains the hostnames: 32 characters of 0-9 and a-f, which the zone's overview shows. The
   * zone must be in the account of the bucket, with Cloudflare's name servers. Another id replaces the hostnames' domains, which `protect` refuses.
   */
  zoneId: Input<string>;
  /** The name of the zone, such as "social.example". By default it is not known. With it, a hostname outside the zone is an error; the name itself is fine. */
  zoneName?: string;
}

/** How long the media host may cache files. */
export interface CacheArgs {
  /**
   * How long, in seconds, a file that the app has deleted may stay in the media host's cache: 1 to 31536000, by default 86400 (one day).
   * Mastodon allows ten years; this is the upper limit. Browsers still keep a file for as long as the app says.
   */
  maxAgeSeconds?: number;
}

/**
 * Where files that are not in the bucket yet are still served over https. The media host requests a file there when the bucket answers
 * 403 or 404 to GET, HEAD or OPTIONS, for keys below the public prefixes only. Readers get no redirect. For Mastodon only, and an
 * error with access "acl", where a file that an ACL hides would be served again.
 *
 * It is for a move: while it is set, every key that is missing in the bucket costs a second request, and a file that the app has
 * deleted comes back for as long as it still exists there. To end it, copy all files into the bucket, remove `legacy`, and then delete
 * the old files. Before that, neither redirect nor proxy the old URLs to the media host: with a redirect readers get 404 for every file
 * that is not copied yet, and with a proxy both hosts request such a file from each other in an endless loop.
 */
export interface LegacyHostArgs {
  /**
   * The hostname that serves the files, such as "social.example" for files that a Mastodon instance keeps on its own disk. An error if
   * it is a hostname of this media host, or that of the bucket itself.
   */
  hostname: string;
  /**
   * The path before the key, without a slash at either end: "system" for files on the disk of a Mastodon instance, whose key is then
   * requested at https://HOSTNAME/system/KEY. Required where the hostname is the instance's `webDomain`. By default the keys begin at
   * the root.
   */
  path?: string;
}

/** What serves a media host: exactly one of the members. */
export interface MediaHostKinds {
  /** Your own reverse proxy or CDN serves the host. The library creates only DNS records, and only with `dns`. */
  external?: ExternalHostArgs;
  /** CloudFront serves the host, from a bucket on AWS: the component creates a distribution. */
  cloudFront?: CloudFrontArgs;
  /** Cloudflare serves the host, from a bucket on R2: the component creates a Worker. */
  r2?: R2HostArgs;
}

/** The public hostname of the media, and what serves it: exactly one of the members `external`, `cloudFront` and `r2`. */
export interface MediaHostArgs extends MediaHostKinds {
  /**
   * The hostname in the URLs of the media, such as "files.social.example". Treat Mastodon's as permanent: other
   * servers store the URLs (https://github.com/mastodon/mastodon/issues/11915).
   */
  hostname: string;
  /**
   * Hostnames that served the media before and keep serving them, because other servers store URLs for years. By default none. With
   * `cloudFront` each has its own distribution and records in the same DNS zone, and with `r2` its own domain in the same zone. A
   * hostname that you remove here is deleted; while `protect` is true, Pulumi refuses that. With `external` your proxy serves each of them.
   */
  previousHosts?: string[];
  /** Whether Pulumi refuses to delete or replace what serves the host. By default true. To remove a host, set false in one `up` and remove it in the next. Only with `cloudFront` and `r2`. */
  protect?: boolean;
  /**
   * How long files are cached; by default one day. With `external` it is what the configuration that `media-storage proxy` prints allows.
   * It is an error with `cloudFront.cachePolicyId` and with `external.signing`.
   */
  cache?: CacheArgs;
  /** The place that still serves files that are not copied into the bucket yet. By default none. */
  legacy?: LegacyHostArgs;
}
