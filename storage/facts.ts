import type { MediaHostSigning, PurgeSlot } from "../hosts/args";
import type { StoreKind } from "../stores/args";
import type { AccessKeySlot } from "./args";

/** Who uploads and deletes for the app. */
export const WriterKind = {
  /** An IAM user or, on R2, tokens of the component, with access keys. */
  Keys: "keys",
  /** A role of the operator. */
  Role: "role",
  /** An access key of the operator. */
  Given: "given",
} as const;
export type WriterKind = (typeof WriterKind)[keyof typeof WriterKind];

/** The app. Members that only one app has are undefined for the others. */
export interface AppFacts {
  /** The app: "mastodon", "authentik" or "supabase". */
  name: string;
  /** The app's version; undefined if the arguments do not set it. */
  version?: string;
  /** Mastodon's `webDomain`, such as "social.example". */
  webDomain?: string;
  /** The origins in Mastodon's `EXTRA_MEDIA_HOSTS`. */
  extraMediaHosts?: string[];
  /** What authentik stores in the bucket: "media", "reports" or both. */
  usages?: string[];
  /** Supabase's `SUPABASE_PUBLIC_URL`. */
  publicUrl?: string;
  /** Supabase's `STORAGE_TENANT_ID`, the first part of every key. */
  tenantId?: string;
  /** The URL of Supabase's S3 protocol endpoint; undefined if it is disabled. */
  protocolEndpoint?: string;
  /** Lines for bash that test the protocol endpoint with aws-cli and rclone. They read the keys from the `.env` in the same folder. */
  testCommands?: string[];
}

/** The store that has the bucket. */
export interface StoreFacts {
  /** The kind of store: "aws", "r2" or "s3". */
  kind: StoreKind;
  /** The S3-compatible server, such as "ceph"; undefined on AWS. */
  server?: string;
  /** The URL of the S3 API without the bucket; undefined on AWS, where clients do not need it. */
  endpoint?: string;
  /** The URL at which the app reaches the S3 API; undefined if it is `endpoint`. */
  appEndpoint?: string;
  /** The hostname of the S3 API with its port, if any, and without the bucket. */
  host: string;
  /** The region for which requests are signed. */
  region: string;
  /** Whether the bucket is in the path of URLs (true) or in the hostname (false); undefined on AWS. */
  pathStyle?: boolean;
  /** The path, on the app's machine, of the endpoint's certificate authority; undefined if the arguments do not set it. */
  caFile?: string;
}

/** The bucket. */
export interface BucketFacts {
  /** The bucket's name. */
  name: string;
  /** The bucket's ARN; undefined if the store has no bucket policies. */
  arn?: string;
  /** The prefix of every key, without a slash at either end; undefined if there is none. */
  keyPrefix?: string;
  /** Whether the ACL of each object decides who may read it; otherwise the bucket policy does. */
  objectAcls: boolean;
  /** The prefixes that everybody may read from the bucket itself, each ending in "/"; with `mediaHost.addresses` only requests from these. */
  publicPrefixes: string[];
  /** The prefixes that everybody may read through the media host, each ending in "/"; undefined if the component creates no host, unless the proxy has a `webEndpoint`. */
  hostPrefixes?: string[];
  /** The prefixes that only the writer may read from the bucket itself, each ending in "/". Keys below none of the lists are private too. */
  privatePrefixes: string[];
  /** The origins whose scripts may read objects. */
  corsOrigins: string[];
}

/** Who uploads and deletes for the app. */
export interface WriterFacts {
  /** Who it is: "keys" (an IAM user of the component, or its token on R2), "role" or "given" (your own access key). */
  kind: WriterKind;
  /** The name of the IAM user; undefined if the component creates none. */
  user?: string;
  /** The slot whose key is in the env block: "a" or "b"; undefined if the component creates no key. */
  currentKeySlot?: AccessKeySlot;
  /** The writer's permissions, as the JSON text of an identity policy. */
  policy: string;
}

