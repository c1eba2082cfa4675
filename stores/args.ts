/** The kind of a store: the member of the argument `store` that is set. */
export const StoreKind = {
  /** AWS S3. */
  Aws: "aws",
  /** Cloudflare R2. */
  R2: "r2",
  /** An S3-compatible server. */
  S3: "s3",
} as const;
export type StoreKind = (typeof StoreKind)[keyof typeof StoreKind];

/** A bucket on AWS S3. */
export interface AwsStoreArgs {
  /** The bucket's region, such as "eu-central-1". It cannot change later. */
  region: string;
}

/** The jurisdiction in which R2 keeps the objects of a bucket. */
export const R2Jurisdiction = {
  /** The European Union. */
  Eu: "eu",
  /** FedRAMP, for customers that Cloudflare has enabled it for. */
  FedRamp: "fedramp",
} as const;
export type R2Jurisdiction = (typeof R2Jurisdiction)[keyof typeof R2Jurisdiction];

/** The part of the world near which R2 keeps the objects of a bucket. */
export const R2Location = {
  /** Asia-Pacific. */
  Apac: "apac",
  /** Eastern Europe. */
  EasternEurope: "eeur",
  /** Eastern North America. */
  EasternNorthAmerica: "enam",
  /** Western Europe. */
  WesternEurope: "weur",
  /** Western North America. */
  WesternNorthAmerica: "wnam",
  /** Oceania. */
  Oceania: "oc",
} as const;
export type R2Location = (typeof R2Location)[keyof typeof R2Location];

/**
 * A bucket on Cloudflare R2. Pulumi reaches it with the provider for Cloudflare of the stack (`cloudflare:apiToken`, or
 * CLOUDFLARE_API_TOKEN). The region is always "auto", and the endpoint follows from the account and the jurisdiction. A program of
 * your own needs the package @pulumi/cloudflare; without it, it is an error.
 */
export interface R2StoreArgs {
  /** The id of the Cloudflare account: 32 digits of 0-9 and a-f. R2 must be enabled in the account. It cannot change later. */
  accountId: string;
  /**
   * The jurisdiction that the objects never leave: "eu" or "fedramp"; default: none. It cannot change later: the bucket is protected
   * against the replacement (https://developers.cloudflare.com/r2/reference/data-location/#jurisdictional-restrictions).
   */
  jurisdiction?: R2Jurisdiction;
  /**
   * The part of the world near which R2 keeps the objects, as far as it can: "apac", "eeur", "enam", "weur", "wnam" or "oc"; default:
   * near the machine that creates the bucket. R2 reads it only when a bucket of this name is created for the first time, so a later
   * change has no effect (https://developers.cloudflare.com/r2/reference/data-location/#location-hints).
   */
  location?: R2Location;
  /**
   * The id of the permission group "Workers R2 Storage Bucket Item Write", which the app's token gets: 32 digits of 0-9 and a-f;
   * default: "2efd5506f9c8494dacb1fa10a3e7d5b6", its id in all accounts (https://developers.cloudflare.com/r2/api/tokens/#permissions).
   */
  permissionGroupId?: string;
}

/** A bucket on an S3-compatible server. */
export interface S3StoreSettings {
  // A string, because the analyzer of multi-language components does not support types of a single literal, and a union would be a
  // type error for everybody whose settings are in a variable (`const s3 = { server: "ceph", ... }`).
  /** The server: "ceph" (Ceph RADOS Gateway), "minio", "rustfs", "versitygw", "seaweedfs" or "garage", or the service "hetzner" or "wasabi". Any other value is an error. It decides which settings the bucket can have. */
  server: string;
  /**
   * The URL of the S3 API without the bucket, such as "https://s3.example.org". Presigned URLs contain it, so browsers
   * must reach it. At a service it is that of the region, such as "https://fsn1.your-objectstorage.com" on Hetzner and "https://s3.eu-central-1.wasabisys.com" on Wasabi. A plain http:// endpoint is an error without `allowHttp`.
   */
  endpoint: string;
  /**
   * The URL at which the app reaches the same server, if it is another one than `endpoint`, such as "http://rustfs:9000" in the network
   * of a compose project; default: `endpoint`. Only the env block contains it; Pulumi and printed commands use `endpoint`. Only for
   * Supabase: browsers open presigned URLs of Mastodon and authentik, which contain the address that the app uses, so there it is an
   * error. So are a path, an address of AWS or R2, and plain http without `allowHttp`
   * (https://github.com/supabase/supabase/blob/master/docker/docker-compose.rustfs.yml).
   */
  appEndpoint?: string;
  /** The region for which requests are signed, as configured on the server. On Ceph it is the name of the zonegroup: "default" or "us-east-1"; on Garage `s3_region` of garage.toml, usually "garage"; at a service the one in the endpoint, such as "fsn1"; on most other servers "us-east-1". */
  region: string;
  /**
   * The version of the server, such as "18.2.7" or "RELEASE.2025-10-15T17-29-55Z"; default: it is not known. One that is older than
   * the lowest that is known to work gets a warning (docs/s3-servers.md lists them). It changes nothing else. On a service it is an
   * error, and so is a number: YAML reads 4.50 as 4.5.
   */
  version?: string;
  /**
   * Whether the bucket is in the path of URLs (https://s3.example.org/bucket/key), default: true. Set false if the server
   * answers at https://bucket.s3.example.org, with a certificate for that name.
   */
  pathStyle?: boolean;
  /**
   * The path, on the app's machine or in its container, of a PEM file with the certificate authority of the endpoint, such as
   * "/etc/ssl/our-ca.pem"; default: the app trusts the system's authorities. The env block sets it in the variable that the app
   * reads. For Pulumi itself set `AWS_CA_BUNDLE`, or in your own program `provider.customCaBundle`. A relative path is an
   * error, and so is the file if no address of the server is https.
   */
  caFile?: string;
  /** Whether `endpoint` and `appEndpoint` may be plain http, for a server that is reachable only in a trusted network; default: false. */
  allowHttp?: boolean;
}

/** Where the bucket lives: exactly one of the members. */
export interface StoreSettings {
  /** On AWS S3. */
  aws?: AwsStoreArgs;
  /** On Cloudflare R2. */
  r2?: R2StoreArgs;
  /** On an S3-compatible server. */
  s3?: S3StoreSettings;
}
