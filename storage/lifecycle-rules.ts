/** Lifecycle rules of the bucket: those of the library, and those that the operator adds. */
import type { DataArgs } from "./args";

/** Storage classes that S3 can read immediately, as apps and browsers need it. */
export const LifecycleStorageClass = {
  /** S3 moves each object depending on how often it is read. */
  IntelligentTiering: "INTELLIGENT_TIERING",
  /** Cheaper to store and more expensive to read. Possible from day 30. */
  StandardIa: "STANDARD_IA",
  /** The same in only one availability zone. If the zone is lost, the objects are lost. */
  OneZoneIa: "ONEZONE_IA",
  /** For objects that are rarely read but must be available immediately. */
  GlacierIr: "GLACIER_IR",
} as const;
export type LifecycleStorageClass = (typeof LifecycleStorageClass)[keyof typeof LifecycleStorageClass];

/** Moves objects to a cheaper storage class. S3 does not move objects below 128 KB, because that costs more than it saves. */
export interface LifecycleTransitionArgs {
  /** The target storage class. The archives (GLACIER, DEEP_ARCHIVE) are an error, because their objects must be restored before they can be read. */
  storageClass: LifecycleStorageClass;
  /** Days after an object was uploaded, or a version was replaced: 0 or more; for STANDARD_IA and ONEZONE_IA 30 or more. */
  days: number;
}

/**
 * Your own lifecycle rule. It cannot delete current objects, because the app's database would still refer to them. If two rules match
 * an object, S3 uses the cheaper class and the earlier deletion
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-conflicts.html).
 */
export interface LifecycleRuleArgs {
  /** The name of the rule, unique in the bucket: 1 to 255 characters. */
  id: string;
  /** The prefix of the keys, such as "cache/", including the app's key prefix if it has one, without wildcards; default: "" (every object). */
  prefix?: string;
  /** Tags of which an object must have all; at most 10, and not with `abortUploadsAfterDays`. Default: any object matches. */
  tags?: Record<string, string>;
  /** When current objects move to a cheaper class; default: never. Use another rule for another class. */
  transition?: LifecycleTransitionArgs;
  /** When old versions move to a cheaper class; default: never. Only with `versioning`, and before they are deleted. */
  noncurrentTransition?: LifecycleTransitionArgs;
  /** Days after which old versions are deleted: 1 or more, and fewer than `data.versioning.noncurrentDays`, which deletes all of them. Only with `versioning`. */
  noncurrentDays?: number;
  /** Days after which the parts of an unfinished upload are deleted: 1 or more, and fewer than in the library's own rule (7, for Supabase 2). */
  abortUploadsAfterDays?: number;
}

/** The ids of the library's own rules. */
export const LIBRARY_RULE_IDS = ["abort-incomplete-multipart-uploads", "expire-noncurrent-versions"] as const;
const [ABORT, EXPIRE] = LIBRARY_RULE_IDS;

/** The default of `data.versioning.noncurrentDays`. */
export const DEFAULT_NONCURRENT_DAYS = 30;

/** The settings that decide the rules of a bucket. */
type LifecycleSettings = Pick<DataArgs, "versioning" | "lifecycleRules">;

/** The rules in the form of S3, the library's rules first. None deletes current objects, because the app's database would still refer to them. */
export function lifecycleRules(settings: LifecycleSettings, abortUploadsAfterDays: number) {
  const { versioning, lifecycleRules: own = [] } = settings;
  const noncurrentDays = versioning?.noncurrentDays ?? DEFAULT_NONCURRENT_DAYS;
  const abort = s3Rule({ id: ABORT, abortUploadsAfterDays });
  // Also while versioning is suspended, so that older versions are deleted.
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

/** S3 expects one condition directly, and two or more inside `and`. */
function s3Filter({ prefix = "", tags = {} }: LifecycleRuleArgs) {
  const [first, ...others] = Object.entries(tags);
  if (first === undefined) return { prefix };
  if (prefix !== "") return { and: { prefix, tags } };
  return others.length === 0 ? { tag: { key: first[0], value: first[1] } } : { and: { tags } };
}
