/** What S3 answers to Storage (storage-api.cjs) where nothing is missing: 404 is what it waits for. */
export const SUPABASE_ANSWERS = {
  "upload: PutObject": 200,
  "upload of unknown length: multipart": 200,
  "upload: HeadObject": 200,
  "upload: its type and cache time": "image/png, max-age=3600",
  "download: GetObject": 206,
  "image: presigned GetObject": 200,
  "copy: CopyObject": 200,
  "admin: CopyObject for a backup": 200,
  "admin: ListObjectsV2": 200,
  "delete: DeleteObject": 204,
  "resumable: CreateMultipartUpload": 200,
  "resumable: PutObject of .info, tagged": 200,
  "resumable: GetObject of .info": 200,
  "resumable: ListParts": 200,
  "resumable: HeadObject of the missing .part": 404,
  "resumable: PutObject of .part, tagged": 200,
  "resumable: GetObject of .part": 200,
  "resumable: DeleteObject of .part": 204,
  "resumable: UploadPart": 200,
  "protocol endpoint: UploadPartCopy": 200,
  "resumable: CompleteMultipartUpload": 200,
  "resumable: PutObject of .info, completed": 200,
  "resumable: HeadObject": 200,
  "given up: CreateMultipartUpload": 200,
  "given up: AbortMultipartUpload": 204,
  "delete of many: DeleteObjects": 200,
};

/**
 * What changes if the writer is denied an action. s3:PutObjectTagging is not here: most servers do not check it where a tag comes with
 * an upload, but AWS does (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html).
 */
export const WITH_DENIAL: Record<string, object> = {
  "s3:ListBucket": { "resumable: HeadObject of the missing .part": 403, "admin: ListObjectsV2": 403 },
  "s3:ListMultipartUploadParts": { "resumable: ListParts": 403 },
  "s3:AbortMultipartUpload": { "given up: AbortMultipartUpload": 403 },
  "s3:DeleteObject": {
    "delete: DeleteObject": 403,
    "resumable: DeleteObject of .part": 403,
    // One answer for each of the keys.
    "delete of many: DeleteObjects": Array(6).fill("AccessDenied").join(" "),
  },
};

/** A server that answers 404 for a missing key also to users who may not list. */
const tellsMissingKeys: typeof WITH_DENIAL = {
  "s3:ListBucket": { "resumable: HeadObject of the missing .part": 404 },
};

/** What is answered otherwise then on a server, by its name in stores/s3. */
export const OTHERWISE: Record<string, typeof WITH_DENIAL> = {
  // It refuses the request as a whole.
  ceph: { "s3:DeleteObject": { "delete of many: DeleteObjects": 403 } },
  minio: tellsMissingKeys,
  seaweedfs: tellsMissingKeys,
  rustfs: tellsMissingKeys,
  versitygw: tellsMissingKeys,
};
