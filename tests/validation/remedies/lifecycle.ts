/** Remedies about versioning and lifecycle rules. */
import { cephSettings, change, onMastodon, type Row, type Settings } from "./row";

const data = change(onMastodon, (value) => ({ data: value }));
const rule = change(onMastodon, (value) => ({
  data: { lifecycleRules: [{ id: "own", ...(value as Settings) }] },
}));
const READ_AT_ONCE = { storageClass: "GLACIER_IR", days: 30 };
/** A valid transition, with `rest` in it. */
const move = (rest: Settings): Settings => ({ transition: { ...READ_AT_ONCE, ...rest } });

export const LIFECYCLE: Row[] = [
  data(
    "noncurrent-days",
    "set a whole number from 1",
    { versioning: { enabled: true, noncurrentDays: 0 } },
    { versioning: { enabled: true, noncurrentDays: 1 } },
  ),
  data(
    "versioning-needed",
    "set `data.versioning`",
    { lifecycleRules: [{ id: "own", noncurrentDays: 5 }] },
    { versioning: { enabled: true }, lifecycleRules: [{ id: "own", noncurrentDays: 5 }] },
  ),
  rule("lifecycle-archive", 'set "GLACIER_IR"', move({ storageClass: "GLACIER" }), move({})),
  rule("lifecycle-days", "from 0 to", move({ days: -1 }), move({ days: 0 })),
  rule(
    "lifecycle-days",
    "from 30 to",
    move({ storageClass: "STANDARD_IA", days: 7 }),
    move({ storageClass: "STANDARD_IA", days: 30 }),
  ),
  rule("lifecycle-expiration", "remove it", { ...move({}), expirationDays: 90 }, move({})),
  rule(
    "lifecycle-upload-tags",
    "use two rules",
    { ...move({}), abortUploadsAfterDays: 1, tags: { a: "b" } },
    { ...move({}), tags: { a: "b" } },
  ),
  data(
    "lifecycle-no-effect",
    "another prefix",
    {
      lifecycleRules: [
        { id: "first", ...move({}) },
        { id: "second", prefix: "cache/", ...move({ days: 90 }) },
      ],
    },
    {
      lifecycleRules: [
        { id: "first", prefix: "accounts/", ...move({}) },
        { id: "second", prefix: "cache/", ...move({ days: 90 }) },
      ],
    },
  ),
  rule("lifecycle-no-effect", "set 1 to 6", { abortUploadsAfterDays: 7 }, { abortUploadsAfterDays: 6 }),
  rule("lifecycle-no-effect", "or remove it", { ...move({}), abortUploadsAfterDays: 7 }, move({})),
  data(
    "lifecycle-no-effect",
    "set `data.versioning.noncurrentDays` to 91 or more",
    { versioning: { enabled: true }, lifecycleRules: [{ id: "own", noncurrentDays: 90 }] },
    {
      versioning: { enabled: true, noncurrentDays: 91 },
      lifecycleRules: [{ id: "own", noncurrentDays: 90 }],
    },
  ),
  data(
    "lifecycle-no-effect",
    "set `noncurrentDays` to 21 or more",
    {
      versioning: { enabled: true },
      lifecycleRules: [{ id: "own", noncurrentDays: 9, noncurrentTransition: { ...READ_AT_ONCE, days: 20 } }],
    },
    {
      versioning: { enabled: true },
      lifecycleRules: [
        { id: "own", noncurrentDays: 21, noncurrentTransition: { ...READ_AT_ONCE, days: 20 } },
      ],
    },
  ),
  rule(
    "lifecycle-prefix",
    "at most 1024 bytes",
    { ...move({}), prefix: "a".repeat(1025) },
    { ...move({}), prefix: "a".repeat(1024) },
  ),
  rule(
    "lifecycle-prefix-slash",
    'change it to "cache/"',
    { ...move({}), prefix: "/cache/" },
    { ...move({}), prefix: "cache/" },
  ),
  rule(
    "lifecycle-prefix-wildcard",
    'change it to "cache/"',
    { ...move({}), prefix: "cache/*" },
    { ...move({}), prefix: "cache/" },
  ),
  rule("lifecycle-rule-empty", "set one of transition", {}, move({})),
  data(
    "lifecycle-rule-empty",
    "remove the rule",
    { lifecycleRules: [{ id: "own" }] },
    { lifecycleRules: [] },
  ),
  rule("lifecycle-rule-id", "set a short name", { ...move({}), id: "" }, { ...move({}), id: "media" }),
  rule(
    "lifecycle-rule-id-reserved",
    "choose another id",
    { ...move({}), id: "expire-noncurrent-versions" },
    { ...move({}), id: "media" },
  ),
  data(
    "lifecycle-rule-id-twice",
    "choose another id",
    {
      lifecycleRules: [
        { id: "own", ...move({}) },
        { id: "own", ...move({}) },
      ],
    },
    {
      lifecycleRules: [
        { id: "own", ...move({}) },
        { id: "own-2", ...move({}) },
      ],
    },
  ),
  data(
    "lifecycle-rules-many",
    "use at most 999",
    { lifecycleRules: Array.from({ length: 1000 }, (_, i) => ({ id: `r${i}`, ...move({}) })) },
    { lifecycleRules: Array.from({ length: 999 }, (_, i) => ({ id: `r${i}`, ...move({}) })) },
  ),
  cephSettings(
    "store-lifecycle",
    "remove them",
    { data: { lifecycleRules: [{ id: "own", ...move({}) }] } },
    { data: {} },
  ),
];
