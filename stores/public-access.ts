/** The settings of a bucket that decide how its objects can be public. */
import type { PublicAccessBlock } from "../access/evaluate";
import type { StoreCapabilities } from "./capabilities";

/** What makes objects public: nothing, a bucket policy, or each object's ACL. Never two of them. */
export type PublicBy = "nothing" | "policy" | "acls";

/** Allows only the way that is used. The block refuses the other way even to administrators of the account. */
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

/** Whether the bucket's own ACL counts, because no access block makes the store ignore it. */
export function countsBucketAcl(
  by: PublicBy,
  can: Pick<StoreCapabilities, "objectAcls" | "publicAccessBlock">,
): boolean {
  return can.objectAcls && (by === "acls" || !can.publicAccessBlock);
}

/**
 * Enforced ownership refuses every ACL header with 400 (AccessControlListNotSupported), so it is only for apps that send none. With
 * Preferred an object's ACL applies. Objects that another account uploads then belong to that account, unless the ACL is
 * bucket-owner-full-control (https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html).
 */
export function objectOwnership(sendsAcls: boolean): "BucketOwnerEnforced" | "BucketOwnerPreferred" {
  return sendsAcls ? "BucketOwnerPreferred" : "BucketOwnerEnforced";
}