/** The place that still serves files that are not in the bucket yet: `https://HOSTNAME/[PATH/]KEY`. */
export interface LegacyHostFacts {
  /** The hostname, such as "social.example". */
  hostname: string;
  /** The path before the key, such as "system", without a slash at either end; undefined if there is none. */
  path?: string;
}

/** How the app purges a file from the cache of the operator's proxy. The secrets are in `Deployment.purgeSecrets`. */
export interface PurgeFacts {
  /** The name of the header in which a purge request has the secret. */
  header: string;
  /** The slots whose secrets the proxy has to accept. */
  slots: PurgeSlot[];
  /** The slot whose secret the app sends. */
  current: PurgeSlot;
}

/** The public hostname of the media. */
export interface MediaHostFacts {
  /** What serves the host: the member of the argument `mediaHost` that is set, "external", "cloudFront" or "r2". */
  kind: string;
  /** The hostname, such as "files.social.example". */
  hostname: string;
  /** The path below which the host serves the keys, without a slash at either end; undefined if they begin at the root. */
  path?: string;
  /** Where the host requests files that are missing in the bucket; undefined if nowhere. */
  legacy?: LegacyHostFacts;
  /** The hostnames that served the media before and keep serving them; undefined if there are none. */
  previousHosts?: string[];
  /** What the host does with a presigned request: "rewrite-host", "preserve-host" or "cdn"; undefined if the app presigns no media. */
  signing?: MediaHostSigning;
  /**
   * What a proxy with the `signing` "rewrite-host" or "preserve-host" requests at the store: the URL before "/" and the key. Undefined
   * for other hosts.
   */
  signedBaseUrl?: string;
  /** Where the DNS records are created, such as "manual"; undefined if the arguments do not say what they name. */
  dns?: string;
  /**
   * How long, in seconds, the host may serve a deleted file from its cache; undefined if the library does not decide it. With "external" it
   * holds for the configuration that `media-storage proxy` prints.
   */
  maxAgeSeconds?: number;
  /** The ranges of addresses from which the proxy reads the bucket, and nobody else; undefined if everybody may read from it. */
  addresses?: string[];
  /** The URL of the store's web endpoint, at which the proxy reads the bucket by its name in the Host header; undefined if it reads the bucket's own URL. */
  webEndpoint?: string;
  /** How the app purges a file from the proxy's cache; undefined if it does not. */
  purge?: PurgeFacts;
  /** Whether the host serves every object of the bucket, private ones too (Mastodon's `exposeUserExports`); undefined if not. */
  publishesBucket?: boolean;
  /**
   * What you do by hand for hostnames that move from another distribution (`takeOver`) and for `previousHosts`, in one paragraph each;
   * undefined if there is nothing to do.
   */
  steps?: string[];
}

/** The version of `StorageFacts`' shape that this version of the package writes and reads. */
export const FACTS_SCHEMA = 1;

/**
 * What is known about a deployed storage. It contains no secret, so other tools can work from it. New members may be added
 * under the same `schema`.
 */
export interface StorageFacts {
  /** The version of this shape: 1. It grows when a member is removed or changes its meaning. */
  schema: number;
  /** The app. */
  app: AppFacts;
  /** The store; undefined if the storage has no bucket. */
  store?: StoreFacts;
  /** The bucket; undefined if the storage has none. */
  bucket?: BucketFacts;
  /** Who uploads and deletes; undefined if the storage has no bucket. */
  writer?: WriterFacts;
  /** The public hostname of the media; undefined if there is none. */
  mediaHost?: MediaHostFacts;
  /** The base URL of public files, without a slash at the end; undefined if no file is public. */
  publicBaseUrl?: string;
  /** The URL before "/" and the key in the presigned URLs that browsers get; undefined if the app presigns none. */
  presignedBaseUrl?: string;
  /** Warnings for the operator; one or two sentences each. */
  warnings: string[];
}

/** The facts of a storage that has a bucket. */
export type BucketStorageFacts = StorageFacts & Required<Pick<StorageFacts, "store" | "bucket" | "writer">>;

export function hasBucket(facts: StorageFacts): facts is BucketStorageFacts {
  return facts.store !== undefined && facts.bucket !== undefined && facts.writer !== undefined;
}
