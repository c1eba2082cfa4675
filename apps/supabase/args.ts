import type { StoreSettings } from "../../stores/args";
import type { BucketSettings, DataArgs } from "../../storage/args";

/** What the storage of a Supabase instance is told: at least one of `s3Backend` and `protocolEndpoint` is true. */
export interface SupabaseSettings extends BucketSettings {
  /**
   * `SUPABASE_PUBLIC_URL` of the instance, such as "https://supabase.example": a scheme, a host and a port that is not the
   * default one. A name of this machine (localhost) is an error, and plain http without `allowHttp`.
   */
  publicUrl: string;
  /**
   * Whether `publicUrl` may be plain http, such as "http://192.168.1.10:8000", for an instance that only a private network
   * reaches: keys and files travel in clear text. By default false.
   */
  allowHttp?: boolean;
  /**
   * `STORAGE_TENANT_ID` of the instance, the first part of every key: letters, digits, "_", "." and "-". For an instance
   * that has files it is what its `.env` says (the template says "stub"), since with another one none of them is found. So the
   * engine refuses to change it later (as a protected resource that cannot be replaced), unless `tenantIdChangeFrom` says
   * that it is meant or `data.protect` was false.
   */
  tenantId: string;
  /**
   * The tenant id that `tenantId` takes the place of, to let the engine change it: a wrong one is refused. No object is
   * moved. Leave it out again any time after the deployment. Where a deployment without a preview was refused half way, deploy
   * the old tenant id once before. By default nothing may change.
   */
  tenantIdChangeFrom?: string;
  /**
   * The tag of the image supabase/storage-api, such as "1.44.2" (in YAML in quotes). A setting that it does not have is an
   * error or, where it works without, left out. By default a current version, which has them all.
   */
  version?: string;
  /** Whether Storage keeps its files in an S3 bucket, which then needs `bucket` and `store`. By default false: in files, or where else it keeps them. */
  s3Backend?: boolean;
  /**
   * Whether Storage offers its own S3 API at `<publicUrl>/storage/v1/s3`, with a key pair that the component makes. It
   * needs no bucket. By default false, and closed, since the keys in Supabase's template are public.
   */
  protocolEndpoint?: boolean;
  /**
   * Any text; another one makes another key pair for the protocol endpoint. Storage takes one pair only, so every client
   * is cut off when the new `.env` is applied, until it has the new pair. By default the pair stays as it is.
   */
  protocolKeyRotation?: string;
  /**
   * The name of the bucket: 3 to 63 characters of a-z, 0-9 and "-", on Ceph dots too; only with `s3Backend`. It cannot change later: the
   * bucket is protected, and a new name means a new bucket (docs/bucket-name.md says how to move).
   */
  bucket?: string;
  /** Where the bucket lives; only with `s3Backend`. */
  store?: StoreSettings;
  /**
   * How the bucket's data is kept; by default protected, retained and without versions. Without `s3Backend` only
   * `protect` has a meaning: whether the tenant id may neither change nor be destroyed, by default true.
   */
  data?: DataArgs;
}

/** A Supabase storage with a bucket. */
export type SupabaseBackend = SupabaseSettings & { bucket: string; store: StoreSettings };

/** The same settings where they are with a bucket. */
export function backendOf<S extends SupabaseSettings>(settings: S): (S & SupabaseBackend) | undefined {
  return isBackend(settings) ? settings : undefined;
}

function isBackend<S extends SupabaseSettings>(settings: S): settings is S & SupabaseBackend {
  return settings.s3Backend === true && settings.bucket !== undefined && settings.store !== undefined;
}
