/** Wasabi. Nobody has measured it for this project. */
import { docsPage } from "../../validation/docs-page";
import { EXAMPLE_ACCOUNT } from "../../access/accounts";
import { about } from "../../validation/warning";
import { capabilitiesOf, documented, type Cells } from "../cells";
import { cleanUploadsWithRclone } from "../clean-uploads";
import { dottedNameProblems } from "../dotted-names";
import { servicePolicyRules, serviceUsers, type ServiceUsers } from "../policy-rules/service";
import { UNDOCUMENTED_POLICY_LIMITS } from "../policy-limits";
import { reservedNameCheck, reservedNameProblems, type ReservedNames } from "../reserved-names";
import { UNVERIFIED_CELLS } from "../service-cells";
import type { S3Server } from "../store";

const TITLE = "Wasabi";
const DOCS = "https://docs.wasabi.com/docs";

const cells: Cells = {
  // Wasabi has IAM at another host than S3. That Pulumi's provider can create users and keys there is not known, so an operator does.
  ...UNVERIFIED_CELLS,
  bucketPolicy: documented(true, `${DOCS}/bucket-policy`),
  // "Wasabi Supports Policies and Access Control Lists (ACLs)"
  objectAcls: documented(true, `${DOCS}/policies-1`),
  cors: documented(true, `${DOCS}/operations-on-buckets`),
};

/** https://docs.wasabi.com/docs/service-urls-for-wasabis-storage-regions */
const REGIONS = [
  ...(["eu-central-1", "eu-central-2", "eu-west-1", "eu-west-2", "eu-west-3", "eu-south-1"] as const),
  ...(["us-east-1", "us-east-2", "us-central-1", "us-west-1", "us-west-2", "ca-central-1"] as const),
  ...(["ap-northeast-1", "ap-northeast-2", "ap-southeast-1", "ap-southeast-2"] as const),
] as const;

const hostOf = (region: string): string => `s3.${region}.wasabisys.com`;

/** https://docs.wasabi.com/docs/bucket-naming-conventions */
const RESERVED: ReservedNames = {
  prefixes: ["xn--", "sthree-", "amzn-s3-demo-"],
  suffixes: ["-s3alias", "--ol-s3", ".mrap", "--x-s3"],
};

const USERS: ServiceUsers = {
  title: TITLE,
  what: "a user",
  form: "arn:aws:iam::<account number>:user/<name>",
  hint: "with the account number, which the list of users in the Console shows",
  isUser: (arn) => /^arn:aws:iam::\d+:user\/[^*?$\s]+$/.test(arn),
  example: `arn:aws:iam::${EXAMPLE_ACCOUNT}:user/mastodon`,
};

export const wasabi: S3Server = {
  name: "wasabi",
  title: TITLE,
  page: `${docsPage("services")}#wasabi`,
  can: capabilitiesOf(cells),
  cells,
  isService: true,
  endpoints: {
    regions: REGIONS,
    regionForm: /[a-z]{2}-[a-z]+-\d/,
    endpointOf: (region) => `https://${hostOf(region)}`,
    otherHosts: {
      "s3.wasabisys.com": "us-east-1",
      "s3.nl-1.wasabisys.com": "eu-central-1",
      "s3.de-1.wasabisys.com": "eu-central-2",
      "s3.uk-1.wasabisys.com": "eu-west-1",
      "s3.fr-1.wasabisys.com": "eu-west-2",
      "s3.uk-2.wasabisys.com": "eu-west-3",
      "s3.it-1.wasabisys.com": "eu-south-1",
    },
  },
  bucketNameProblems: (name) => [...dottedNameProblems(name), ...reservedNameProblems(name, RESERVED, TITLE)],
  bucketNameCheck: reservedNameCheck(
    RESERVED,
    "",
    "is not valid on Wasabi: it has a beginning or an end that Wasabi reserves",
  ),
  user: serviceUsers(USERS),
  policyRules: servicePolicyRules(USERS),
  policyLimits: UNDOCUMENTED_POLICY_LIMITS,
  otherPrincipal: "a user of another Wasabi account which allows it s3:* itself",
  publicReads:
    "Wasabi answers reads without a signature only if the account has public access; a trial account does not have it, nor one made " +
    "since 13 March 2023, unless Wasabi's support enables it. Ask support@wasabi.com before you copy files. Until then every public " +
    'file is 403 with "Public use of objects is not allowed by this account", whatever the bucket policy allows ' +
    "(https://docs.wasabi.com/docs/defining-a-bucket-policy-for-public-access).",
  warnings: about("s3.server", [
    "Wasabi charges for each file for at least 90 days, also if the app deletes or replaces it before " +
      "(https://docs.wasabi.com/docs/if-i-delete-a-file-within-90-days-after-storing-it-how-is-that-handled-from-a-billing-and-file-recovery-perspective).",
  ]),
  rcloneProvider: "Wasabi",
  endUnfinishedUploads: cleanUploadsWithRclone,
};
