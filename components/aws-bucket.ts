import type { ComponentResource, CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketAcl } from "@pulumi/aws/s3/bucketAcl";
import { BucketCorsConfiguration } from "@pulumi/aws/s3/bucketCorsConfiguration";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import { bucketPolicy } from "../apps/bucket-policy";
import type { StorageNeeds } from "../apps/needs";
import type { DataArgs, StorageSettings } from "../apps/settings";
import { objectOwnership, publicAccessBlock, type PublicBy } from "../stores/aws";
import { unprotectedChild } from "./options";

/**
 * The bucket on AWS S3 with everything that is set on it. No encryption resource: SSE-S3 is the default, and since S3
 * blocks SSE-C on new buckets by itself (2026) a managed one shows a difference in every preview
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
 */
export function awsBucket(
  name: string,
  settings: StorageSettings,
  needs: StorageNeeds,
  region: string,
  parent: ComponentResource,
): Bucket {
  const { data = {}, tags } = settings;
  const { protect = true, retainOnDelete = true } = data;
  const by: PublicBy = needs.objectAcls ? "acls" : needs.publicPrefixes.length > 0 ? "policy" : "nothing";

  const bucket = new Bucket(
    `${name}-bucket`,
    // forceDestroy stays false: a bucket with objects in it is never deleted, whatever protect says.
    { bucket: settings.bucket, region, forceDestroy: false, ...(tags && { tags }) },
    { parent, protect, retainOnDelete, ...(data.importId !== undefined && { import: data.importId }) },
  );

  // One after the other, for S3 answers writes to one bucket at the same time with 409 OperationAborted
  // (https://github.com/hashicorp/terraform-provider-aws/issues/7628), and a public policy before the block is open with
  // 403 AccessDenied (https://github.com/pulumi/pulumi-aws/issues/2927).
  const ofBucket = { bucket: bucket.bucket, region };
  const after = (previous: Resource): CustomResourceOptions => ({
    ...unprotectedChild(parent),
    dependsOn: [previous],
  });

  const ownership = new BucketOwnershipControls(
    `${name}-ownership`,
    { ...ofBucket, rule: { objectOwnership: objectOwnership(by) } },
    unprotectedChild(parent),
  );
  let owned: Resource = ownership;
  if (by === "acls") {
    // An adopted bucket may have an ACL of its own that lets anybody list or write; the block lets ACLs through now.
    owned = new BucketAcl(`${name}-acl`, { ...ofBucket, acl: "private" }, after(ownership));
  }
  const block = new BucketPublicAccessBlock(
    `${name}-access-block`,
    // A bucket that outlives the stack keeps its block: without the policy nothing is public by policy any more, and
    // objects that are public by their ACLs stay so.
    { ...ofBucket, ...publicAccessBlock(by), skipDestroy: retainOnDelete },
    after(owned),
  );
  const policy = new BucketPolicy(
    `${name}-policy`,
    { ...ofBucket, policy: JSON.stringify(bucketPolicy(settings, needs, region)) },
    after(block),
  );
  let last: Resource = policy;
  if (needs.cors.length > 0) {
    last = new BucketCorsConfiguration(`${name}-cors`, { ...ofBucket, corsRules: needs.cors }, after(last));
  }
  if (data.versioning !== undefined) {
    const status = data.versioning ? "Enabled" : "Suspended";
    last = new BucketVersioning(
      `${name}-versioning`,
      { ...ofBucket, versioningConfiguration: { status } },
      after(last),
    );
  }
  // After versioning, which rules for noncurrent versions need.
  new BucketLifecycleConfiguration(
    `${name}-lifecycle`,
    { ...ofBucket, rules: lifecycleRules(data) },
    after(last),
  );
  return bucket;
}

/** Nothing here expires a live object: the app's database still points at it. */
function lifecycleRules({ versioning, noncurrentDays = 30 }: DataArgs) {
  const everything = { status: "Enabled", filter: { prefix: "" } };
  const abort = {
    ...everything,
    id: "abort-incomplete-multipart-uploads",
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  };
  // While versioning is suspended too: the versions from before must end.
  const expire = {
    ...everything,
    id: "expire-noncurrent-versions",
    noncurrentVersionExpiration: { noncurrentDays },
    expiration: { expiredObjectDeleteMarker: true },
  };
  return versioning === undefined ? [abort] : [abort, expire];
}
