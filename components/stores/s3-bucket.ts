import type { CustomResourceOptions, Resource } from "@pulumi/pulumi";
import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketAcl } from "@pulumi/aws/s3/bucketAcl";
import { BucketCorsConfiguration } from "@pulumi/aws/s3/bucketCorsConfiguration";
import { BucketLifecycleConfiguration } from "@pulumi/aws/s3/bucketLifecycleConfiguration";
import { BucketOwnershipControls } from "@pulumi/aws/s3/bucketOwnershipControls";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import { lifecycleRules } from "../../storage/lifecycle-rules";
import { BucketSource, type BucketSettings } from "../../storage/args";
import type { BucketPlan } from "../../storage/plan";
import { objectOwnership, publicAccessBlock, type PublicBy } from "../../stores/public-access";
import { policyText, type LateCheck } from "../late-values";
import { unprotectedChild, type ChildOptions } from "../options";

/**
 * The bucket with everything that the store lets be set on it. No encryption resource: SSE-S3 is the default, and since S3
 * blocks SSE-C on new buckets by itself (2026) a managed one shows a difference in every preview
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
 */
export function createS3Bucket(
  name: string,
  plan: BucketPlan,
  settings: BucketSettings,
  check: LateCheck,
  child: ChildOptions,
): Bucket {
  const { store, needs } = plan;
  const { bucketSource, data = {}, tags } = settings;
  const { protect = true, retainOnDelete = true } = data;
  const by: PublicBy = needs.objectAcls ? "acls" : needs.publicPrefixes.length > 0 ? "policy" : "nothing";

  const region = store.resourceRegion === undefined ? {} : { region: store.resourceRegion };
  const bucketNamespace = store.createdInNamespace?.(settings.bucket);

  const bucket = new Bucket(
    `${name}-bucket`,
    // forceDestroy stays false: a bucket with objects in it is never deleted, whatever protect says.
    {
      bucket: settings.bucket,
      ...(bucketNamespace !== undefined && { bucketNamespace }),
      ...region,
      forceDestroy: false,
      ...(tags && { tags }),
    },
    {
      ...child,
      protect,
      retainOnDelete,
      ...(bucketSource === BucketSource.Adopt && { import: settings.bucket }),
    },
  );

  // One after the other, for S3 answers writes to one bucket at the same time with 409 OperationAborted
  // (https://github.com/hashicorp/terraform-provider-aws/issues/7628), Ceph loses one of them without a word, and a public
  // policy before the block is open with 403 AccessDenied (https://github.com/pulumi/pulumi-aws/issues/2927).
  const ofBucket = { bucket: bucket.bucket, ...region };
  let last: Resource = bucket;
  const afterLast = (): CustomResourceOptions => ({
    ...unprotectedChild(child),
    ...(last !== bucket && { dependsOn: [last] }),
  });

  if (store.can.ownershipControls) {
    last = new BucketOwnershipControls(
      `${name}-ownership`,
      { ...ofBucket, rule: { objectOwnership: objectOwnership(needs.sendsAcls) } },
      afterLast(),
    );
  }
  const ignoresAcls = by !== "acls" && store.can.publicAccessBlock;
  if (store.can.objectAcls && !ignoresAcls) {
    // An adopted bucket may have an ACL of its own that lets anybody list or write, and no block makes the store ignore it.
    last = new BucketAcl(`${name}-acl`, { ...ofBucket, acl: "private" }, afterLast());
  }
  if (store.can.publicAccessBlock) {
    last = new BucketPublicAccessBlock(
      `${name}-access-block`,
      // The block goes with the bucket, never before it: a bucket that is kept, or refuses to go because it is full, would show
      // at once whatever the ACLs of it and its objects say, which the block makes S3 ignore. On Ceph the deletion of a block
      // fails besides: it answers as if there were one, and the provider waits for the end of that.
      { ...ofBucket, ...publicAccessBlock(by, store.can), skipDestroy: true },
      afterLast(),
    );
  }
  const policy = policyText(plan, settings, check);
  if (policy !== undefined) {
    last = new BucketPolicy(`${name}-policy`, { ...ofBucket, policy }, afterLast());
  }
  if (needs.cors.length > 0 && store.can.cors) {
    last = new BucketCorsConfiguration(`${name}-cors`, { ...ofBucket, corsRules: needs.cors }, afterLast());
  }
  if (data.versioning !== undefined) {
    const status = data.versioning.enabled ? "Enabled" : "Suspended";
    last = new BucketVersioning(
      `${name}-versioning`,
      { ...ofBucket, versioningConfiguration: { status } },
      afterLast(),
    );
  }
  if (store.can.lifecycle) {
    // After versioning, which rules for noncurrent versions need.
    new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { ...ofBucket, rules: lifecycleRules(data, needs.abortUploadsAfterDays) },
      afterLast(),
    );
  }
  return bucket;
}
