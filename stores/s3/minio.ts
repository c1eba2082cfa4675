/** MinIO, the community edition. */
import { docsPage } from "../../validation/docs-page";
import { capabilitiesOf, measured, unverified, NO_WORKERS, type Cells } from "../cells";
import { minioPolicyRules } from "../policy-rules/minio";
import type { S3Server } from "../store";
import { dottedNameCheck, dottedNameProblems } from "../dotted-names";

const cells: Cells = {
  // A policy is evaluated only for requests without a signature.
  bucketPolicy: measured(true),
  // PutObjectAcl accepts only "private".
  objectAcls: measured(false),
  // MinIO takes the request for CreateBucket, and its deletion for DeleteBucket: an empty bucket would be gone.
  ownershipControls: measured(false),
  publicAccessBlock: measured(false),
  blockPublicAcls: measured(false),
  blockPublicPolicies: measured(false),
  // `BoolIfExists` is refused. With `Bool` MinIO sees only its own TLS, so that it would refuse everybody behind a proxy.
  secureTransport: measured(false),
  // PutBucketCors answers 501. One setting of the server is for all buckets.
  cors: measured(false),
  // A rule that ends unfinished uploads is refused, and the provider waits for a header that only AWS sends
  // (https://github.com/hashicorp/terraform-provider-aws/issues/49019).
  lifecycle: measured(false),
  // The server has tags, but the provider reads them through AWS's S3 Control API
  // (https://github.com/hashicorp/terraform-provider-aws/issues/46202).
  tags: measured(false),
  // A tagged upload is stored if the user's policy allows s3:PutObjectTagging.
  objectTags: measured(true),
  unequalParts: measured(true),
  // Users, keys and their policies have an API of MinIO's own (https://github.com/minio/minio/tree/master/docs/multi-user).
  writerKeys: measured(false),
  iam: measured(false),
  // A policy with aws:SourceVpce is refused.
  vpcEndpoints: measured(false),
  // MinIO takes the address from the header X-Forwarded-For, which anybody can send.
  sourceAddress: measured(false),
  publicAddressesOnly: measured(false),
  ipVersionsApart: measured(true),
  // The user's policy needs s3:DeleteObject on the objects only.
  batchDeleteOnBucket: measured(false),
  // Newer releases support them. Those of 2022 and earlier refuse a body with a trailing checksum.
  sdkChecksums: unverified(false),
  // With the bucket in the path any Host header is accepted, unless MINIO_DOMAIN contains it.
  foreignHosts: measured(true),
  workers: NO_WORKERS,
};

export const minio: S3Server = {
  name: "minio",
  title: "MinIO",
  page: docsPage("minio"),
  can: capabilitiesOf(cells),
  cells,
  measuredVersion: "the source of 2026-02-12",
  lowestVersion: {
    version: "2026-02-12",
    why:
      "That is the date of its last source. The releases (the last one is RELEASE.2025-10-15T17-29-55Z) drop the connection after a " +
      "read that they refuse, so that the next request on it fails (measured with RELEASE.2025-09-07T16-13-09Z, " +
      "[fixed here](https://github.com/minio/minio/pull/21651)). No release has the fix: build MinIO from its source.",
  },
  bucketNameProblems: dottedNameProblems,
  bucketNameCheck: dottedNameCheck("MinIO"),
  policyRules: minioPolicyRules,
  policyLimits: {
    // maxBucketPolicySize in cmd/bucket-policy-handlers.go.
    bucket: { most: 20_480, unit: "bytes", of: "a bucket policy on MinIO" },
  },
  allowOrigins: (origins) =>
    `MinIO allows every origin for all its buckets, unless MINIO_API_CORS_ALLOW_ORIGIN is set. If it is, add ${origins.join(",")} to it.`,
  rcloneProvider: "Minio",
  // `stale_uploads_expiry` of the settings of the subsystem `api`: 24 hours.
  endsUploadsAfterDays: 1,
};
