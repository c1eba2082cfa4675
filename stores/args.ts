/** The kind of a store: the member of the argument `store` that is set. */
export const StoreKind = {
  /** AWS S3. */
  Aws: "aws",
  /** An S3-compatible server. */
  S3: "s3",
} as const;
export type StoreKind = (typeof StoreKind)[keyof typeof StoreKind];

/** A bucket on AWS S3. */
export interface AwsStoreArgs {
  /** The bucket's region, such as "eu-central-1". It cannot change later. */
  region: string;
}

/** A bucket on an S3-compatible server. */
export interface S3StoreSettings {
  // A string, because the analyzer of multi-language components does not support types of a single literal, and a union would be a
  // type error for everybody whose settings are in a variable (`const s3 = { server: "ceph", ... }`).
  /** The server: "ceph" (Ceph RADOS Gateway). Any other value is an error. It decides which settings the bucket can have. */
  server: string;
  /**
   * The URL of the S3 API without the bucket, such as "https://s3.example.org". Presigned URLs contain it, so browsers
   * must reach it. A plain http:// endpoint is an error without `allowHttp`.
   */
  endpoint: string;
  /** The region for which requests are signed, as configured on the server. On Ceph it is the name of the zonegroup: "default" or "us-east-1". */
  region: string;
  /**
   * Whether the bucket is in the path of URLs (https://s3.example.org/bucket/key), default: true. Set false if the server
   * answers at https://bucket.s3.example.org, with a certificate for that name.
   */
  pathStyle?: boolean;
  /**
   * The path, on the app's machine or in its container, of a PEM file with the certificate authority of the endpoint, such as
   * "/etc/ssl/our-ca.pem"; default: the app trusts the system's authorities. The env block sets it in the variable that the app
   * reads. For Pulumi itself set `AWS_CA_BUNDLE`, or in your own program `provider.customCaBundle`. A relative path and an http://
   * endpoint are errors.
   */
  caFile?: string;
  /** Whether the endpoint may be plain http, for a server that is reachable only in a trusted network; default: false. */
  allowHttp?: boolean;
}

/** Where the bucket lives: exactly one of the members. */
export interface StoreSettings {
  /** On AWS S3. */
  aws?: AwsStoreArgs;
  /** On an S3-compatible server. */
  s3?: S3StoreSettings;
}
