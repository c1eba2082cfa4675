import type { SupportedVersions } from "../../validation/version";

/** The first release of supabase/storage with each setting. */
export const SINCE = {
  /** `TENANT_ID` (https://github.com/supabase/storage/commit/fd072d44). */
  tenantId: [0, 10, 0],
  /** `GLOBAL_S3_FORCE_PATH_STYLE` (https://github.com/supabase/storage/pull/254). */
  forcePathStyle: [0, 27, 0],
  /** `TUS_PART_SIZE` (https://github.com/supabase/storage/pull/440). */
  tusPartSize: [0, 48, 2],
  /** The S3 protocol endpoint (https://github.com/supabase/storage/pull/444). */
  protocolEndpoint: [1, 0, 0],
  /** `S3_PROTOCOL_ENABLED` (https://github.com/supabase/storage/pull/595). */
  protocolEnabled: [1, 14, 0],
  /** `TUS_ALLOW_S3_TAGS` (https://github.com/supabase/storage/pull/604). */
  tusAllowS3Tags: [1, 14, 6],
  /** Signatures are checked for the host in `STORAGE_PUBLIC_URL` (https://github.com/supabase/storage/pull/914). */
  signedForPublicUrl: [1, 45, 2],
  /**
   * AbortMultipartUpload reaches the store. https://github.com/supabase/storage/pull/1199 (1.62.1) repaired the key that it asks for;
   * the releases between that and 1.65 were not run.
   */
  abortsUploads: [1, 65, 0],
} as const;

/** Releases before the lowest have no tenant id. */
export const SUPABASE_VERSIONS: SupportedVersions = {
  app: "Supabase Storage",
  lowest: SINCE.tenantId,
  newestTried: [1, 70],
};
