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

/** A bucket, and its policy if it has one. */
interface CreatedBucket {
  bucket: Bucket;
  policy?: BucketPolicy;
}

/**
 * Creates the bucket and all settings that the store supports. There is no encryption resource: SSE-S3 is the default, and a managed
 * one shows a difference in every preview, because S3 itself blocks SSE-C on new buckets since 2026
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
 */
export function createS3Bucket(
  name: string,
  plan: BucketPlan,
  settings: BucketSettings,
  check: LateCheck,
  child: ChildOptions,
): CreatedBucket {
  const { store, needs } = plan;
  const { bucketSource, data = {}, tags } = settings;
  const { protect = true, retainOnDelete = true } = data;
  const by: PublicBy = needs.objectAcls ? "acls" : needs.publicPrefixes.length > 0 ? "policy" : "nothing";

  const region = store.resourceRegion === undefined ? {} : { region: store.resourceRegion };
  const bucketNamespace = store.createdInNamespace?.(settings.bucket);

  const bucket = new Bucket(
    `${name}-bucket`,
    // forceDestroy is false, so a bucket with objects is never deleted, even with protect: false.
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

  // Create the settings one after another. S3 answers parallel writes to a bucket with 409 OperationAborted
  // (https://github.com/hashicorp/terraform-provider-aws/issues/7628), and Ceph silently loses one of them. S3 also answers a public
  // policy with 403 AccessDenied while the access block forbids it (https://github.com/pulumi/pulumi-aws/issues/2927).
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
    // An adopted bucket may have an ACL that allows anybody to list or write. No access block makes the store ignore it here.
    last = new BucketAcl(`${name}-acl`, { ...ofBucket, acl: "private" }, afterLast());
  }
  if (store.can.publicAccessBlock) {
    last = new BucketPublicAccessBlock(
      `${name}-access-block`,
      // Never delete the block before the bucket. If the bucket is kept, or cannot be deleted because it has objects, S3 would
      // apply the ACLs of the bucket and its objects at once, which it ignores because of the block. On Ceph the deletion of a
      // block also fails: Ceph still returns one afterwards, and the provider waits until it is gone.
      { ...ofBucket, ...publicAccessBlock(by, store.can), skipDestroy: true },
      afterLast(),
    );
  }
  const text = policyText(plan, settings, check);
  const policy =
    text === undefined
      ? undefined
      : new BucketPolicy(`${name}-policy`, { ...ofBucket, policy: text }, afterLast());
  if (policy !== undefined) last = policy;
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
    // After versioning, because rules for noncurrent versions need it.
    new BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { ...ofBucket, rules: lifecycleRules(data, needs.abortUploadsAfterDays) },
      afterLast(),
    );
  }
  return { bucket, ...(policy && { policy }) };
}
