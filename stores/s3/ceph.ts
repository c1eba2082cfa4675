/** Ceph RADOS Gateway. */
import { docsPage } from "../../validation/docs-page";
import { meansEveryone } from "../../access/evaluate/principal";
import { shellWord } from "../../env/formats/shell";
import type { Reason } from "../../validation/problem";
import { s3apiCommand } from "../aws-cli";
import { capabilitiesOf, measured, NO_WORKERS, type Cells } from "../cells";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";
import { cephPolicyRules } from "../policy-rules/ceph";
import type { S3Server, Store, UploadRule } from "../store";

const PAGE = docsPage("ceph");

/** tests/rgw/capabilities.test.ts measures each value. */
const cells: Cells = {
  // A statement lets a user read who could not before.
  bucketPolicy: measured(true),
  // x-amz-acl and PutObjectAcl decide who can read.
  objectAcls: measured(true),
  // Ceph reads PutBucketOwnershipControls as CreateBucket and answers with 400.
  ownershipControls: measured(false),
  // With `ignorePublicAcls` a public ACL has no effect.
  publicAccessBlock: measured(true),
  // With `blockPublicAcls` every PutObject is refused (https://tracker.ceph.com/issues/49135).
  blockPublicAcls: measured(false),
  // Any Allow counts as public, so a policy with the writer's permissions is refused (IsPublicStatement in src/rgw/rgw_iam_policy.cc).
  // Newer releases enforce restrictPublicBuckets, which would lock the writer out (https://github.com/ceph/ceph/pull/57206).
  blockPublicPolicies: measured(false),
  // Requests over https have the key, and requests over http do not.
  secureTransport: measured(true),
  // Ceph answers a preflight from an allowed origin.
  cors: measured(true),
  // Rules work, but the provider waits for a header that only AWS sends
  // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: measured(false),
  // Tags work, but the provider reads them through AWS's S3 Control API
  // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: measured(false),
  // A tagged upload is stored.
  objectTags: measured(true),
  // Parts of 5 and 6 MiB become one object.
  unequalParts: measured(true),
  // CreateUser and CreateAccessKey do not exist. Users are created with radosgw-admin, and have no account.
  writerKeys: measured(false),
  iam: measured(false),
  // No request has this key.
  vpcEndpoints: measured(false),
  // X-Forwarded-For changes nothing, unless `rgw remote addr param` names it.
  sourceAddress: measured(true),
  // The address is that of the connecting client.
  publicAddressesOnly: measured(false),
  // Ceph compares addresses as numbers, without their IP version.
  ipVersionsApart: measured(false),
  // Answers 403 if the permission is only on the objects.
  batchDeleteOnBucket: measured(true),
  // Answers 411 to an upload of unknown length, because it does not support bodies with a trailing checksum.
  sdkChecksums: measured(false),
  // With the bucket in the path any Host header is accepted.
  foreignHosts: measured(true),
  workers: NO_WORKERS,
};

/** First path segments of RGW's own APIs (admin and Swift), which are not buckets. */
const RGW_APIS = ["admin", "swift", "auth"];

/**
 * The rules of `rgw relaxed s3 bucket names = false`, the default (valid_s3_bucket_name in src/rgw/rgw_rest_s3.h); tests/rgw/bucket-names.test.ts
 * measures each on 16.2.15. Names that AWS reserves are allowed.
 */
function bucketNameProblems(name: string): Reason[] {
  if (!RGW_APIS.includes(name)) return dottedNameProblems(name);
  return [{ code: "bucket-name-api", message: "is the path of an API of RGW; choose another name" }];
}

const USER = "arn:aws:iam:::user/<uid>";

/** Users have no account: https://docs.ceph.com/en/latest/radosgw/bucketpolicy/ */
function userProblems(arn: string): Reason[] {
  if (meansEveryone(arn)) {
    const message = `means every request without a signature, so anybody could write; create a user with another uid and set its ARN, "${USER}"`;
    return [{ code: "principal-everyone", message }];
  }
  if (/^arn:aws:iam:::user\/[^*?$\s/]+$/.test(arn)) return [];
  return [{ code: "writer-principal", message: `is not the ARN of a user; set one of the form "${USER}"` }];
}

function endUnfinishedUploads(bucket: string, store: Store, rule: UploadRule): string {
  return (
    `Set the rule yourself, with the key of the bucket's owner in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY` +
    `${store.caFile === undefined ? "" : " and the authority's certificate in the file that the command names"}:\n` +
    `    ${setRuleCommand(bucket, store, rule)}\n` +
    `If the bucket already has rules, the command changes nothing and says so, because setting one rule would remove all others; ${PAGE} ` +
    "explains how to add the rule. The command was tested only against Ceph 16.2.15."
  );
}

/**
 * One line that sets the rule if the server reports that the bucket has none. `--debug` shows the server's answer: Ceph's errors have
 * no message, so the AWS CLI (1.45) fails before it prints the code.
 */
function setRuleCommand(bucket: string, store: Store, rule: UploadRule): string {
  const s3api = (operation: string): string => s3apiCommand(store, bucket, operation);
  const put = `${s3api("put-bucket-lifecycle-configuration")} --lifecycle-configuration ${shellWord(ruleOf(rule))}`;
  return (
    `case "$(${s3api("get-bucket-lifecycle-configuration")} --debug 2>&1)" in *"<Code>NoSuchLifecycleConfiguration<"*) ${put} ;; ` +
    '*) echo "Not set: the bucket has rules, or the store did not answer." >&2 ;; esac'
  );
}

/** The rule in the format of the AWS CLI. */
function ruleOf({ id, days }: UploadRule): string {
  return JSON.stringify({
    Rules: [
      {
        ID: id,
        Status: "Enabled",
        Filter: { Prefix: "" },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: days },
      },
    ],
  });
}

export const ceph: S3Server = {
  name: "ceph",
  title: "Ceph",
  page: PAGE,
  can: capabilitiesOf(cells),
  cells,
  measuredVersion: "16.2.15",
  lowestVersion: { version: "16.2.15" },
  bucketNameProblems,
  bucketNameCheck: dottedNameCheck("Ceph", RGW_APIS),
  user: { example: USER, problems: userProblems },
  policyRules: cephPolicyRules,
  policyLimits: {
    // The default of rgw_max_put_param_size. RGW 16.2.15 answers 416 InvalidRange to one byte more.
    bucket: { most: 1_048_576, unit: "bytes", of: "a bucket policy on Ceph" },
  },
  rcloneProvider: "Ceph",
  endUnfinishedUploads,
};
