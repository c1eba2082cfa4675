import { output, type CustomResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
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
import { publicBy } from "../../storage/needs";
import type { BucketPlan } from "../../storage/plan";
import { countsBucketAcl, objectOwnership, publicAccessBlock } from "../../stores/public-access";
import type { Store } from "../../stores/store";
import { policyText, type LateCheck } from "../late-values";
import { unprotectedChild, type ChildOptions } from "../options";

interface CreatedBucket {
  bucket: { bucket: Output<string> };
  /** Its policy, if it has one. */
  beforeReaders: Resource[];
}

/**
 * Creates the bucket and all settings that the store supports, or of a bucket that is left alone only its policy and CORS rules. There
 * is no encryption resource: SSE-S3 is the default, and a managed one shows a difference in every preview, because S3 itself blocks
 * SSE-C on new buckets since 2026 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html).
 */
export function createS3Bucket(
  name: string,
  plan: BucketPlan,
  settings: BucketSettings,
  check: LateCheck,
  child: ChildOptions,
): CreatedBucket {
  const { store, needs } = plan;
  const isManaged = settings.bucketSource !== BucketSource.Existing;
  const bucket = isManaged ? createBucket(name, plan, settings, child) : undefined;
  const chain = new SettingsChain(name, bucket?.bucket ?? settings.bucket, plan, child);
  if (isManaged) closeBucket(chain, plan);
  const text = policyText(plan, settings, check);
  const policy = text === undefined ? undefined : chain.add(BucketPolicy, "policy", { policy: text });
  if (needs.cors.length > 0 && store.can.cors) {
    chain.add(BucketCorsConfiguration, "cors", { corsRules: needs.cors });
  }
  if (isManaged) keepVersions(chain, plan, settings);
  return {
    bucket: { bucket: bucket?.bucket ?? output(settings.bucket) },
    beforeReaders: policy === undefined ? [] : [policy],
  };
}

function createBucket(
  name: string,
  { store }: BucketPlan,
  { bucket, bucketSource, data = {}, tags }: BucketSettings,
  child: ChildOptions,
): Bucket {
  const { protect = true, retainOnDelete = true } = data;
  const bucketNamespace = store.createdInNamespace?.(bucket);
  return new Bucket(
    `${name}-bucket`,
    // forceDestroy is false, so a bucket with objects is never deleted, even with protect: false.
    {
      bucket,
      ...(bucketNamespace !== undefined && { bucketNamespace }),
      ...regionArg(store),
      forceDestroy: false,
      ...(tags && { tags }),
    },
    { ...child, protect, retainOnDelete, ...(bucketSource === BucketSource.Adopt && { import: bucket }) },
  );
}

/** The settings that decide who can make the bucket or an object public. They come before the policy. */
function closeBucket(chain: SettingsChain, { store, needs }: BucketPlan): void {
  const by = publicBy(needs);
  if (store.can.ownershipControls) {
    chain.add(BucketOwnershipControls, "ownership", {
      rule: { objectOwnership: objectOwnership(needs.sendsAcls) },
    });
  }
  if (countsBucketAcl(by, store.can)) {
    // An adopted bucket may have an ACL that allows anybody to list or write.
    chain.add(BucketAcl, "acl", { acl: "private" });
  }
  if (!store.can.publicAccessBlock) return;
  // Never delete the block before the bucket. If the bucket is kept, or cannot be deleted because it has objects, S3 would
  // apply the ACLs of the bucket and its objects at once, which it ignores because of the block. On Ceph the deletion of a
  // block also fails: Ceph still returns one afterwards, and the provider waits until it is gone.
  chain.add(BucketPublicAccessBlock, "access-block", {
    ...publicAccessBlock(by, store.can),
    skipDestroy: true,
  });
}

function keepVersions(
  chain: SettingsChain,
  { store, needs }: BucketPlan,
  { data = {} }: BucketSettings,
): void {
  if (data.versioning !== undefined) {
    const status = data.versioning.enabled ? "Enabled" : "Suspended";
    chain.add(BucketVersioning, "versioning", { versioningConfiguration: { status } });
  }
  if (!store.can.lifecycle) return;
  // After versioning, because rules for noncurrent versions need it.
  chain.add(BucketLifecycleConfiguration, "lifecycle", {
    rules: lifecycleRules(data, needs.abortUploadsAfterDays),
  });
}

/**
 * Creates the settings of a bucket one after another. S3 answers parallel writes to a bucket with 409 OperationAborted
 * (https://github.com/hashicorp/terraform-provider-aws/issues/7628), and Ceph silently loses one of them. S3 also answers a public
 * policy with 403 AccessDenied while the access block forbids it (https://github.com/pulumi/pulumi-aws/issues/2927).
 */
class SettingsChain {
  private last: Resource | undefined;

  constructor(
    private readonly name: string,
    private readonly bucket: Input<string>,
    private readonly plan: BucketPlan,
    private readonly child: ChildOptions,
  ) {}

  add<A extends { bucket: Input<string> }, R extends Resource>(
    Setting: new (name: string, args: A, options: CustomResourceOptions) => R,
    suffix: string,
    args: Omit<A, "bucket" | "region">,
  ): R {
    const { name, bucket, plan, child, last } = this;
    const options = { ...unprotectedChild(child), ...(last && { dependsOn: [last] }) };
    const setting = new Setting(
      `${name}-${suffix}`,
      { bucket, ...regionArg(plan.store), ...args } as A,
      options,
    );
    this.last = setting;
    return setting;
  }
}

function regionArg({ resourceRegion }: Store): { region?: string } {
  return resourceRegion === undefined ? {} : { region: resourceRegion };
}
