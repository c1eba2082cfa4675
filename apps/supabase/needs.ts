/**
 * What Supabase Storage needs of an object store. Source lines are those of supabase/storage at
 * v1.70.6; what it calls was seen on that version in front of a server that logs requests.
 */
import type { Store } from "../../stores/store";
import type { PolicyNeeds, StorageNeeds } from "../../storage/needs";
import type { SupabaseSettings } from "./args";
import { SUPABASE_ABORT_UPLOADS_AFTER_DAYS } from "./uploads";

export function supabasePolicyNeeds({ tenantId }: SupabaseSettings, store: Store): PolicyNeeds {
  return {
    // "Public" buckets of Supabase are served by its API too: whoever could read here would be past row level security.
    publicPrefixes: [],
    privatePrefixes: [`${tenantId}/`],
    objectAcls: false,
    // On the whole bucket: what is not below the tenant id (locks, backups) is Storage's as well, and a change of the tenant
    // id must not take away what still runs.
    writer: { objectActions: objectActions(store), bucketActions: BUCKET_ACTIONS },
  };
}

export function supabaseNeeds(settings: SupabaseSettings, store: Store): StorageNeeds {
  return {
    ...supabasePolicyNeeds(settings, store),
    sendsAcls: false,
    abortUploadsAfterDays: SUPABASE_ABORT_UPLOADS_AFTER_DAYS,
    // Browsers talk to the API only: no presigned URL or redirect ever leads them to the bucket.
    cors: [],
  };
}

function objectActions(store: Store): string[] {
  return [
    // Every read is the server's own; copies and moves read what they copy.
    "s3:GetObject",
    "s3:PutObject",
    // One by one and, with their `.info`, in batches (src/storage/backend/s3/adapter.ts).
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    // A resumable upload asks in each request which parts there are.
    "s3:ListMultipartUploadParts",
    // The `.info` object of a resumable upload carries the tag `Tus-Completed`.
    ...(store.can.objectTags ? ["s3:PutObjectTagging"] : []),
  ];
}

const BUCKET_ACTIONS = [
  // Without it S3 answers 403, not 404, for the `.part` object that is not there yet, and no resumable upload begins.
  "s3:ListBucket",
];
