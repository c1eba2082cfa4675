/** Hetzner Object Storage, a service on Ceph. Nobody has measured it for this project. */
import { docsPage } from "../../validation/docs-page";
import { about } from "../../validation/warning";
import { capabilitiesOf, documented, type Cells } from "../cells";
import { cleanUploadsWithRclone } from "../clean-uploads";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";
import { servicePolicyRules, serviceUsers, type ServiceUsers } from "../policy-rules/service";
import { UNDOCUMENTED_POLICY_LIMITS } from "../policy-limits";
import { UNVERIFIED_CELLS } from "../service-cells";
import type { S3Server } from "../store";

const TITLE = "Hetzner";
const DOCS = "https://docs.hetzner.com/storage/object-storage";
const ACTIONS = `${DOCS}/supported-actions/`;
/** The Console creates keys, and each is valid for all buckets of its project. */
const KEYS = `${DOCS}/faq/s3-credentials/`;

const cells: Cells = {
  ...UNVERIFIED_CELLS,
  bucketPolicy: documented(true, ACTIONS),
  ownershipControls: documented(false, ACTIONS),
  cors: documented(true, `${DOCS}/howto-protect-objects/cors/`),
  // The rules are stored, but the provider waits for a header that only AWS sends.
  lifecycle: documented(false, "https://github.com/hashicorp/terraform-provider-aws/issues/49019"),
  tags: documented(false, ACTIONS),
  writerKeys: documented(false, KEYS),
  iam: documented(false, KEYS),
  // The service has no hostnames of customers.
  foreignHosts: documented(false, `${DOCS}/faq/buckets-objects/`),
};

const USERS: ServiceUsers = {
  title: TITLE,
  what: "a key",
  form: "arn:aws:iam:::user/p<project>:<access key>",
  hint: "with the number of the project, which the URL of the Console contains",
  isUser: (arn) => /^arn:aws:iam:::user\/p\d+:[^*?$\s/:]+$/.test(arn),
  example: "arn:aws:iam:::user/p1234567:ACCESSKEY",
  principalOf: (name) => `arn:aws:iam:::user/p1:${name}`,
};

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
  user: serviceUsers(USERS),
  policyRules: servicePolicyRules(USERS),
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
