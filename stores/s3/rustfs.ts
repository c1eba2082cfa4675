/** RustFS. */
import { docsPage } from "../../validation/docs-page";
import { capabilitiesOf, documented, measured, unverified, NO_WORKERS, type Cells } from "../cells";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";
import { accessKeyUsers } from "../policy-rules/access-key";
import { rustfsPolicyRules } from "../policy-rules/rustfs";
import { UNDOCUMENTED_POLICY_LIMITS } from "../policy-limits";
import type { S3Server } from "../store";

const TITLE = "RustFS";

const cells: Cells = {
  bucketPolicy: measured(true),
  // ACLs are accepted and ignored.
  objectAcls: measured(false),
  ownershipControls: measured(false),
  // There are no public ACLs to ignore. In 1.0.0-beta.7 a bucket without a block answered 500, and `destroy` did not end.
  publicAccessBlock: unverified(false),
  blockPublicAcls: unverified(false),
  blockPublicPolicies: unverified(false),
  // Behind a proxy that does not send X-Forwarded-Proto the statement would refuse everybody, the administrator too.
  secureTransport: measured(false),
  cors: measured(true),
  // The provider waits for a header that RustFS does not send (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: measured(false),
  // The provider reads tags through AWS's S3 Control API (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: measured(false),
  objectTags: measured(true),
  unequalParts: measured(true),
  // Users, keys and their policies have the admin API of MinIO.
  writerKeys: measured(false),
  iam: measured(false),
  // A policy with aws:SourceVpce is refused.
  vpcEndpoints: measured(false),
  // RustFS takes the address from the header X-Forwarded-For, which anybody can send.
  sourceAddress: measured(false),
  publicAddressesOnly: measured(false),
  ipVersionsApart: measured(true),
  // Needs s3:DeleteObject on the objects only.
  batchDeleteOnBucket: measured(false),
  // Releases up to 1.0.0-beta.8 refuse parts with them.
  sdkChecksums: documented(false, "https://github.com/rustfs/rustfs/issues/3506"),
  // With the bucket in the path any Host header is accepted, unless RUSTFS_SERVER_DOMAINS contains it.
  foreignHosts: measured(true),
  workers: NO_WORKERS,
};

export const rustfs: S3Server = {
  name: "rustfs",
  title: TITLE,
  page: docsPage("rustfs"),
  can: capabilitiesOf(cells),
  cells,
  measuredVersion: "1.0.0-rc.3",
  lowestVersion: {
    version: "1.0.0-beta.9",
    why: "Up to beta.8 uploads in parts with checksums fail ([fixed here](https://github.com/rustfs/rustfs/pull/3508)), and alpha.84 ignores public statements ([issue](https://github.com/rustfs/rustfs/issues/2036)).",
  },
  bucketNameProblems: dottedNameProblems,
  bucketNameCheck: dottedNameCheck(TITLE),
  user: accessKeyUsers(TITLE),
  policyRules: rustfsPolicyRules,
  policyLimits: UNDOCUMENTED_POLICY_LIMITS,
  rcloneProvider: "Other",
  // RUSTFS_API_STALE_UPLOADS_EXPIRY in crates/ecstore/src/bucket/lifecycle/bucket_lifecycle_ops.rs: 24 hours.
  endsUploadsAfterDays: 1,
};
