/**
 * The interface of a store for the rest of the library. The terms are also used in hosts/host.ts: a *kind* is the name of a member of
 * the argument ("s3"). Its *definition* is the row in the table that validates and reads the member's settings. A `Store` is created
 * from valid settings by the definition. The *product* is what is known without settings: AWS S3, or the software of a server.
 */
import type { StoreKind, StoreSettings } from "./args";
import type { PolicyRules } from "../access/lint";
import type { PolicyLimit } from "../access/policy-size";
import type { EditorCheck, EditorCondition } from "../validation/editor-check";
import type { Members } from "../validation/shape";
import type { Warning } from "../validation/warning";
import type { Problem, Reason } from "../validation/problem";
import type { Rules } from "../validation/rules";
import type { StoreCapabilities } from "./capabilities";
import type { Cells } from "./cells";

/** AWS S3, Cloudflare R2, or one S3-compatible server, without a config. */
export interface StoreProduct {
  /** The name in the config and in the facts: "aws", "r2", "ceph". */
  name: string;
  /** The name in a sentence: "AWS", "R2", "Ceph". */
  title: string;
  /** The URL of its page in the docs; undefined if it has none. */
  page?: string;
  can: StoreCapabilities;
  /** Validates bucket names with the store's own rules, in addition to those of all stores. `region` is undefined if it is not known. */
  bucketNameProblems(name: string, region: string | undefined): Reason[];
  /** What editors check of a bucket's name, beside what holds for all stores. Default: nothing. */
  bucketNameCheck?: EditorCheck;
  /** The namespace that the request to create this bucket must contain, for names that are valid only in that namespace. */
  createdInNamespace?(bucket: string): string | undefined;
  /** The users that a bucket policy can name; undefined if buckets have no policy, or if it does not apply to users. */
  user?: {
    /** An example of how a policy names a user: an ARN, or what the store has instead. */
    example: string;
    /** Validates how a policy names a writer, which must be one user or role, never everybody. */
    problems(principal: string): Reason[];
    /** How a policy names the user with this name. Default: by an ARN, as on AWS or of a user without an account. */
    principalOf?: (name: string) => string;
  };
  /** What the store refuses in a policy, or evaluates differently from the evaluator; undefined if buckets have no policy. */
  policyRules?: PolicyRules;
  /** The size limits of policies; undefined for kinds of policies that the store does not have. */
  policyLimits: { bucket?: PolicyLimit; user?: PolicyLimit; role?: PolicyLimit };
  /** Whether the provider that reaches the store also reaches Route 53; default: false. */
  hasRoute53?: boolean;
  /** Why CloudFront cannot serve buckets in this region; undefined if CloudFront cannot serve the store's buckets at all. */
  cloudFrontProblems?(region: string | undefined): Reason[];
  /** The step that allows these origins in the settings of the server, for a server whose CORS rules the library cannot manage. */
  allowOrigins?: (origins: readonly string[]) => string;
  /** rclone's name for it (https://rclone.org/s3/). */
  rcloneProvider: string;
  /** Whether it is a service of a cloud, so that the operator configures nothing in front of it. Default: false. */
  isService?: boolean;
  /** What an account needs before anybody can read public files without a signature, as sentences. Default: nothing. */
  publicReads?: string;
  /** The addresses of a service that has an endpoint of its own for each region; undefined if the operator chooses the address. */
  endpoints?: ServiceEndpoints;
  /** Whether its buckets can keep old versions of objects. Default: true. */
  hasVersions?: boolean;
  /** How an operator creates a bucket, on a store where the library cannot. Default: the library creates it. */
  bucketByHand?: BucketByHand;
  /** The command that lets the app's key, "KEY" in it, use a bucket, on a store that has one for it. */
  grantCommand?: (bucket: string) => string;
  /** What an operator must close before files are there, as a sentence for the runbook: ports that serve files without rights. Default: nothing. */
  openPorts?: string;
  /** The endpoint at which the store serves whole buckets to everybody who reaches it; undefined if it has none. */
  webEndpoint?: WebEndpoint;
  /** Who "another principal" in the preview's table is. Default: a user of another AWS account which allows it s3:* itself. */
  otherPrincipal?: string;
  /** Days after which the store itself deletes the parts of unfinished uploads, without any rule; undefined if it never does. */
  endsUploadsAfterDays?: number;
  /** The step with which an operator deletes unfinished uploads, for a store whose lifecycle rules the library cannot manage. */
  endUnfinishedUploads?(bucket: string, store: Store, rule: UploadRule): string;
}

