/** What authentik needs of an object store. Source files are those of goauthentik/authentik. */
import { hostReads } from "../../storage/host-reads";
import { AuthentikUsage, type AuthentikSettings } from "./args";
import { usagesOf } from "./usages";
import type { StoreCapabilities } from "../../stores/capabilities";
import type { Store } from "../../stores/store";
import { ABORT_UPLOADS_AFTER_DAYS, type PolicyNeeds, type StorageNeeds } from "../../storage/needs";

export function authentikPolicyNeeds(settings: AuthentikSettings, { can }: Store): PolicyNeeds {
  const prefixes = usagesOf(settings).map((usage) => `${usage}/`);
  return {
    // Browsers only ever get presigned URLs. The `public` of `media/public/` is the schema of the database.
    publicPrefixes: [],
    privatePrefixes: prefixes,
    // Never reports/: whoever has the URL can read what such a host serves.
    ...hostReads(settings, [`${AuthentikUsage.Media}/`]),
    // "private" is no ACL that decides anything: the bucket is private without it.
    objectAcls: false,
    writer: { objectActions: writerObjectActions(can), bucketActions: WRITER_BUCKET_ACTIONS, prefixes },
  };
}

export function authentikNeeds(settings: AuthentikSettings, store: Store): StorageNeeds {
  const { corsOrigins = [], origins } = settings;
  return {
    ...authentikPolicyNeeds(settings, store),
    // Every upload carries `x-amz-acl: private`, which enforced ownership may refuse (admin/files/backends/s3.py).
    sendsAcls: true,
    abortUploadsAfterDays: ABORT_UPLOADS_AFTER_DAYS,
    cors: [
      {
        allowedOrigins: [...new Set([...origins, ...corsOrigins])],
        // No PUT or POST: uploads go through authentik.
        allowedMethods: ["GET"],
        allowedHeaders: ["Authorization"],
        exposeHeaders: [],
        maxAgeSeconds: 3000,
      },
    ],
  };
}

/** Alike in every version. */
function writerObjectActions({ objectAcls }: StoreCapabilities): string[] {
  return [
    // Presigned URLs carry the writer's rights; and up to 2025.10 each upload begins with a HEAD.
    "s3:GetObject",
    // Multipart above 8 MiB, boto3's default.
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    // AWS documents it for uploads that name an ACL, and SeaweedFS refuses those without it. MinIO refuses a policy with it.
    ...(objectAcls ? ["s3:PutObjectAcl"] : []),
  ];
}

const WRITER_BUCKET_ACTIONS = [
  // Without a condition on the prefix: S3 answers 404 for a missing key only to those who may list, and up to 2025.10 every
  // upload fails at the 403. Later versions list the files as well (Customization > Files).
  "s3:ListBucket",
];
