/** Rules about the args that every storage component takes. */
import { partition } from "../access/statements";
import { regionOf, storeProductOf } from "../stores";
import { BUCKET_NAME_CHECKS, bucketNameProblems } from "../stores/bucket-names";
import type { StoreProduct } from "../stores/store";
import { NO_APP_ENDPOINT_RULE } from "../stores/endpoint";
import { BUCKET_AT_STORE_RULES, STORE_RULES } from "../stores/problems";
import { WILDCARD_ORIGIN_CHECK } from "../validation/name-patterns";
import { originProblems } from "../validation/names";
import { nested, type Finding, type Rule, type Rules } from "../validation/rules";
import { ifSound } from "../validation/sound-part";
import { wholeNumberRule } from "../validation/whole-number";
import { STATEMENT_RULES } from "./additional-statements";
import type { BucketSettings, DataArgs, StorageSettings } from "./args";
import { BUCKET_BY_HAND_RULE, EXISTING_BUCKET_RULES } from "./validate-existing-bucket";
import { LAST_LIFECYCLE_RULES, LIFECYCLE_RULES, MOST_DAYS } from "./validate-lifecycle";
import type { AtStore } from "./validate-only-from";
import { tagRules } from "./validate-tags";
import { MISSING_WRITER_RULE, WRITER_RULES } from "./validate-writer";

const MOST_BUCKET_TAGS = 50;

/** The product is undefined if the store has problems. Then only the rules for all stores apply. */
const atStore = (args: BucketSettings): AtStore => ({ product: ifSound(() => storeProductOf(args.store)) });

const DATA_RULES: Rules<DataArgs> = [
  wholeNumberRule("versioning.noncurrentDays", "noncurrent-days", "days", { most: MOST_DAYS }),
  ...LIFECYCLE_RULES,
];

/** The rules about the settings of every bucket. */
export const BUCKET_RULES: Rules<BucketSettings> = [
  {
    at: "bucket",
    reasons: (name: string, args) =>
      bucketNameProblems(
        name,
        ifSound(() => args.store),
      ),
    editor: BUCKET_NAME_CHECKS,
  },
  nested("store", STORE_RULES),
  BUCKET_BY_HAND_RULE,
  ...BUCKET_AT_STORE_RULES,
  nested("", [MISSING_WRITER_RULE], atStore),
  nested("writer", WRITER_RULES, atStore),
  nested("additionalStatements[]", STATEMENT_RULES),
  nested("data", DATA_RULES),
  ...tagRules(MOST_BUCKET_TAGS),
];

/** The rules about the settings of a bucket from which browsers read. */
export const STORAGE_RULES: Rules<StorageSettings> = [
  ...BUCKET_RULES,
  NO_APP_ENDPOINT_RULE,
  {
    at: "corsOrigins",
    code: "cors-empty",
    when: ({ corsOrigins }) => corsOrigins?.length === 0,
    message: "is empty; add an origin, or remove it",
    editor: { least: 1 },
  },
  {
    at: "corsOrigins[]",
    reasons: (origin: string) => originProblems(origin, { wildcard: true }),
    editor: WILDCARD_ORIGIN_CHECK,
  },
];

/** The rules about how the settings of every bucket fit together; the library's rule deletes unfinished uploads of the app after `uploadDays`. */
export function lastBucketRules(uploadDays: number): Rules<BucketSettings> {
  return [
    ...EXISTING_BUCKET_RULES,
    nested("data", LAST_LIFECYCLE_RULES, () => ({ uploadDays })),
    // What the store does not support: the deployment would fail halfway, or a setting would have no effect.
    lacks(
      "data.versioning",
      "store-lifecycle",
      ({ data }, { can }) => data?.versioning !== undefined && !can.lifecycle,
      ({ title, hasVersions = true }) =>
        `is not supported on ${title}, ${hasVersions ? "because no rule would delete old versions" : "which keeps no old versions"}; remove it`,
    ),
    lacks(
      "data.lifecycleRules",
      "store-lifecycle",
      ({ data }, { can }) => data?.lifecycleRules !== undefined && !can.lifecycle,
      ({ title, page, isService = false }) =>
        `are not supported on ${title}; remove them, and set them ${isService ? "in its dashboard" : "with the key of the bucket's owner"}${page === undefined ? "" : ` (${page})`}`,
    ),
    lacks(
      "tags",
      "store-tags",
      ({ tags }, { can }) => tags !== undefined && !can.tags,
      ({ title }) => `are not supported on ${title}; remove them`,
    ),
    { at: "writer.keys.permissionsBoundary", findings: boundaryPartition },
  ];
}

function lacks(
  place: string,
  code: "store-lifecycle" | "store-tags",
  isUsed: (args: BucketSettings, product: StoreProduct) => boolean,
  messageOn: (product: StoreProduct) => string,
): Rule<BucketSettings> {
  return {
    at: place,
    findings(args) {
      const product = storeProductOf(args.store);
      return product === undefined || !isUsed(args, product) ? [] : [{ code, message: messageOn(product) }];
    },
  };
}

/** IAM finds a policy in its own partition only. */
function boundaryPartition({ store, writer }: BucketSettings): Finding[] {
  const arn = writer?.keys?.permissionsBoundary;
  const region = regionOf(store);
  if (typeof arn !== "string" || region === undefined || storeProductOf(store)?.can.iam !== true) return [];
  const [, written] = /^arn:([a-z-]+):/.exec(arn) ?? [];
  const wanted = partition(region);
  if (written === undefined || written === wanted) return [];
  const message = `is a policy of the partition ${written}, but ${region} is in ${wanted}; use the ARN of a policy there, which begins with "arn:${wanted}:"`;
  return [{ code: "permissions-boundary-partition", message }];
}
