import { output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { R2Bucket } from "@pulumi/cloudflare/r2bucket";
import type { CorsRule } from "../../storage/needs";
import { BucketSource, type BucketSettings } from "../../storage/args";
import type { BucketPlan } from "../../storage/plan";
import { cloudflarePlace, jurisdictionWord } from "../../stores/r2";
import { r2BucketClass, r2BucketCorsClass } from "../cloudflare";
import type { LateCheck } from "../late-values";
import { unprotectedChild, type ChildOptions } from "../options";

interface CreatedBucket {
  bucket: { bucket: Output<string> };
  beforeReaders: Resource[];
  beforeKeys: Resource[];
}

/**
 * Creates the bucket, unless it exists and is left alone, and its CORS rules. There is no R2ManagedDomain, without which r2.dev stays
 * off, and no R2BucketLifecycle: the provider can destroy neither of them.
 */
export function createR2Bucket(
  name: string,
  plan: BucketPlan,
  settings: BucketSettings,
  _: LateCheck,
  child: ChildOptions,
): CreatedBucket {
  const isManaged = settings.bucketSource !== BucketSource.Existing;
  const bucket = isManaged ? createBucket(name, plan, settings, child) : undefined;
  const bucketName = bucket?.name ?? settings.bucket;
  const cors = createCors(name, plan, bucketName, child);
  return {
    // In a unit test with mocks that return nothing, the name is what the settings say.
    bucket: { bucket: output(bucketName).apply((known: string | undefined) => known ?? settings.bucket) },
    beforeReaders: [...(bucket === undefined ? [] : [bucket]), ...cors],
    // Without the bucket as a resource, the rules are the first to notice that it does not exist.
    beforeKeys: bucket === undefined ? cors : [bucket],
  };
}

function createBucket(
  name: string,
  { store }: BucketPlan,
  { bucket: bucketName, bucketSource, store: { r2 }, data = {} }: BucketSettings,
  child: ChildOptions,
): R2Bucket {
  const { protect = true, retainOnDelete = true } = data;
  const place = cloudflarePlace(store);
  const { accountId } = place;
  const location = r2?.location;
  const Bucket = r2BucketClass();
  return new Bucket(
    `${name}-bucket`,
    { ...place, name: bucketName, ...(location !== undefined && { location }) },
    {
      ...child,
      protect,
      retainOnDelete,
      // The provider would update it in place, which R2 cannot. A protected bucket makes the deployment stop instead.
      replaceOnChanges: ["jurisdiction"],
      ...(bucketSource === BucketSource.Adopt && {
        import: `${accountId}/${bucketName}/${jurisdictionWord(place)}`,
      }),
    },
  );
}

/** Needed before the first reader: Cloudflare's cache keeps an answer without the headers (https://developers.cloudflare.com/r2/buckets/cors/). */
function createCors(
  name: string,
  { store, needs }: BucketPlan,
  bucketName: Input<string>,
  child: ChildOptions,
): Resource[] {
  if (needs.cors.length === 0 || !store.can.cors) return [];
  const R2BucketCors = r2BucketCorsClass();
  const cors = { ...cloudflarePlace(store), bucketName, rules: needs.cors.map(corsRule) };
  return [new R2BucketCors(`${name}-cors`, cors, unprotectedChild(child))];
}

function corsRule(rule: CorsRule): {
  allowed: { methods: string[]; origins: string[]; headers: string[] };
  exposeHeaders?: string[];
  maxAgeSeconds: number;
} {
  const { allowedMethods, allowedOrigins, allowedHeaders, exposeHeaders, maxAgeSeconds } = rule;
  return {
    allowed: { methods: allowedMethods, origins: allowedOrigins, headers: allowedHeaders },
    // R2 leaves out an empty list in its answer, so it would differ at every deployment.
    ...(exposeHeaders.length > 0 && { exposeHeaders }),
    maxAgeSeconds,
  };
}
