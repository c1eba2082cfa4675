/** Garage. */
import { docsPage } from "../../validation/docs-page";
import { patternCheck } from "../../validation/editor-check";
import type { Reason } from "../../validation/problem";
import { capabilitiesOf, documented, measured, unverified, NO_WORKERS, type Cells } from "../cells";
import { addressNameProblems } from "../dotted-names";
import type { S3Server, Store, UploadRule } from "../store";

/** Permissions are read, write and owner, each for a key and a whole bucket; nothing has a condition. */
const NO_CONDITIONS = documented(
  false,
  "https://garagehq.deuxfleurs.fr/documentation/reference-manual/s3-compatibility/#acl-policies-endpoints",
);

const cells: Cells = {
  // PutBucketPolicy answers 501.
  bucketPolicy: measured(false),
  // An upload with an ACL is stored, and the ACL is ignored.
  objectAcls: measured(false),
  ownershipControls: measured(false),
  publicAccessBlock: measured(false),
  blockPublicAcls: measured(false),
  blockPublicPolicies: measured(false),
  secureTransport: measured(false),
  // Errors have a header that allows every origin, but the status of a preflight refuses other origins.
  cors: measured(true),
  // The server has the rules that the library sets, but the provider waits for a header that only AWS sends
  // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: measured(false),
  // PutBucketTagging answers 501.
  tags: measured(false),
  // The upload is stored without its tags.
  objectTags: measured(false),
  unequalParts: measured(true),
  // Keys are made with the command or the admin API.
  writerKeys: measured(false),
  iam: measured(false),
  vpcEndpoints: NO_CONDITIONS,
  sourceAddress: NO_CONDITIONS,
  publicAddressesOnly: NO_CONDITIONS,
  ipVersionsApart: NO_CONDITIONS,
  // Needs the key's permission to write.
  batchDeleteOnBucket: measured(false),
  // Measured with the newest release only.
  sdkChecksums: unverified(false),
  // With the bucket in the path any Host header is accepted, unless it ends with `root_domain` of `[s3_api]`.
  foreignHosts: measured(true),
  workers: NO_WORKERS,
};

/** The rules of is_valid_bucket_name (src/model/bucket_alias_table.rs) beside those of all stores. */
function bucketNameProblems(name: string): Reason[] {
  const problems = addressNameProblems(name);
  if (/(^|\.)xn--/.test(name)) {
    const message = 'begins with "xn--", or has it after a dot, which Garage does not allow; remove it';
    problems.push({ code: "bucket-name-reserved-prefix", message });
  }
  if (name.endsWith("-s3alias")) {
    const message = 'ends with "-s3alias", which Garage does not allow; remove it';
    problems.push({ code: "bucket-name-reserved-suffix", message });
  }
  return problems;
}

/** The command that deletes them once; unlike a lifecycle rule it needs no other program. */
function endUnfinishedUploads(bucket: string, _: Store, { days }: UploadRule): string {
  return (
    "Delete them once a day on a machine with Garage's command and its garage.toml:\n" +
    `    garage bucket cleanup-incomplete-uploads --older-than ${days}d ${bucket}`
  );
}

export const garage: S3Server = {
  name: "garage",
  title: "Garage",
  page: docsPage("garage"),
  can: capabilitiesOf(cells),
  cells,
  measuredVersion: "2.5.0",
  lowestVersion: { version: "2.0.0" },
  bucketNameProblems,
  bucketNameCheck: patternCheck(
    /^(?!\d+(\.\d+){3}$)(?!(.*\.)?xn--)(?!.*-s3alias$)/,
    'is not valid on Garage: it is an IP address, has "xn--" at the start or after a dot, or ends with "-s3alias"',
  ),
  policyLimits: {},
  // Rules for versions are not implemented.
  hasVersions: false,
  otherPrincipal: "another key without permissions for the bucket",
  bucketByHand: {
    // CreateBucket gives the bucket a name that only the key that made it knows.
    why: "a bucket made with the S3 API has its name for one key only",
    command: (bucket) => `garage bucket create ${bucket}`,
  },
  grantCommand: (bucket) => `garage bucket allow --read --write ${bucket} --key KEY`,
  webEndpoint: {
    example: "http://127.0.0.1:3902",
    setting: "`bind_addr` of `[s3_web]` in garage.toml",
    publish: (bucket) => `garage bucket website --allow ${bucket}`,
  },
  // https://rclone.org/s3/ has no name for it.
  rcloneProvider: "Other",
  endUnfinishedUploads,
};
