/** What holds of a service until its documentation says otherwise. Nobody has measured one for this project. */
import { unverified, NO_WORKERS, type Cells } from "./cells";

export const UNVERIFIED_CELLS: Cells = {
  bucketPolicy: unverified(false),
  // If an ACL could publish a file and this were false, the preview's table would not say so.
  objectAcls: unverified(true),
  ownershipControls: unverified(false),
  publicAccessBlock: unverified(false),
  blockPublicAcls: unverified(false),
  blockPublicPolicies: unverified(false),
  // Behind a proxy that ends TLS the statement could refuse everybody, the owner too.
  secureTransport: unverified(false),
  cors: unverified(false),
  // A service may store the rules, but the provider waits for a header that few others than AWS send
  // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: unverified(false),
  tags: unverified(false),
  objectTags: unverified(false),
  unequalParts: unverified(false),
  writerKeys: unverified(false),
  iam: unverified(false),
  vpcEndpoints: unverified(false),
  sourceAddress: unverified(false),
  publicAddressesOnly: unverified(false),
  ipVersionsApart: unverified(false),
  // Ceph checks the permission on the bucket; elsewhere the permission does nothing.
  batchDeleteOnBucket: unverified(true),
  sdkChecksums: unverified(false),
  foreignHosts: unverified(false),
  workers: NO_WORKERS,
};
