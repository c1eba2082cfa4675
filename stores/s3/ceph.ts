/** Ceph RADOS Gateway. */
import { docsPage } from "../../validation/docs-page";
import { meansEveryone } from "../../access/evaluate/principal";
import { shellWord } from "../../env/formats/shell";
import type { Reason } from "../../validation/problem";
import type { StoreCapabilities } from "../capabilities";
import { cephPolicyRules } from "../policy-rules/ceph";
import type { Store, StoreProduct, UploadRule } from "../store";

const PAGE = docsPage("ceph");

/** Each cell is measured on 16.2.15 by tests/rgw/capabilities.test.ts. */
const can: StoreCapabilities = {
  // x-amz-acl and PutObjectAcl decide who reads.
  objectAcls: true,
  // PutBucketOwnershipControls is taken for CreateBucket and answered with 400.
  ownershipControls: false,
  // A public ACL is ignored with it.
  publicAccessBlock: true,
  // With it every PutObject is refused (https://tracker.ceph.com/issues/49135).
  blockPublicAcls: false,
  // Any Allow counts as public, so a policy with the writer's rights is refused (IsPublicStatement in src/rgw/rgw_iam_policy.cc).
  // Newer releases enforce restrictPublicBuckets, which would lock the writer out (https://github.com/ceph/ceph/pull/57206).
  blockPublicPolicies: false,
  // Requests over https have the key, and those over http have none.
  secureTransport: true,
  // A preflight from an origin of the rule is answered.
  cors: true,
  // Rules work, but the provider waits for a header that only AWS sends
  // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: false,
  // They work too, but the provider reads them through AWS' S3 Control API
  // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: false,
  // A tagged upload is stored, and asks for no right but s3:PutObject.
  objectTags: true,
  // CreateUser and CreateAccessKey do not exist; users are made with radosgw-admin.
  iam: false,
  // The key is in no request.
  vpcEndpoints: false,
  // The address is that of whoever connects.
  publicAddressesOnly: false,
  // It compares the numbers of addresses, whatever their version.
  ipVersionsApart: false,
  // 403 with the right on the objects alone.
  batchDeleteOnBucket: true,
  // An upload of unknown length is answered with 411: it does not read bodies with a trailing checksum.
  sdkChecksums: false,
  // With the bucket in the path any Host header is accepted.
  foreignHosts: true,
};

/** The first parts of RGW's paths that are not buckets: its admin API and its Swift API. */
const RGW_APIS = ["admin", "swift", "auth"];

/**
 * The rules of `rgw relaxed s3 bucket names = false`, the default (valid_s3_bucket_name in src/rgw/rgw_rest_s3.h); each is
 * measured on 16.2.15 by tests/rgw/bucket-names.test.ts. A name that AWS reserves is a name like any other.
 */
function bucketNameProblems(name: string): Reason[] {
  if (/^\d+(\.\d+){3}$/.test(name)) {
    return [{ code: "bucket-name-address", message: "has the form of an IP address; choose another name" }];
  }
  if (RGW_APIS.includes(name)) {
    return [{ code: "bucket-name-api", message: "is the path of an API of RGW; choose another name" }];
  }
  if (!/\.\.|\.-|-\./.test(name)) return [];
  return [
    { code: "bucket-name-dot", message: 'has a dot next to another dot or a "-"; keep one of the two' },
  ];
}

const USER = "arn:aws:iam:::user/<uid>";

/** Its users are in no account: https://docs.ceph.com/en/latest/radosgw/bucketpolicy/ */
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
    `A bucket that has rules keeps them, and the command says so, because setting one rule removes all others; ${PAGE} says how to add ` +
    "it to them. Tests ran it against Ceph 16.2.15 only, not against a newer version."
  );
}

/**
 * One line that sets the rule if the server says that the bucket has none. `--debug` shows the answer itself: Ceph's has no
 * message, and without one the AWS CLI (1.45) fails before it says the code.
 */
function setRuleCommand(bucket: string, { endpoint = "", region, caFile }: Store, rule: UploadRule): string {
  const s3api = (operation: string): string =>
    [
      `aws s3api ${operation} --endpoint-url ${shellWord(endpoint)} --region ${shellWord(region)}`,
      ...(caFile === undefined ? [] : [`--ca-bundle ${shellWord(caFile)}`]),
      `--bucket ${shellWord(bucket)}`,
    ].join(" ");
  const put = `${s3api("put-bucket-lifecycle-configuration")} --lifecycle-configuration ${shellWord(ruleOf(rule))}`;
  return (
    `case "$(${s3api("get-bucket-lifecycle-configuration")} --debug 2>&1)" in *"<Code>NoSuchLifecycleConfiguration<"*) ${put} ;; ` +
    '*) echo "Not set: the bucket has rules, or the store did not answer." >&2 ;; esac'
  );
}

/** The rule as the AWS CLI takes it. */
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

export const ceph: StoreProduct = {
  name: "ceph",
  title: "Ceph",
  page: PAGE,
  can,
  bucketNameProblems,
  user: { example: USER, problems: userProblems },
  policyRules: cephPolicyRules,
  policyLimits: {
    // The default of rgw_max_put_param_size; RGW 16.2.15 answers 416 InvalidRange to one byte more.
    bucket: { most: 1_048_576, unit: "bytes", of: "a bucket policy on Ceph" },
  },
  rcloneProvider: "Ceph",
  endUnfinishedUploads,
};
