/** What versitygw refuses in a bucket policy, or interprets differently from AWS: auth/bucket_policy*.go in github.com/versity/versitygw. */
import { plainPolicyRules } from "./plain";
import { accessKeyReason } from "./access-key";

export const versitygwPolicyRules = plainPolicyRules({
  title: "versitygw",
  principalReason: (name) => accessKeyReason(name, "versitygw"),
  // auth/bucket_policy_actions.go.
  actions: [
    "AbortMultipartUpload",
    "BypassGovernanceRetention",
    "CreateBucket",
    "DeleteBucket",
    "DeleteBucketPolicy",
    "DeleteObject",
    "DeleteObjectTagging",
    "GetBucketAcl",
    "GetBucketPolicy",
    "GetBucketTagging",
    "GetBucketVersioning",
    "GetObject",
    "GetObjectAcl",
    "GetObjectAttributes",
    "GetObjectLegalHold",
    "GetObjectRetention",
    "GetObjectTagging",
    "ListBucket",
    "ListBucketMultipartUploads",
    "ListBucketVersions",
    "ListMultipartUploadParts",
    "PutBucketAcl",
    "PutBucketObjectLockConfiguration",
    "PutBucketPolicy",
    "PutBucketTagging",
    "PutBucketVersioning",
    "PutObject",
    "PutObjectAcl",
    "PutObjectLegalHold",
    "PutObjectRetention",
    "PutObjectTagging",
    "RestoreObject",
  ],
});
