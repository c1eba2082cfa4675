/** The policies of a bucket and of its writer. */
import type { DistributionScope } from "../access/cloudfront";
import type { PolicyDocument, Statement } from "../access/policy";
import {
  bucketArn,
  cloudFrontRead,
  denyInsecureTransport,
  document,
  publicRead,
  writer,
} from "../access/statements";
import { additionalStatement } from "./additional-statements";
import type { BucketSettings } from "./args";
import { accountOfDistributions, standInDistributions, type KnownSettings } from "./policy-inputs";
import { policyUsers, type Store } from "../stores/store";
import type { PolicyNeeds } from "./needs";

/** The policies of a bucket and its writer. */
export interface StoragePolicies {
  bucket: PolicyDocument;
  writer: PolicyDocument;
}

/** The policies that validation checks and the plan contains. */
export function storagePolicies(settings: KnownSettings, needs: PolicyNeeds, store: Store): StoragePolicies {
  return {
    bucket: bucketPolicy(settings, needs, store),
    writer: writerPolicy(settings, needs, store),
  };
}

/** The ARN by which the policy of a bucket names it. Call only for a store whose buckets have policies. */
export function policyArn({ bucketArn: arnOf, title }: Store, bucket: string): string {
  if (arnOf === undefined) throw new Error(`bug: a bucket on ${title} gets a policy, but has no ARN`);
  return arnOf(bucket);
}

/**
 * The bucket policy: the library's own statements first, then the operator's. At a store whose buckets have
 * no policy it is empty and not registered, and settings that need one are an error.
 */
export function bucketPolicy(settings: KnownSettings, needs: PolicyNeeds, store: Store): PolicyDocument {
  if (!store.can.bucketPolicy) return document([]);
  const arn = policyArn(store, settings.bucket);
  const principal = policyUsers(store) === undefined ? undefined : settings.writer?.given?.principal;
  return document([
    // In ACL mode the ACLs decide what is public. A policy would also make objects public that Mastodon hides.
    ...(needs.objectAcls || needs.publicPrefixes.length === 0
      ? []
      : [publicRead(arn, needs.publicPrefixes, needs.publicFrom)]),
    ...hostStatements(arn, settings, needs, store),
    // With plain http, or on a store that ignores the condition, this statement would deny everything.
    ...(store.isPlainHttp || !store.can.secureTransport ? [] : [denyInsecureTransport(arn)]),
    // A given writer has no policy of this library on its user, so the bucket policy grants its permissions.
    ...(principal === undefined
      ? []
      : writer(arn, needs.writer, store.can, settings.writer?.onlyFrom).map((statement) => ({
          ...statement,
          Principal: { AWS: principal },
        }))),
    ...(settings.additionalStatements ?? []).map(additionalStatement),
  ]);
}

/** The distributions that read the bucket, with stand-ins for ARNs that are not known yet. */
export function distributions(
  settings: Pick<KnownSettings, "distributionArns">,
  { hostReads = { hostnames: [], prefixes: [] } }: PolicyNeeds,
  store: Store,
): DistributionScope {
  const { hostnames, prefixes } = hostReads;
  const arns = settings.distributionArns ?? standInDistributions(hostnames, store);
  const accountId = accountOfDistributions(arns);
  return { arns, prefixes, ...(accountId !== undefined && { accountId }) };
}

/** One statement for all distributions: a policy has at most 20 KB, and each statement repeats the prefixes. */
function hostStatements(arn: string, settings: KnownSettings, needs: PolicyNeeds, store: Store): Statement[] {
  const { arns, prefixes } = distributions(settings, needs, store);
  return arns.length === 0 ? [] : [cloudFrontRead(arn, prefixes, arns)];
}

/**
 * The writer's permissions as an identity policy. If the store's buckets have no ARN, it has the form of AWS, so that the
 * operator knows which permissions to grant, and the access matrix can evaluate them.
 */
export function writerPolicy(
  settings: Pick<BucketSettings, "bucket" | "writer">,
  needs: PolicyNeeds,
  store: Store,
): PolicyDocument {
  const arn = store.bucketArn?.(settings.bucket) ?? bucketArn(settings.bucket);
  return document(writer(arn, needs.writer, store.can, settings.writer?.onlyFrom));
}
