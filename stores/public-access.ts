/** Settings of a bucket that decide by which way its objects can be public. */
import type { PublicAccessBlock } from "../access/evaluate";
import type { StoreCapabilities } from "./capabilities";

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
