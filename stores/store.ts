/** A store as everything above knows it: what it can do, and how its hosts and ARNs are called. */
import { bucketArn, partition } from "../access/statements";
import type { AwsStoreArgs, S3StoreSettings, StoreSettings } from "./args";
import { s3Host } from "./aws";
import type { PolicyServer } from "../access/lint";
import { STORES, capabilitiesOf, type StoreCapabilities } from "./capabilities";

export interface Store {
  kind: "aws" | "s3";
  /** The server, where it is an S3-compatible one. */
  server?: string;
  can: StoreCapabilities;
  /** Whose rules a policy has to follow there. */
  policyServer: PolicyServer;
  region: string;
  /** The partition of ARNs: "aws" but for some of AWS' own regions. */
  partition: string;
  /** The scheme and host of the S3 API where clients have to be told; on AWS they know it by the region. */
  endpoint?: string;
  /** Whether plain http is how the store is reached. */
  isPlainHttp: boolean;
  /** The host of the S3 API, with its port if it has one, without the bucket. */
  host: string;
  /** The path, where the app runs, of the authority that the endpoint's certificate is from. */
  caFile?: string;
  /** Whether the API is called with the bucket in the path. */
  pathStyle: boolean;
  /** The bucket's ARN, known before the bucket is. */
  bucketArn(bucket: string): string;
  /** What stands before "/" and the key in a presigned URL. */
  bucketUrl(bucket: string): string;
}

/** The store of args in which `storeProblems` finds nothing. */
export function storeOf({ aws, s3 }: StoreSettings): Store {
  if (aws !== undefined) return awsStore(aws);
  if (s3 !== undefined) return s3Store(s3);
  throw new Error("no store, which storeProblems would have said");
}

function awsStore(aws: AwsStoreArgs): Store {
  const host = s3Host(aws.region);
  return {
    kind: "aws",
    can: STORES.aws,
    policyServer: "aws",
    region: aws.region,
    partition: partition(aws.region),
    isPlainHttp: false,
    host,
    pathStyle: false,
    bucketArn: (bucket) => bucketArn(bucket, aws.region),
    bucketUrl: (bucket) => `https://${bucket}.${host}`,
  };
}

function s3Store({ server, endpoint, region, pathStyle = true, caFile }: S3StoreSettings): Store {
  const [scheme = "", host = ""] = endpoint.split("://");
  const can = capabilitiesOf(server);
  if (can === undefined) throw new Error(`no store "${server}", which storeProblems would have said`);
  return {
    kind: "s3",
    server,
    can,
    // The only server there is yet.
    policyServer: "ceph",
    region,
    // Whatever the region is called: these servers know one partition.
    partition: "aws",
    endpoint,
    isPlainHttp: scheme === "http",
    host,
    ...(caFile !== undefined && { caFile }),
    pathStyle,
    bucketArn: (bucket) => `arn:aws:s3:::${bucket}`,
    bucketUrl: (bucket) => (pathStyle ? `${endpoint}/${bucket}` : `${scheme}://${bucket}.${host}`),
  };
}

/** The scheme, host and port of a URL. */
export function originOf(url: string): string {
  return new URL(url).origin;
}
