/** Lifecycle rules of the bucket: the library's own, and those that the operator adds. */
import type { DataArgs } from "./args";

/** The classes from which S3 answers a read at once, as apps and browsers need it. */
export const LifecycleStorageClass = {
  /** S3 moves each object by how often it is read. */
  IntelligentTiering: "INTELLIGENT_TIERING",
  /** Cheaper to keep and dearer to read, from the 30th day on. */
  StandardIa: "STANDARD_IA",
  /** The same in one availability zone: the objects are lost with it. */
  OneZoneIa: "ONEZONE_IA",
  /** For what is hardly ever read, yet at once. */
  GlacierIr: "GLACIER_IR",
} as const;
export type LifecycleStorageClass = (typeof LifecycleStorageClass)[keyof typeof LifecycleStorageClass];

/** A move of objects to a cheaper storage class. S3 leaves objects below 128 KB where they are, since moving them costs more than it saves. */
export interface LifecycleTransitionArgs {
  /** The class to move to. The archives (GLACIER, DEEP_ARCHIVE) are an error: nothing there can be read before it is restored. */
  storageClass: LifecycleStorageClass;
  /** Days after an object was uploaded, or a version was replaced: 0 or more; for STANDARD_IA and ONEZONE_IA 30 or more. */
  days: number;
}

/**
 * A lifecycle rule of your own. No rule deletes live objects, because the app's database would still point at them. Where two
 * rules match an object, S3 takes the cheaper class and the earlier end
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html).
 */
export interface LifecycleRuleArgs {
  /** The name of the rule, unique in the bucket: 1 to 255 characters. */
  id: string;
  /** The start of the keys that the rule is for, such as "cache/", with the app's key prefix if it has one. No wildcards. By default "": every object. */
  prefix?: string;
  /** The tags that an object must have, all of them, at most 10. Not with `abortUploadsAfterDays`. By default any. */
  tags?: Record<string, string>;
  /** When live objects move to a cheaper class; a further class is a further rule. By default never. */
  transition?: LifecycleTransitionArgs;
  /** When old versions move to a cheaper class; only with `versioning`, and before they end. By default never. */
  noncurrentTransition?: LifecycleTransitionArgs;
  /** Days after which old versions end: 1 or more, and fewer than `data.versioning.noncurrentDays`, which ends all of them; only with `versioning`. */
  noncurrentDays?: number;
  /** Days after which the parts of an upload that was never completed are deleted: 1 or more, and fewer than the library's own rule has (7, for Supabase 2). */
  abortUploadsAfterDays?: number;
}

/** The ids of the library's own rules. */
export const LIBRARY_RULE_IDS = ["abort-incomplete-multipart-uploads", "expire-noncurrent-versions"] as const;
const [ABORT, EXPIRE] = LIBRARY_RULE_IDS;

/** Days after which the library ends old versions, where `data.versioning.noncurrentDays` is not set. */
export const DEFAULT_NONCURRENT_DAYS = 30;

/** What decides the rules of a bucket. */
type LifecycleSettings = Pick<DataArgs, "versioning" | "lifecycleRules">;

/** The rules as S3 has them, the library's first. None expires a live object: the app's database would still point at it. */
export function lifecycleRules(settings: LifecycleSettings, abortUploadsAfterDays: number) {
  const { versioning, lifecycleRules: own = [] } = settings;
  const noncurrentDays = versioning?.noncurrentDays ?? DEFAULT_NONCURRENT_DAYS;
  const abort = s3Rule({ id: ABORT, abortUploadsAfterDays });
  // While versioning is suspended too: the versions from before must end.
  const expire = {
    ...s3Rule({ id: EXPIRE, noncurrentDays }),
    expiration: { expiredObjectDeleteMarker: true },
  };
  return [abort, ...(versioning === undefined ? [] : [expire]), ...own.map(s3Rule)];
}

function s3Rule(rule: LifecycleRuleArgs) {
  const { id, transition, noncurrentTransition, noncurrentDays, abortUploadsAfterDays } = rule;
  return {
    id,
    status: "Enabled",
    filter: s3Filter(rule),
    ...(abortUploadsAfterDays !== undefined && {
      abortIncompleteMultipartUpload: { daysAfterInitiation: abortUploadsAfterDays },
    }),
    ...(transition && { transitions: [{ days: transition.days, storageClass: transition.storageClass }] }),
    ...(noncurrentTransition && {
      noncurrentVersionTransitions: [
        { noncurrentDays: noncurrentTransition.days, storageClass: noncurrentTransition.storageClass },
      ],
    }),
    ...(noncurrentDays !== undefined && { noncurrentVersionExpiration: { noncurrentDays } }),
  };
}

/** S3 takes one condition by itself, and two or more within `and`. */
function s3Filter({ prefix = "", tags = {} }: LifecycleRuleArgs) {
  const [first, ...others] = Object.entries(tags);
  if (first === undefined) return { prefix };
  if (prefix !== "") return { and: { prefix, tags } };
  return others.length === 0 ? { tag: { key: first[0], value: first[1] } } : { and: { tags } };
}
