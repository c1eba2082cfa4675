/** Ceph RADOS Gateway. */
import { docsPage } from "../../validation/docs-page";
import { meansEveryone } from "../../access/evaluate/principal";
import { shellWord } from "../../env/formats/shell";
import { patternCheck } from "../../validation/editor-check";
import type { Reason } from "../../validation/problem";
import type { StoreCapabilities } from "../capabilities";
import { cephPolicyRules } from "../policy-rules/ceph";
import type { Store, StoreProduct, UploadRule } from "../store";

const PAGE = docsPage("ceph");

/** tests/rgw/capabilities.test.ts measures each value on 16.2.15. */
const can: StoreCapabilities = {
  // A statement lets a user read who could not before.
  bucketPolicy: true,
  // x-amz-acl and PutObjectAcl decide who can read.
  objectAcls: true,
  // Ceph reads PutBucketOwnershipControls as CreateBucket and answers with 400.
  ownershipControls: false,
  // With `ignorePublicAcls` a public ACL has no effect.
  publicAccessBlock: true,
  // With `blockPublicAcls` every PutObject is refused (https://tracker.ceph.com/issues/49135).
  blockPublicAcls: false,
  // Any Allow counts as public, so a policy with the writer's permissions is refused (IsPublicStatement in src/rgw/rgw_iam_policy.cc).
  // Newer releases enforce restrictPublicBuckets, which would lock the writer out (https://github.com/ceph/ceph/pull/57206).
  blockPublicPolicies: false,
  // Requests over https have the key, and requests over http do not.
  secureTransport: true,
  // Ceph answers a preflight from an allowed origin.
  cors: true,
  // Rules work, but the provider waits for a header that only AWS sends
  // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: false,
  // Tags work, but the provider reads them through AWS's S3 Control API
  // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: false,
  // A tagged upload is stored, and needs only s3:PutObject.
  objectTags: true,
  // CreateUser and CreateAccessKey do not exist. Users are created with radosgw-admin, and have no account.
  writerKeys: false,
  iam: false,
  // No request has this key.
  vpcEndpoints: false,
  // X-Forwarded-For changes nothing, unless `rgw remote addr param` names it.
  sourceAddress: true,
  // The address is that of the connecting client.
  publicAddressesOnly: false,
  // Ceph compares addresses as numbers, without their IP version.
  ipVersionsApart: false,
  // Answers 403 if the permission is only on the objects.
  batchDeleteOnBucket: true,
  // Answers 411 to an upload of unknown length, because it does not support bodies with a trailing checksum.
  sdkChecksums: false,
  // With the bucket in the path any Host header is accepted.
  foreignHosts: true,
};

/** First path segments of RGW's own APIs (admin and Swift), which are not buckets. */
const RGW_APIS = ["admin", "swift", "auth"];

const ADDRESS = /^\d+(\.\d+){3}$/;
const BESIDE_DOT = /\.\.|\.-|-\./;
const BUCKET_NAME_CHECK = patternCheck(
  new RegExp(`^(?!${ADDRESS.source.slice(1)})(?!.*(${BESIDE_DOT.source}))(?!(${RGW_APIS.join("|")})$)`),
  'is not valid on Ceph: it is an IP address or the path of an API, or has a dot next to another dot or a "-"',
);

/**
 * The rules of `rgw relaxed s3 bucket names = false`, the default (valid_s3_bucket_name in src/rgw/rgw_rest_s3.h); tests/rgw/bucket-names.test.ts
 * measures each on 16.2.15. Names that AWS reserves are allowed.
 */
function bucketNameProblems(name: string): Reason[] {
  if (ADDRESS.test(name)) {
    return [{ code: "bucket-name-address", message: "has the form of an IP address; choose another name" }];
  }
  if (RGW_APIS.includes(name)) {
    return [{ code: "bucket-name-api", message: "is the path of an API of RGW; choose another name" }];
  }
  if (!BESIDE_DOT.test(name)) return [];
  return [
    { code: "bucket-name-dot", message: 'has a dot next to another dot or a "-"; keep one of the two' },
  ];
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

export const ceph: StoreProduct = {
  name: "ceph",
  title: "Ceph",
  page: PAGE,
  can,
  bucketNameProblems,
  bucketNameCheck: BUCKET_NAME_CHECK,
  user: { example: USER, problems: userProblems },
  policyRules: cephPolicyRules,
  policyLimits: {
    // The default of rgw_max_put_param_size. RGW 16.2.15 answers 416 InvalidRange to one byte more.
    bucket: { most: 1_048_576, unit: "bytes", of: "a bucket policy on Ceph" },
  },
  rcloneProvider: "Ceph",
  endUnfinishedUploads,
};
