/**
 * What a store can do. A call that a server does not know fails the deployment half way, so these decide which resources
 * exist. A name says what the store does, never which store it is.
 */
export interface StoreCapabilities {
  /** Whether an object's own ACL can decide who reads it. */
  objectAcls: boolean;
  /** Whether it knows object ownership, by which a bucket refuses ACLs. */
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
  /** Whether it has IAM as AWS has it, so that users, keys and the policies of roles can be made. */
  iam: boolean;
  /** Whether a policy can tell by which VPC endpoint a request comes. */
  vpcEndpoints: boolean;
  /** Whether clients reach it by public addresses only, so that a policy for a private range never holds. */
  publicAddressesOnly: boolean;
  /** Whether a policy's range of IPv6 addresses that begins with zeros holds IPv6 addresses only. */
  ipVersionsApart: boolean;
  /** Whether the deletion of many objects asks for s3:DeleteObject on the bucket as well. */
  batchDeleteOnBucket: boolean;
  /** Whether it understands the checksums that current SDKs send and ask for by default. */
  sdkChecksums: boolean;
  /** Whether it answers over https at a hostname of the operator's, when a proxy leaves that name in the Host header. */
  foreignHosts: boolean;
}