/** The endpoints of a service. */
export interface ServiceEndpoints {
  /** Regions that are known. The service may have others. */
  regions: readonly [string, ...string[]];
  /** What the name of each region looks like, without anchors. */
  regionForm: RegExp;
  /** The endpoint of a region. */
  endpointOf: (region: string) => string;
  /** Other hostnames of the service, each with its region. Default: none is known. */
  otherHosts?: Readonly<Record<string, string>>;
}

/** Buckets that the operator creates. */
export interface BucketByHand {
  /** Why the library cannot create them, as the end of a sentence. */
  why: string;
  /** The command that creates one. */
  command: (bucket: string) => string;
}

/** An endpoint that finds a bucket by the Host header, which is the bucket's name, and serves all its objects without a signature. */
export interface WebEndpoint {
  /** Its usual URL on the server's own machine. */
  example: string;
  /** The setting of the server that says on which address it listens. */
  setting: string;
  /** The command after which it serves a bucket. */
  publish: (bucket: string) => string;
}

/** The oldest version of a server that is known to work as the library uses it. */
export interface LowestVersion {
  version: string;
  /** What is known of older ones, as Markdown. Default: nothing is. */
  why?: string;
}

/** An S3-compatible server. */
export interface S3Server extends StoreProduct {
  /** What it can do, and how each value is known. */
  cells: Cells;
  /** The version on which the measured cells were measured; undefined if none is. */
  measuredVersion?: string;
  /** Default: it is not known, or there is none. */
  lowestVersion?: LowestVersion;
  /** What the operator should know about each bucket on it; each path begins with "s3". Default: nothing. */
  warnings?: readonly Warning[];
}

/** The users that a policy of a bucket can name; undefined if it can name none. */
export function policyUsers({ can, user }: StoreProduct): StoreProduct["user"] {
  return can.bucketPolicy ? user : undefined;
}

/** The rule that deletes unfinished uploads. */
export interface UploadRule {
  id: string;
  days: number;
}

/** A store with its settings. */
export interface Store extends StoreProduct {
  /** The member of the `store` argument: "aws", "r2" or "s3". */
  kind: StoreKind;
  /** The server, for an S3-compatible one. */
  server?: string;
  region: string;
  /** The region for each resource; undefined if the provider already has it. */
  resourceRegion?: string;
  /** The partition of ARNs: "aws", except for some regions of AWS. */
  partition: string;
  /** The scheme and host of the S3 API for clients; undefined if clients find it by the region. */
  endpoint?: string;
  /** The scheme and host of the S3 API for the app, if it is another address of the same server than `endpoint`. */
  appEndpoint?: string;
  /** Whether the store is used over plain http, by the app or by anybody else. */
  isPlainHttp: boolean;
  /** The hostname of the S3 API with its port, if any, and without the bucket. */
  host: string;
  /** A second hostname of the store, which SDKs use for this region if no endpoint is set. */
  globalHost?: string;
  /** The path of the endpoint's certificate authority on the app's machine. */
  caFile?: string;
  /** Whether the API is called with the bucket in the path. */
  pathStyle: boolean;
  /** Whether the bucket must be in the hostname, because the store may not support it in the path. */
  virtualHostOnly: boolean;
  /** The bucket's ARN, which is known before the bucket exists; undefined if buckets have no policy (`can.bucketPolicy`). */
  bucketArn: ((bucket: string) => string) | undefined;
  /** The base URL of presigned URLs. Append "/" and the key. */
  bucketUrl(bucket: string): string;
  /** Where the bucket is for other resources of Cloudflare; undefined on a store that is not Cloudflare's. */
  cloudflare?: CloudflarePlace;
  /** What the operator should know about the settings; each path begins with the kind of store. Default: nothing. */
  warnings?: readonly Warning[];
}

