/** SeaweedFS. */
import { docsPage } from "../../validation/docs-page";
import { meansEveryone } from "../../access/evaluate/principal";
import type { Reason } from "../../validation/problem";
import { capabilitiesOf, documented, measured, unverified, NO_WORKERS, type Cells } from "../cells";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";
import { isSeaweedfsUser, seaweedfsPolicyRules, seaweedfsUser } from "../policy-rules/seaweedfs";
import { cleanUploadsWithRclone } from "../clean-uploads";
import { UNDOCUMENTED_POLICY_LIMITS } from "../policy-limits";
import type { S3Server } from "../store";

const cells: Cells = {
  bucketPolicy: measured(true),
  // An upload with `x-amz-acl: public-read` can be read by everybody.
  objectAcls: measured(true),
  // 4.53 has them, and refuses ACLs then; no run with the provider is known.
  ownershipControls: unverified(false),
  // Releases before 4.53 answer NotImplemented; no run of 4.53 with the provider is known.
  publicAccessBlock: unverified(false),
  blockPublicAcls: unverified(false),
  blockPublicPolicies: unverified(false),
  // `BoolIfExists` is refused. With `Bool` the server knows only its own TLS, so behind a proxy the statement would refuse everybody,
  // the administrator too.
  secureTransport: measured(false),
  cors: measured(true),
  // The server has rules and sends the header for which the provider waits; no run with the provider is known.
  lifecycle: unverified(false),
  // The provider reads tags through AWS's S3 Control API (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: measured(false),
  // A tagged upload is stored.
  objectTags: measured(true),
  unequalParts: measured(true),
  // Users have an API of their own, and the shell of SeaweedFS.
  writerKeys: documented(false, "https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API"),
  iam: documented(false, "https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API"),
  // No request has this key.
  vpcEndpoints: measured(false),
  // Releases before September 2026 take the address from a header that anybody can send.
  sourceAddress: documented(false, "https://github.com/seaweedfs/seaweedfs/pull/11231"),
  publicAddressesOnly: measured(false),
  ipVersionsApart: measured(true),
  // Needs s3:DeleteObject on the objects only.
  batchDeleteOnBucket: measured(false),
  sdkChecksums: unverified(false),
  foreignHosts: measured(true),
  workers: NO_WORKERS,
};

const USER = seaweedfsUser("<name>");

/** A name of an identity, in an account that all identities share. */
function userProblems(arn: string): Reason[] {
  if (meansEveryone(arn))
    return [{ code: "principal-everyone", message: `means everybody; set the ARN of a user, "${USER}"` }];
  if (isSeaweedfsUser(arn)) return [];
  return [{ code: "writer-principal", message: `is not the ARN of a user; set one of the form "${USER}"` }];
}

export const seaweedfs: S3Server = {
  name: "seaweedfs",
  title: "SeaweedFS",
  page: docsPage("seaweedfs"),
  can: capabilitiesOf(cells),
  cells,
  measuredVersion: "4.53",
  lowestVersion: {
    version: "4.53",
    why: "4.44 refuses files that the bucket policy makes public, and ignores the ACLs of objects (measured). Versions in between were not tried.",
  },
  bucketNameProblems: dottedNameProblems,
  bucketNameCheck: dottedNameCheck("SeaweedFS"),
  user: { example: USER, problems: userProblems, principalOf: seaweedfsUser },
  policyRules: seaweedfsPolicyRules,
  policyLimits: UNDOCUMENTED_POLICY_LIMITS,
  rcloneProvider: "SeaweedFS",
  openPorts:
    "**Before you copy, close the ports of SeaweedFS's filer (8888) and volume servers (8080, or 9340 with `weed mini`), and their gRPC ports, which are 10000 higher.** They know no rights: whoever reaches them reads and writes every file of every bucket. Bind them to loopback or to a private network (`-ip.bind`, a firewall), and publish only the S3 port.",
  endUnfinishedUploads: cleanUploadsWithRclone,
};
