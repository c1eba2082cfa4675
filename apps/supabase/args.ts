import type { BucketSettings } from "../../storage/args";

/** Supabase Storage's own S3 API. */
export interface ProtocolEndpointArgs {
  /**
   * Any string; changing it replaces the key pair of the protocol endpoint. Storage accepts only one pair, so clients
   * fail from the moment the new `.env` is applied until they have the new pair. Default: the pair never changes.
   */
  keyRotation?: string;
}

/** The storage of a Supabase instance: at least one of `backend` and `protocolEndpoint`. */
export interface SupabaseSettings {
  /**
   * `SUPABASE_PUBLIC_URL` of the instance, such as "https://supabase.example": a scheme, a host, and the port if it is not the
   * default. A name that only the machine itself can use (localhost) is an error. Plain http is an error without `allowHttp`.
   */
  publicUrl: string;
  /**
   * Whether `publicUrl` may be plain http, such as "http://192.168.1.10:8000", for an instance that is only reachable from a
   * private network: keys and files are then sent in clear text. Default: false.
   */
  allowHttp?: boolean;
  /**
   * `STORAGE_TENANT_ID` of the instance, the first part of every key: letters, digits, "_", "." and "-". For an instance that
   * already has files, use the value in its `.env` (the template has "stub"): with any other value Storage finds none of them.
   * So Pulumi refuses to change it later (as a protected resource that cannot be replaced), unless
   * `previousTenantId` allows the change or `protectTenantId` was false.
   */
  tenantId: string;
  /**
   * The old tenant id, which allows one change of `tenantId`. Any value other than the deployed one is refused. No object is moved.
   * You can remove it after the deployment. If a deployment without a preview was refused, deploy the old tenant id once first.
   * Default: the tenant id cannot change.
   */
  previousTenantId?: string;
  /** Whether Pulumi refuses to change or delete the tenant id; default: the value of `backend.data.protect`, or true. */
  protectTenantId?: boolean;
  /**
   * The tag of the image supabase/storage-api, such as "1.44.2" (in YAML in quotes). A setting that this version does not have is
   * an error, or is omitted if Storage works without it. A version before 0.10.0 is an error. Default: 1.70, the newest version
   * that was tried, which has all settings.
   */
  version?: string;
  /** The S3 bucket in which Storage keeps its files. Default: none; Storage keeps its files where it does today, usually on its disk. */
  backend?: BucketSettings;
  /**
   * The S3 API of Storage at `<publicUrl>/storage/v1/s3`, with a key pair that the component creates; `{}` is enough. It works
   * without `backend`. Default: the API is disabled, because the keys in Supabase's template are public.
   */
  protocolEndpoint?: ProtocolEndpointArgs;
}