/** What resources of Cloudflare say beside a bucket's name to find it. */
export interface CloudflarePlace {
  accountId: string;
  /** Undefined for a bucket without a jurisdiction. */
  jurisdiction?: string;
}

/** The place of the bucket in a URL. */
export type Addressing = Pick<Store, "pathStyle" | "virtualHostOnly"> & {
  /** The setting below `store` that decides it, such as "s3.pathStyle"; undefined if there is none. */
  setting?: string;
};

/** The credentials that Pulumi (not the app) uses at a store for which the library makes a provider. */
export interface StoreCredentials {
  /** The member of the kind's settings that has them as members: "provider". The program's config never has them there. */
  member: string;
  /** All of them are needed, or none. The first that is not a secret tells one key from another. */
  keys: readonly StoreCredential[];
  /** Says where the credentials are valid, for settings that may be anything. */
  realm(settings: Members): unknown;
}

export interface StoreCredential {
  /** Its name among the credentials: "secretKey". */
  member: string;
  /** The end of the name of its config value, after the instance's name and "Store": "SecretAccessKey". */
  configKey: string;
  /** Whether the config value must be encrypted. In the state each of them is. */
  isSecret: boolean;
}

/** What is known of a bucket that the library may not manage, such as the source of a move. */
export interface StorePlace {
  region: string;
  /** The URL of the S3 API; undefined if clients find it by the region. */
  endpoint?: string;
}

/** A kind of store: validates and reads its settings. Settings of type `unknown` have not been validated. */
export interface StoreDefinition<Settings> {
  /** How a message shows the member in the config: "`s3:` for an S3-compatible server". */
  inWords: string;
  /** The products of this kind. Their names are unique among all kinds. */
  products: readonly StoreProduct[];
  /** The member of the settings that names the product; undefined for a kind with one product. */
  productMember?: string;
  /** Whether its settings need the URL of the S3 API; default: false. */
  needsEndpoint?: boolean;
  /** Whether its settings need the id of an account, which is `accountId`, in place of a region; default: false. */
  needsAccount?: boolean;
  /** The optional package whose resources it has; undefined if it needs none. */
  peerPackage?: string;
  /** Undefined if Pulumi reaches it by a provider that the library does not make. */
  credentials: StoreCredentials | undefined;
  /** The rules about its settings, beside those that their types show. */
  rules: Rules<Settings>;
  /** Rules about its settings together with the bucket. They run for every kind, so each must test its own member. Default: none. */
  bucketRules?: Rules<{ bucket: string; store: StoreSettings }>;
  /** The product of the settings, which may be invalid; undefined if it does not exist, or if nothing says which it is. */
  productOf(settings: unknown): StoreProduct | undefined;
  /** How clients address a bucket with these settings. */
  addressing(settings: unknown): Addressing;
  /** The namespace in which bucket names are unique: in stores with the same namespace, the same name is the same bucket. */
  namespace(settings: unknown): string;
  /**
   * Whether an endpoint is always of this kind; `undefined` is a place without an endpoint. Exactly one kind leaves this out: it takes
   * every endpoint that is not another kind's.
   */
  ownsEndpoint?: (endpoint: string | undefined) => boolean;
  /** How editors recognize a product in the args of a bucket. Default: they check nothing that only holds for one product. */
  recognize?: (product: StoreProduct) => EditorCondition;
  /** For a region in the right form that is not known: the known one that was probably meant. Default: there is none. */
  meantRegion?: (region: string) => string | undefined;
  /** The problems of a place of this kind, with the paths "region" and "endpoint". */
  placeProblems(place: StorePlace): Problem[];
  /** The store of settings without problems. */
  open(settings: Settings): Store;
}

/** The hostnames of the store for a region, without a bucket. */
export function storeHosts({ host, globalHost }: Store): string[] {
  return globalHost === undefined ? [host] : [host, globalHost];
}

/** The path of a member of the store's settings, for messages: "store.s3.endpoint". */
export function storeSetting({ kind }: Pick<Store, "kind">, member: string): string {
  return `store.${kind}.${member}`;
}

/** The scheme, host and port of a URL. */
export function originOf(url: string): string {
  return new URL(url).origin;
}
