/**
 * What is known of a deployed storage without a secret in it: other tools work from this. One shape for every app and
 * store, so what only some of them have is optional. Members are added, never changed; if that cannot be, `schema` is raised.
 */
export interface StorageFacts {
  /** The version of this shape: 1. */
  schema: number;
  /** The app: "mastodon", "authentik" or "supabase". */
  app: string;
  /** The app's version, where it was given. */
  appVersion?: string;
  /** The host of the app's web client, where the app has one. */
  webDomain?: string;
  /** The origin by which everybody reaches the app, where it has one: of Supabase SUPABASE_PUBLIC_URL. */
  publicUrl?: string;
  /** The kind of store: "aws", or "s3" for an S3-compatible server; missing, like all of the bucket, where there is none. */
  store?: string;
  /** The S3-compatible server: "ceph". */
  server?: string;
  /** The URL of the S3 API, without the bucket, where it is not AWS'. */
  endpoint?: string;
  /** The path, where the app runs, of the certificate authority of the endpoint, where it was given. */
  caFile?: string;
  /** Whether the bucket stands in the path of the endpoint's URLs; only with an endpoint. */
  pathStyle?: boolean;
  /** The bucket's region. */
  region?: string;
  /** The bucket's name. */
  bucket?: string;
  /** The bucket's ARN, where the store has ARNs. */
  bucketArn?: string;
  /** The host of the S3 API, without the bucket. */
  s3Host?: string;
  /** Who decides what anybody may read: "bucket-policy" or "acl"; missing where nobody anonymous may read. */
  access?: string;
  /** The prefix of every key, where there is one. */
  keyPrefix?: string;
  /** The prefixes that anybody may read, each ending in "/". */
  publicPrefixes: string[];
  /** The prefixes that only the writer may read; so are all that are in neither list. */
  privatePrefixes: string[];
  /** The origins whose scripts may read media. */
  corsOrigins: string[];
  /** What stands before "/" and the key in the URL of a public object, where there are public objects. */
  mediaBaseUrl?: string;
  /**
   * What stands before "/" and the key in the presigned URLs that browsers get, where they get no others: of media, where
   * they are among `usages`.
   */
  presignedBaseUrl?: string;
  /** The public hostname of the media, where there is one. */
  mediaHost?: string;
  /** What serves the media host: "external". */
  mediaHostKind?: string;
  /** What the media host makes of a presigned request: "rewrite-host", "preserve-host" or "cdn"; where that matters. */
  mediaHostMode?: string;
  /** What authentik keeps in the bucket: "media", "reports" or both. */
  usages?: string[];
  /** The origins in Mastodon's EXTRA_MEDIA_HOSTS. */
  extraMediaHosts?: string[];
  /** Who writes: "keys", "role" or "given". */
  writer?: string;
  /** The writer's IAM user, where the component made one. */
  writerUser?: string;
  /** The slot whose key is in the env block: "a" or "b". */
  currentKeySlot?: string;
  /** What the writer may do, as the JSON text of an identity policy. */
  writerPolicy?: string;
  /** Supabase's STORAGE_TENANT_ID, the first part of every key. */
  tenantId?: string;
  /** The URL of Supabase's S3 protocol endpoint, where it is open. */
  protocolEndpoint?: string;
  /** Lines for bash that try the protocol endpoint, with aws-cli and with rclone; their keys come from the `.env` beside. */
  testCommands?: string[];
  /** What the operator should know, a sentence or two each. */
  warnings: string[];
}

/** The facts of a storage that has a bucket. */
export type BucketFacts = StorageFacts &
  Required<Pick<StorageFacts, "bucket" | "region" | "s3Host" | "store" | "writer" | "writerPolicy">>;
