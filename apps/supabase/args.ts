import type { BucketSettings } from "../../storage/args";

/** The S3 API that Supabase Storage offers itself. */
export interface ProtocolEndpointArgs {
  /**
   * Any string; changing it replaces the key pair of the protocol endpoint. Storage accepts only one pair, so every client is cut
   * off from the moment the new `.env` is applied until the client has the new pair. By default the pair never changes.
   */
  keyRotation?: string;
}

/** The storage of a Supabase instance: at least one of `backend` and `protocolEndpoint`. */
export interface SupabaseSettings {
  /**
   * `SUPABASE_PUBLIC_URL` of the instance, such as "https://supabase.example": a scheme, a host and the port if it is not the
   * default one. A name of this machine (localhost) is an error, and plain http is one without `allowHttp`.
   */
  publicUrl: string;
  /**
   * Whether `publicUrl` may be plain http, such as "http://192.168.1.10:8000", for an instance that is only reachable from a
   * private network: keys and files are then sent in clear text. By default false.
   */
  allowHttp?: boolean;
  /**
   * `STORAGE_TENANT_ID` of the instance, the first part of every key: letters, digits, "_", "." and "-". For an instance that
   * already has files, use the value in its `.env` (the template has "stub"): with any other value Storage finds none of them.
   * The engine therefore refuses to change it later (as a protected resource that cannot be replaced), unless
   * `previousTenantId` allows the change or `protectTenantId` was false.
   */
  tenantId: string;
  /**
   * The tenant id before a change of `tenantId`, which lets the engine make the change; any other value than the deployed one
   * is refused. No object is moved. Remove it any time after the deployment. If a deployment without a preview was refused half
   * way, deploy the old tenant id once first. By default the tenant id cannot change.
   */
  previousTenantId?: string;
  /** Whether the engine refuses to change or delete the tenant id. By default the value of `backend.data.protect`, or true. */
  protectTenantId?: boolean;
  /**
   * The tag of the image supabase/storage-api, such as "1.44.2" (in YAML in quotes). A setting that this version does not have is
   * an error, or is left out if Storage works without it. By default a current version, which has all settings.
   */
  version?: string;
  /** The S3 bucket in which Storage keeps its files. By default none: Storage keeps them where it does today, usually on its disk. */
  backend?: BucketSettings;
  /**
   * The S3 API of Storage at `<publicUrl>/storage/v1/s3`, with a key pair that the component creates; `{}` is enough. It works
   * without `backend`. By default it is closed, because the keys in Supabase's template are public.
   */
  protocolEndpoint?: ProtocolEndpointArgs;
}
