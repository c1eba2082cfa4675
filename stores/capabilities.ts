/**
 * What a store can do. These values decide which resources are created, because a call that a server does not support would make the
 * deployment fail. Each name says what the store does, never which store it is.
 */
export interface StoreCapabilities {
  /** Whether a bucket has a policy, whose statements name the bucket by an ARN. Without it nobody can be let in by a policy. */
  bucketPolicy: boolean;
  /** Whether an object's own ACL can decide who reads it. */
  objectAcls: boolean;
  /** Whether the store has ownership controls, with which a bucket can refuse ACLs. */
  ownershipControls: boolean;
  /** Whether a bucket has a public access block whose `ignorePublicAcls` works. */
  publicAccessBlock: boolean;
  /** Whether `blockPublicAcls` refuses public ACLs and nothing else. */
  blockPublicAcls: boolean;
  /** Whether `blockPublicPolicy` and `restrictPublicBuckets` accept a policy that only names principals, because it is not public. */
  blockPublicPolicies: boolean;
  /** Whether a policy's condition on `aws:SecureTransport` denies plain http and nothing else. */
  secureTransport: boolean;
  /** Whether a bucket's CORS rules can be managed. */
  cors: boolean;
  /** Whether lifecycle rules can be managed; without them deleted versions would stay for ever. */
  lifecycle: boolean;
  /** Whether bucket tags can be managed. */
  tags: boolean;
  /** Whether objects can be uploaded with tags. */
  objectTags: boolean;
  /** Whether the parts of one upload may differ in size; without it only the last part may be smaller than the others. */
  unequalParts: boolean;
  /** Whether the library can create a writer with access keys. */
  writerKeys: boolean;
  /** Whether the store has IAM like AWS: users belong to accounts, roles have policies, and boundaries limit users. */
  iam: boolean;
  /** Whether a policy can have a condition on the VPC endpoint of a request. */
  vpcEndpoints: boolean;
  /** Whether a condition on `aws:SourceIp` is judged by the address of the connection, whatever headers a client sends. */
  sourceAddress: boolean;
  /** Whether the store sees only public addresses of clients, so that a condition on a private range never matches. */
  publicAddressesOnly: boolean;
  /** Whether an IPv6 range that begins with zeros matches only IPv6 addresses. */
  ipVersionsApart: boolean;
  /** Whether a request that deletes several objects needs s3:DeleteObject also on the bucket. */
  batchDeleteOnBucket: boolean;
  /** Whether every version of the store supports the checksums that current SDKs send and request by default. */
  sdkChecksums: boolean;
  /** Whether the store answers https requests with the operator's own hostname in the Host header, as a proxy may send them. */
  foreignHosts: boolean;
  /** Whether a Cloudflare Worker can read a bucket through a binding. */
  workers: boolean;
}
