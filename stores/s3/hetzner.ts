/** Hetzner Object Storage, a service on Ceph. Nobody has measured it for this project. */
import { docsPage } from "../../validation/docs-page";
import { meansEveryone } from "../../access/evaluate/principal";
import type { Reason } from "../../validation/problem";
import { about } from "../../validation/warning";
import { capabilitiesOf, documented, unverified, NO_WORKERS, type Cells } from "../cells";
import { cleanUploadsWithRclone } from "../clean-uploads";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";
import { servicePolicyRules } from "../policy-rules/service";
import { UNDOCUMENTED_POLICY_LIMITS } from "../policy-limits";
import type { S3Server } from "../store";

const TITLE = "Hetzner";
const DOCS = "https://docs.hetzner.com/storage/object-storage";
const ACTIONS = `${DOCS}/supported-actions/`;
/** The Console creates keys, and each is valid for all buckets of its project. */
const KEYS = `${DOCS}/faq/s3-credentials/`;

const cells: Cells = {
  bucketPolicy: documented(true, ACTIONS),
  // Ceph has them. If an ACL could publish a file and this were false, the preview's table would not say so.
  objectAcls: unverified(true),
  ownershipControls: documented(false, ACTIONS),
  publicAccessBlock: unverified(false),
  blockPublicAcls: unverified(false),
  blockPublicPolicies: unverified(false),
  // Behind a proxy that ends TLS the statement could refuse everybody, the owner too.
  secureTransport: unverified(false),
  cors: documented(true, `${DOCS}/howto-protect-objects/cors/`),
  // The rules are stored, but the provider waits for a header that only AWS sends.
  lifecycle: documented(false, "https://github.com/hashicorp/terraform-provider-aws/issues/49019"),
  tags: documented(false, ACTIONS),
  objectTags: unverified(false),
  unequalParts: unverified(false),
  writerKeys: documented(false, KEYS),
  iam: documented(false, KEYS),
  vpcEndpoints: unverified(false),
  sourceAddress: unverified(false),
  publicAddressesOnly: unverified(false),
  ipVersionsApart: unverified(false),
  // Ceph checks the permission on the bucket; elsewhere the permission does nothing.
  batchDeleteOnBucket: unverified(true),
  sdkChecksums: unverified(false),
  // The service has no hostnames of customers.
  foreignHosts: documented(false, `${DOCS}/faq/buckets-objects/`),
  workers: NO_WORKERS,
};

const FORM = "arn:aws:iam:::user/p<project>:<access key>";

const isKey = (arn: string): boolean => /^arn:aws:iam:::user\/p\d+:[^*?$\s/:]+$/.test(arn);

function keyProblems(arn: string): Reason[] {
  if (meansEveryone(arn))
    return [{ code: "principal-everyone", message: `means everybody; set the ARN of a key, "${FORM}"` }];
  if (isKey(arn)) return [];
  const message = `is not how Hetzner names a key; set "${FORM}" with the number of the project, which the URL of the Console contains`;
  return [{ code: "writer-principal", message }];
}

export const hetzner: S3Server = {
  name: "hetzner",
  title: TITLE,
  page: `${docsPage("services")}#hetzner`,
  can: capabilitiesOf(cells),
  cells,
  isService: true,
  endpoints: {
    regions: ["fsn1", "nbg1", "hel1"],
    regionForm: /[a-z]{3}\d/,
    endpointOf: (location) => `https://${location}.your-objectstorage.com`,
  },
  bucketNameProblems: dottedNameProblems,
  bucketNameCheck: dottedNameCheck(TITLE),
  user: {
    example: "arn:aws:iam:::user/p1234567:ACCESSKEY",
    problems: keyProblems,
    principalOf: (name) => `arn:aws:iam:::user/p1:${name}`,
  },
  policyRules: servicePolicyRules(TITLE, (name) =>
    isKey(name) ? undefined : { code: "principal-unsupported", message: `but Hetzner names a key "${FORM}"` },
  ),
  policyLimits: UNDOCUMENTED_POLICY_LIMITS,
  otherPrincipal:
    "a key of another Hetzner project; other keys of the bucket's own project can do everything",
  warnings: about("s3.server", [
    "Each key of a Hetzner project can do everything with all buckets of the project, whatever the bucket policy allows. Keep the " +
      "bucket in a project without other buckets.",
  ]),
  rcloneProvider: "Hetzner",
  endUnfinishedUploads: cleanUploadsWithRclone,
};
