/** The Versity S3 Gateway. */
import { docsPage } from "../../validation/docs-page";
import { cleanUploadsWithRclone } from "../clean-uploads";
import { capabilitiesOf, documented, measured, unverified, NO_WORKERS, type Cells } from "../cells";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";
import { accessKeyUsers } from "../policy-rules/access-key";
import { versitygwPolicyRules } from "../policy-rules/versitygw";
import { UNDOCUMENTED_POLICY_LIMITS } from "../policy-limits";
import type { S3Server } from "../store";

const TITLE = "versitygw";

const cells: Cells = {
  bucketPolicy: measured(true),
  // PutObjectAcl answers 501.
  objectAcls: measured(false),
  ownershipControls: measured(true),
  // PutPublicAccessBlock answers 501.
  publicAccessBlock: measured(false),
  blockPublicAcls: measured(false),
  blockPublicPolicies: measured(false),
  // Behind a proxy the statement would refuse everybody: versitygw knows only its own TLS, and releases before 1.8 ignore conditions.
  secureTransport: measured(false),
  cors: measured(true),
  // PutBucketLifecycleConfiguration answers 501.
  lifecycle: measured(false),
  // The server has tags, but the provider reads them through AWS's S3 Control API
  // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: measured(false),
  objectTags: measured(true),
  unequalParts: measured(true),
  // Users have an API of versitygw's own (https://github.com/versity/versitygw/wiki/Multi-Tenant).
  writerKeys: measured(false),
  iam: measured(false),
  // A policy with aws:SourceVpce is refused.
  vpcEndpoints: measured(false),
  // Releases before 1.8 ignore the condition, so an Allow for an address would let everybody in.
  sourceAddress: documented(false, "https://github.com/versity/versitygw/blob/v1.7.0/auth/bucket_policy.go"),
  publicAddressesOnly: measured(false),
  ipVersionsApart: measured(true),
  // Releases before 1.8 check the bucket.
  batchDeleteOnBucket: documented(
    true,
    "https://github.com/versity/versitygw/blob/v1.7.0/s3api/controllers/bucket-post.go",
  ),
  // Measured with the newest release only.
  sdkChecksums: unverified(false),
  // With the bucket in the path any Host header is accepted, unless --virtual-domain contains it.
  foreignHosts: measured(true),
  workers: NO_WORKERS,
};

export const versitygw: S3Server = {
  name: "versitygw",
  title: TITLE,
  page: docsPage("versitygw"),
  can: capabilitiesOf(cells),
  cells,
  measuredVersion: "1.8.0",
  lowestVersion: { version: "1.7.0" },
  bucketNameProblems: dottedNameProblems,
  bucketNameCheck: dottedNameCheck(TITLE),
  // A policy that names a user who does not exist is refused.
  user: accessKeyUsers(TITLE),
  policyRules: versitygwPolicyRules,
  policyLimits: UNDOCUMENTED_POLICY_LIMITS,
  rcloneProvider: "Other",
  endUnfinishedUploads: cleanUploadsWithRclone,
};
