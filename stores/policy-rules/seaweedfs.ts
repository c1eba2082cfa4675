/** What SeaweedFS refuses in a bucket policy, or interprets differently from AWS: weed/s3api/policy_engine in github.com/seaweedfs/seaweedfs. */
import { plainPolicyRules } from "./plain";

/** The account of every user who is not created by its IAM API (measured on 4.53). */
const ACCOUNT = "000000000000";

/** How a policy names the identity with this name. */
export const seaweedfsUser = (name: string): string => `arn:aws:iam::${ACCOUNT}:user/${name}`;

/** Whether it is the ARN of one user. */
export const isSeaweedfsUser = (arn: string): boolean => /^arn:aws:iam::\d{12}:user\/[^*?$\s/]+$/.test(arn);

export const seaweedfsPolicyRules = plainPolicyRules({
  title: "SeaweedFS",
  principalReason: (name) =>
    isSeaweedfsUser(name)
      ? undefined
      : {
          code: "principal-unsupported",
          message: `which is not a user on SeaweedFS; use "${seaweedfsUser("<name>")}"`,
        },
  actions: [
    "AbortMultipartUpload",
    "DeleteBucketPolicy",
    "DeleteObject",
    "DeleteObjectTagging",
    "DeleteObjectVersion",
    "GetBucketAcl",
    "GetBucketCORS",
    "GetBucketLocation",
    "GetBucketPolicy",
    "GetBucketVersioning",
    "GetObject",
    "GetObjectAcl",
    "GetObjectTagging",
    "GetObjectVersion",
    "ListBucket",
    "ListBucketMultipartUploads",
    "ListBucketVersions",
    "ListMultipartUploadParts",
    "PutBucketAcl",
    "PutBucketCORS",
    "PutBucketPolicy",
    "PutBucketVersioning",
    "PutObject",
    "PutObjectAcl",
    "PutObjectTagging",
  ],
});
