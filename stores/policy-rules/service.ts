/**
 * The rules of a service that nobody has measured for this project. Only what the library writes itself is accepted, because nobody
 * knows whether the service evaluates the rest as AWS does.
 */
import type { PolicyRules } from "../../access/lint";
import type { FindingReason } from "../../access/lint/finding";
import { plainPolicyRules } from "./plain";

export function servicePolicyRules(
  title: string,
  principalReason: (name: string) => FindingReason | undefined,
): PolicyRules {
  return plainPolicyRules({
    title,
    isUnverified: true,
    exactActions: true,
    principalReason,
    actions: [
      "AbortMultipartUpload",
      "DeleteObject",
      "DeleteObjectVersion",
      "GetBucketLocation",
      "GetObject",
      "GetObjectAcl",
      "GetObjectTagging",
      "GetObjectVersion",
      "ListBucket",
      "ListBucketMultipartUploads",
      "ListBucketVersions",
      "ListMultipartUploadParts",
      "PutObject",
      "PutObjectAcl",
      "PutObjectTagging",
    ],
  });
}
