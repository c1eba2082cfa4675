/** What a store can do. A call that it does not know is a failed deployment, so these decide which resources exist. */
export interface StoreCapabilities {
  /** Whether an object's own ACL can decide who reads it. */
  objectAcls: boolean;
  /** Whether it knows object ownership, by which a bucket refuses ACLs. */
  ownershipControls: boolean;
  /** Whether `blockPublicAcls` refuses public ACLs and nothing else; `ignorePublicAcls` works everywhere here. */
  blockPublicAcls: boolean;
  /** Whether `blockPublicPolicy` and `restrictPublicBuckets` take a policy that only names principals for what it is: not public. */
  blockPublicPolicies: boolean;
  /** Whether lifecycle rules can be managed, without which deleted versions would stay for ever. */
  lifecycle: boolean;
  /** Whether buckets have tags. */
  tags: boolean;
  /** Whether objects can be uploaded with tags. */
  objectTags: boolean;
  /** Whether it has AWS' IAM, so that users, keys and the policies of roles can be made. */
  iam: boolean;
  /** Whether a policy can tell by which VPC endpoint a request comes. */
  vpcEndpoints: boolean;
  /** Whether clients reach it by public addresses only, so that a policy for a private range never holds. */
  publicAddressesOnly: boolean;
  /** Whether the deletion of many objects asks for s3:DeleteObject on the bucket as well. */
  batchDeleteOnBucket: boolean;
}

/** By `aws` or the server; each cell with its source. */
export const STORES = {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html (ACLs count with BucketOwnerPreferred),
  // .../access-control-block-public-access.html, .../object-lifecycle-mgmt.html, .../CostAllocTagging.html,
  // .../object-tagging.html;
  // DeleteObjects asks for the right on each object: .../using-with-s3-policy-actions.html
  aws: {
    objectAcls: true,
    ownershipControls: true,
    blockPublicAcls: true,
    blockPublicPolicies: true,
    lifecycle: true,
    tags: true,
    objectTags: true,
    iam: true,
    // .../example-bucket-policies-vpc-endpoint.html
    vpcEndpoints: true,
    // aws:SourceIp is the public address, and absent by way of a VPC endpoint:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceip
    publicAddressesOnly: true,
    batchDeleteOnBucket: false,
  },
  // Each cell is measured on 16.2.15 by tests/rgw/capabilities.test.ts.
  ceph: {
    // x-amz-acl and PutObjectAcl decide who reads.
    objectAcls: true,
    // PutBucketOwnershipControls is taken for CreateBucket and answered with 400.
    ownershipControls: false,
    // With it every PutObject is refused (https://tracker.ceph.com/issues/49135).
    blockPublicAcls: false,
    // Any Allow counts as public, so a policy with the writer's rights is refused (IsPublicStatement in src/rgw/rgw_iam_policy.cc).
    // Newer releases enforce restrictPublicBuckets, which would lock the writer out (https://github.com/ceph/ceph/pull/57206).
    blockPublicPolicies: false,
    // Rules work, but the provider waits for a header that only AWS sends
    // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
    lifecycle: false,
    // They work too, but the provider reads them through AWS' S3 Control API
    // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
    tags: false,
    // A tagged upload is stored, and asks for no right but s3:PutObject.
    objectTags: true,
    // CreateUser and CreateAccessKey do not exist; users are made with radosgw-admin.
    iam: false,
    // The key is in no request.
    vpcEndpoints: false,
    // The address is that of whoever connects.
    publicAddressesOnly: false,
    // 403 with the right on the objects alone.
    batchDeleteOnBucket: true,
  },
} as const satisfies Record<string, StoreCapabilities>;

/** The S3-compatible servers among them. */
export const S3_SERVERS = ["ceph"] as const satisfies (keyof typeof STORES)[];

/** What a kind of store can do; undefined for a name that is none. */
export function capabilitiesOf(kind: string | undefined): StoreCapabilities | undefined {
  return Object.entries(STORES).find(([name]) => name === kind)?.[1];
}
