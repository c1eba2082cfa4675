/** The kind of store that has a bucket: the member of the argument `store` that is set. */
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
  // A string: the analyzer of multi-language components takes no type of a single literal, and a union with later servers would
  // be a type error for everybody whose settings are a variable (`const s3 = { server: "ceph", ... }`).
  /** The server: "ceph" (Ceph RADOS Gateway); any other value is an error. It decides which settings a bucket can have. */
  server: string;
  /**
   * The URL of the S3 API without the bucket, such as "https://s3.example.org". Presigned URLs name it, so browsers must
   * reach it; a plain http:// endpoint is an error without `allowHttp`.
   */
  endpoint: string;
  /** The region that requests are signed for, as configured on the server; on Ceph the name of the zonegroup, "default" or "us-east-1". */
  region: string;
  /**
   * Whether the bucket is in the path of URLs (https://s3.example.org/bucket/key), by default true. Set false if the server
   * answers at https://bucket.s3.example.org, with a certificate for that name.
   */
  pathStyle?: boolean;
  /**
   * The path, on the app's machine or in its container, of a PEM file with the certificate authority of the endpoint, such as
   * "/etc/ssl/our-ca.pem"; by default the app trusts the system's authorities. It is written into the env block under the name
   * that the app reads; for Pulumi itself set `AWS_CA_BUNDLE`, or in a program of your own `provider.customCaBundle`. A path that is not absolute, or an http:// endpoint, is an error.
   */
  caFile?: string;
  /** Whether the endpoint may be plain http, for a server that only a trusted network reaches. By default false. */
  allowHttp?: boolean;
}

/** Where the bucket lives: exactly one of the members. */
export interface StoreSettings {
  /** On AWS S3. */
  aws?: AwsStoreArgs;
  /** On an S3-compatible server. */
  s3?: S3StoreSettings;
}
