import type { Reason } from "../validation/problem";
import type { Finding, Rules } from "../validation/rules";
import type { DnsArgs, LegacyHostArgs, MediaHostArgs, MediaHostKinds, MediaHostSigning } from "./args";
import type { Purge } from "./purge";

/** The kind of a DNS zone: the name of the member of `DnsArgs` that says where it is. */
export type DnsKind = keyof DnsArgs;

/** The kind of a media host: the name of the member of `MediaHostArgs` that says what serves it. */
export type HostKind = keyof MediaHostKinds;

/** What a kind of media host can do, each cell with its source. */
export interface HostCapabilities {
  /** Whether it can ask the bucket without credentials, so that an object's own ACL decides what it may serve. */
  objectAcls: boolean;
  /** Whether it can sign its requests, so that the bucket behind it can be private. */
  signsRequests: boolean;
  /**
   * Whether the bucket policy lets it read, by the ARN of what serves each of its hostnames. A host that signs its requests otherwise
   * reads with credentials of its own.
   */
  namedInPolicy: boolean;
  /** Whether it can serve every object of the bucket, private ones too, if the app's arguments ask for that. */
  publishesBucket: boolean;
  /** Whether the library creates what serves it, and so decides how long files are cached and which hostnames are served. */
  managed: boolean;
}

/** A kind of media host, with its own arguments: what it can do, and how the arguments are checked and read. */
export interface HostDefinition<Args> {
  can: HostCapabilities;
  /** How a message shows the member in the config: "`external: {}` for your own proxy". */
  inWords: string;
  /** The same with what the member needs on a store. Default: `inWords`. */
  inWordsAt?: (store: HostedStore) => string;
  /** The rules about its arguments, beside those that their types show. The context is the whole `mediaHost` argument. */
  rules: Rules<Args, MediaHostArgs>;
  /** Rules about a whole `mediaHost`. They run for every kind, so each must test its own member. By default none. */
  hostRules?: Rules<MediaHostArgs>;
  /** Why it cannot serve a bucket of this store. By default it can serve every bucket. */
  storeProblems?(store: HostedStore, region: string | undefined): Reason[];
  /** What is wrong with its arguments for a bucket of this store, each with its path below them. Default: nothing. */
  storeArgsProblems?(args: Args, store: HostedStore): Finding[];
  /** Whether it can read private buckets of a store though it does not sign its requests. Default: false. */
  readsPrivateBuckets?(store: HostedStore): boolean;
  /** Whether its arguments, which may have problems, make it do so. Default: false. */
  readsPrivately?(args: unknown): boolean;
  /** The status with which it answers for a private key. By default it is not known. */
  refusalStatus?: number;
  /** Whether it also answers under a name that the library's output `mediaHosts` has, before a DNS record names it. By default false. */
  answersBeforeDns?: boolean;
  /** The command that removes some paths from a host's cache; undefined if the library knows none. */
  purgeCommand?(hostname: string, paths: string): string;
  /** The host of arguments without problems. */
  open(host: MediaHostArgs, args: Args, use: HostUse): OpenedHost;
}

/** What the app wants of its media host. */
export interface HostUse {
  /** Whether the host serves every object of the bucket. Only for a host that `publishesBucket`. */
  publishesBucket: boolean;
  /** Whether the app can hide a file from the host, with the object's own ACL. */
  hidesFiles: boolean;
}

/** What a host asks of the store behind it: a part of stores/store.ts's `StoreProduct`. */
export interface HostedStore {
  /** The store's name in a sentence. */
  title: string;
  can: {
    /** Whether a bucket has a policy, which can let a distribution or everybody read. */
    bucketPolicy: boolean;
    /** Whether an object's own ACL can let everybody read. */
    objectAcls: boolean;
    /** Whether a Cloudflare Worker can read its buckets. */
    workers: boolean;
  };
  /** The endpoint at which it serves whole buckets; undefined if it has none. */
  webEndpoint?: { example: string; setting: string };
  /** Why CloudFront cannot serve its buckets in a region; undefined if CloudFront cannot serve any bucket of it. */
  cloudFrontProblems?(region: string | undefined): Reason[];
}

/** A media host, as everything above knows it. */
export interface Host extends OpenedHost {
  kind: HostKind;
  can: HostCapabilities;
  /** Where it requests files that are missing in the bucket; undefined if nowhere. */
  legacy?: LegacyHostArgs;
  /** The hostnames that served the media before and keep serving them. */
  previousHosts: readonly string[];
}

/** What the arguments of a media host say. */
export interface OpenedHost {
  hostname: string;
  /** What the operator should know of a host that the library creates. */
  warnings: string[];
  /** What the operator does by hand for its hostnames, in one paragraph each; also in the warnings. */
  steps?: string[];
  /** The path below which the host serves the keys, without slashes at its ends; undefined for the root. */
  path?: string;
  /** Whether browsers reach it over https. */
  isHttps: boolean;
  /** What it does with a presigned request; undefined if that is not set. */
  signing?: MediaHostSigning;
  /** How long, in seconds, it may serve a deleted file from its cache; undefined if the library does not decide it. */
  maxAgeSeconds?: number;
  /** Where its DNS records are made; undefined if the library does not know. */
  dns?: DnsKind;
  /** The ranges of addresses from which it reads the bucket, and nobody else; undefined if everybody may. */
  addresses?: readonly string[];
  /** The URL of the store's web endpoint, at which it reads the bucket by its name in the Host header; undefined if it reads the bucket's own URL. */
  webEndpoint?: string;
  /** How the app purges a file from its cache; undefined if it does not. */
  purge?: Purge;
  /** Whether it serves every object of the bucket, private ones too; undefined if it serves only what the app makes public. */
  publishesBucket?: boolean;
}
