/**
 * What everything above knows of a store. Three words, which hosts/host.ts uses too: a *kind* is the name of a member of the
 * argument ("s3"), its *definition* is the row of the table that checks and reads the member's settings, and a `Store` is what
 * the definition makes of settings without problems. What is known without any settings is the *product*: AWS S3, or the
 * software of a server.
 */
import type { StoreKind } from "./args";
import type { PolicyRules } from "../access/lint";
import type { PolicyLimit } from "../access/policy-size";
import type { Members } from "../validation/shape";
import type { Reason } from "../validation/problem";
import type { Rules } from "../validation/rules";
import type { StoreCapabilities } from "./capabilities";

/** AWS S3, or one S3-compatible server: what is known of it without a config. */
export interface StoreProduct {
  /** The name in the config and in the facts: "aws", "ceph". */
  name: string;
  /** The name in a sentence: "AWS", "Ceph". */
  title: string;
  /** The address of its page in the docs; undefined if it has none. */
  page?: string;
  can: StoreCapabilities;
  /** The rules for bucket names beside those that all stores share; `region` is undefined while it is not known. */
  bucketNameProblems(name: string, region: string | undefined): Reason[];
  /** The namespace that the request to create this bucket has to name, for names that are valid only in it. */
  createdInNamespace?(bucket: string): string | undefined;
  /** The users that a bucket policy can name. */
  user: {
    /** An ARN of one. */
    example: string;
    /** What is wrong with the ARN of a writer: one user or role, never everybody. */
    problems(arn: string): Reason[];
  };
  /** What it refuses of a policy, or takes for something other than the evaluator does. */
  policyRules: PolicyRules;
  /** The largest policies; a place that the store does not have is missing. */
  policyLimits: { bucket: PolicyLimit; user?: PolicyLimit; role?: PolicyLimit };
  /** Why CloudFront cannot serve buckets in this region; undefined if CloudFront cannot serve the store's buckets at all. */
  cloudFrontProblems?(region: string | undefined): Reason[];
  /** rclone's name for it (https://rclone.org/s3/). */
  rcloneProvider: string;
  /** The step by which an operator ends unfinished uploads, for a store whose lifecycle rules cannot be managed. */
  endUnfinishedUploads?(bucket: string, store: Store, rule: UploadRule): string;
}

/** The rule that ends uploads which are never completed. */
export interface UploadRule {
  id: string;
  days: number;
}

/** A store as a config describes it. */
export interface Store extends StoreProduct {
  /** The member of the `store` argument: "aws" or "s3". */
  kind: StoreKind;
  /** The server, for an S3-compatible one. */
  server?: string;
  region: string;
  /** The region that each resource has to name; undefined where the provider has it already. */
  resourceRegion?: string;
  /** The partition of ARNs: "aws" but for some of AWS' own regions. */
  partition: string;
  /** The scheme and host of the S3 API where clients have to be told; undefined where they know it by the region. */
  endpoint?: string;
  /** Whether plain http is how the store is reached. */
  isPlainHttp: boolean;
  /** The host of the S3 API, with its port if it has one, without the bucket. */
  host: string;
  /** A second host at which the store answers, which SDKs use for this region when no endpoint is set. */
  globalHost?: string;
  /** The path, where the app runs, of the authority that the endpoint's certificate is from. */
  caFile?: string;
  /** Whether the API is called with the bucket in the path. */
  pathStyle: boolean;
  /** Whether the bucket must be in the host name, because the store is not known to answer with it in the path. */
  virtualHostOnly: boolean;
  /** The bucket's ARN, known before the bucket is. */
  bucketArn(bucket: string): string;
  /** What stands before "/" and the key in a presigned URL. */
  bucketUrl(bucket: string): string;
}

/** Where the bucket is in a URL. */
export type Addressing = Pick<Store, "pathStyle" | "virtualHostOnly"> & {
  /** The setting that decides it, below `store`: "s3.pathStyle"; undefined where none does. */
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

/** A kind of store: how its settings are checked and read. Settings of type `unknown` have not been checked. */
export interface StoreDefinition<Settings> {
  /** Undefined if Pulumi reaches it by a provider that the library does not make. */
  credentials: StoreCredentials | undefined;
  /** The rules about its settings, beside those that their types show. */
  rules: Rules<Settings>;
  /** The product that the settings name, valid or not; undefined when they name none that exists. */
  productOf(settings: unknown): StoreProduct | undefined;
  /** How clients address a bucket by these settings. */
  addressing(settings: unknown): Addressing;
  /** Where the names of its buckets are unique: stores with the same namespace have one bucket of a name. */
  namespace(settings: unknown): string;
  /** The store of settings without problems. */
  open(settings: Settings): Store;
}

/** The scheme, host and port of a URL. */
export function originOf(url: string): string {
  return new URL(url).origin;
}
