/** AWS S3 as a store: its host names, and what is wrong with a region. */
import type { PublicAccessBlock } from "../access/evaluate";
import type { Reason } from "../validation/problem";
import type { StoreCapabilities } from "./capabilities";

/** The DNS suffix of each partition (https://docs.aws.amazon.com/general/latest/gr/s3.html). */
function dnsSuffix(region: string): string {
  if (region.startsWith("cn-")) return "amazonaws.com.cn";
  if (region.startsWith("eusc-")) return "amazonaws.eu";
  return "amazonaws.com";
}

/** The host of path-style URLs and of the S3 API: `s3.eu-central-1.amazonaws.com`. */
export function s3Host(region: string): string {
  return `s3.${region}.${dnsSuffix(region)}`;
}

export function regionProblems(region: string): Reason[] {
  // Their hosts and ARNs have other names, which nothing here knows.
  if (/^[a-z]{2}-iso/.test(region)) {
    const message = "is a region of an isolated partition, which is not supported";
    return [{ code: "store-region-isolated", message }];
  }
  if (/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region)) return [];
  if (/^[a-z]{2,4}(-[a-z]+)+-\d[a-z]$/.test(region)) {
    const message = `is an availability zone; write the region "${region.slice(0, -1)}"`;
    return [{ code: "store-region-zone", message }];
  }
  const message = 'is no AWS region; write its code, such as "eu-central-1"';
  return [{ code: "store-region-unknown", message }];
}

/** Who decides what is public: nobody, a bucket policy, or each object's ACL. Never two of them. */
export type PublicBy = "nothing" | "policy" | "acls";

/** Only the way that is used is open; the block refuses the other even to the account's own administrators. */
export function publicAccessBlock(
  by: PublicBy,
  can: Pick<StoreCapabilities, "blockPublicAcls" | "blockPublicPolicies">,
): PublicAccessBlock {
  const noPublicPolicy = by !== "policy" && can.blockPublicPolicies;
  return {
    blockPublicAcls: by !== "acls" && can.blockPublicAcls,
    ignorePublicAcls: by !== "acls",
    blockPublicPolicy: noPublicPolicy,
    restrictPublicBuckets: noPublicPolicy,
  };
}

/**
 * Enforced ownership refuses every ACL header with 400 (AccessControlListNotSupported), so it is for apps that send none;
 * with Preferred an object's ACL counts. What another account uploads then belongs to that account, unless the ACL is
 * bucket-owner-full-control (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
 */
export function objectOwnership(sendsAcls: boolean): "BucketOwnerEnforced" | "BucketOwnerPreferred" {
  return sendsAcls ? "BucketOwnerPreferred" : "BucketOwnerEnforced";
}

/**
 * The name of the writer's IAM user. Bucket names are unique in all of AWS, so this is unique in the account; IAM allows 64
 * characters, and a longer bucket name is cut and told apart by a checksum.
 */
export function writerUserName(bucket: string): string {
  const suffix = "-writer";
  if (bucket.length + suffix.length <= 64) return bucket + suffix;
  return `${bucket.slice(0, 48)}-${checksum(bucket)}${suffix}`;
}

/** FNV-1a, 32 bits, as 8 hex digits: enough to tell apart bucket names of one account that begin alike. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
