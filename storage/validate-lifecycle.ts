/** Rules about the lifecycle rules that an operator adds. */
import { patternCheck } from "../validation/editor-check";
import type { Reason } from "../validation/problem";
import { nested, type Finding, type Rule, type Rules } from "../validation/rules";
import type { ShapeProblem } from "../validation/shape-problems";
import { hasUnknownMembers, ifSound } from "../validation/sound-part";
import { isWholeNumber, setWholeNumber } from "../validation/whole-number";
import type { DataArgs } from "./args";
import {
  DEFAULT_NONCURRENT_DAYS,
  LIBRARY_RULE_IDS,
  LifecycleStorageClass,
  type LifecycleRuleArgs,
  type LifecycleTransitionArgs,
} from "./lifecycle-rules";
import { tagRules } from "./validate-tags";

const ACTIONS = ["transition", "noncurrentTransition", "noncurrentDays", "abortUploadsAfterDays"] as const;
const MOVES = ["transition", "noncurrentTransition"] as const;
const OF_VERSIONS = ["noncurrentTransition", "noncurrentDays"] as const;

/** S3 keeps the days as a signed number of 32 bits. */
export const MOST_DAYS = 2 ** 31 - 1;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
const MOST_RULES = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_OBJECT_TAGS = 10;

/** The settings around a lifecycle rule that its checks need. */
interface Beside {
  data: DataArgs;
  /** Days after which the library's own rule deletes unfinished uploads. */
  uploadDays: number;
}

const TRANSITION_RULES: Rules<LifecycleTransitionArgs> = [
  { at: "storageClass", instead: archiveReason },
  {
    at: "days",
    reasons(days: number, transition) {
      const storageClass = ifSound(() => transition.storageClass);
      const isInfrequent = storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA";
      return daysProblems(days, isInfrequent ? 30 : 0);
    },
    editor: { whole: { least: 0, most: MOST_DAYS } },
  },
];

const RULE_RULES: Rules<LifecycleRuleArgs> = [
  {
    at: "*",
    instead: ({ meant, steps }) =>
      meant !== undefined && EXPIRES.test(String(steps.at(-1))) ? EXPIRATION : undefined,
  },
  {
    at: "id",
    reasons: idProblems,
    editor: [
      { least: 1, most: 255 },
      patternCheck(
        new RegExp(`^(?!(${LIBRARY_RULE_IDS.join("|")})$)`),
        "is the id of a rule of the library; choose another id",
      ),
    ],
  },
  {
    at: "prefix",
    reasons: prefixProblems,
    editor: patternCheck(
      /^(?!\/)[^*?]*$/,
      'matches no object; set the start of the keys, such as "cache/", without "/" in front and without wildcards',
    ),
  },
  ...tagRules(MOST_OBJECT_TAGS),
  ...MOVES.map((member) => nested<LifecycleRuleArgs>(member, TRANSITION_RULES)),
  ...(["noncurrentDays", "abortUploadsAfterDays"] as const).map((member): Rule<LifecycleRuleArgs> => ({
    at: member,
    reasons: (days: number) => daysProblems(days, 1),
    editor: { whole: { most: MOST_DAYS } },
  })),
  {
    at: "",
    code: "lifecycle-rule-empty",
    when: (rule) => ACTIONS.every((action) => rule[action] === undefined) && !hasUnknownMembers(rule),
    message: `does nothing; set one of ${ACTIONS.join(", ")}, or remove the rule`,
    editor: { atLeastOne: ACTIONS },
  },
];

/** The rules about the lifecycle rules in `data`, each by itself. */
export const LIFECYCLE_RULES: Rules<DataArgs> = [
  nested("lifecycleRules[]", RULE_RULES),
  {
    at: "lifecycleRules",
    code: "lifecycle-rules-many",
    when: (data) => (data.lifecycleRules?.length ?? 0) > mostRules(data),
    editor: { most: MOST_RULES - 1 },
    message: (data) =>
      `has ${data.lifecycleRules?.length} rules, but S3 accepts ${MOST_RULES} including those of the library; use at most ${mostRules(data)}`,
  },
  { at: "lifecycleRules", findings: ({ lifecycleRules = [] }) => repeatedIds(lifecycleRules) },
];

/** Rules about how lifecycle rules fit the other settings. `uploadDays`: the library's own rule deletes unfinished uploads after so many days. */
export const LAST_LIFECYCLE_RULES: Rules<DataArgs, Pick<Beside, "uploadDays">> = [
  nested(
    "lifecycleRules[]",
    [
      { at: "", findings: versionProblems },
      { at: "", findings: uploadProblems },
    ] satisfies Rules<LifecycleRuleArgs, Beside>,
    (data, { uploadDays }) => ({ data, uploadDays }),
  ),
  { at: "lifecycleRules", findings: ({ lifecycleRules = [] }) => movedBefore(lifecycleRules) },
];

/** How many rules the operator can add to the library's own. */
function mostRules({ versioning }: DataArgs): number {
  return MOST_RULES - (versioning === undefined ? 1 : 2);
}

function repeatedIds(rules: readonly LifecycleRuleArgs[]): Finding[] {
  const ids = Array.from(rules.keys(), (i) => ifSound(() => rules[i]?.id));
  return ids.flatMap((id, i): Finding[] => {
    const first = ids.indexOf(id);
    if (id === undefined || first === i) return [];
    const message = `"${id}" is also the id of lifecycleRules[${first}]; choose another id`;
    return [{ code: "lifecycle-rule-id-twice", path: `[${i}].id`, message }];
  });
}

/** Members that delete current objects, as S3 and other tools call them. Old versions may be deleted. */
const EXPIRES = /^(?!.*noncurrent).*(expir|delet|remov)/i;
const EXPIRATION: Reason = {
  code: "lifecycle-expiration",
  message:
    "is not supported, because the app's database would still refer to deleted objects; remove it and let the app delete (`noncurrentDays` deletes old versions)",
};

function idProblems(id: string): Reason[] {
  if (LIBRARY_RULE_IDS.some((one) => one === id)) {
    return [
      {
        code: "lifecycle-rule-id-reserved",
        message: "is the id of a rule of the library; choose another id",
      },
    ];
  }
  // The S3 API uses XML, which allows no control characters and no lone surrogates.
  if (/^[^\p{Cc}\p{Cs}\ufffe\uffff]{1,255}$/u.test(id) && id.length <= 255) return [];
  const message = "must have 1 to 255 characters and no control characters; set a short name";
  return [{ code: "lifecycle-rule-id", message }];
}

function prefixProblems(prefix: string): Reason[] {
  if (prefix.startsWith("/")) {
    const message = `matches no object, because keys do not begin with "/"; change it to "${prefix.replace(/^\/+|[*?].*/gs, "")}"`;
    return [{ code: "lifecycle-prefix-slash", message }];
  }
  if (/[*?]/.test(prefix)) {
    const message = `matches no object, because a prefix has no wildcards; change it to "${prefix.replace(/[*?].*/s, "")}"`;
    return [{ code: "lifecycle-prefix-wildcard", message }];
  }
  if (/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(prefix) || Buffer.byteLength(prefix) > 1024) {
    const message =
      "must have at most 1024 bytes and no control characters; set the start of the keys, such as cache/";
    return [{ code: "lifecycle-prefix", message }];
  }
  return [];
}

/** An archive is a valid storage class of S3, so the message explains why it is an error. */
function archiveReason({ value }: ShapeProblem): Reason | undefined {
  if (value !== "GLACIER" && value !== "DEEP_ARCHIVE") return undefined;
  const message = `"${value}" is an archive, from which the app and browsers cannot read an object until somebody restores it; set "${LifecycleStorageClass.GlacierIr}"`;
  return { code: "lifecycle-archive", message };
}

function daysProblems(days: number, least: number): Reason[] {
  const range = { least, most: MOST_DAYS };
  if (isWholeNumber(days, range)) return [];
  const why =
    least === 30 ? "which S3 does not accept for this storage class" : "which is not a valid number of days";
  const message = `${why}; ${setWholeNumber(range)}`;
  return [{ code: "lifecycle-days", message }];
}

/** Members about old versions need versioning, and must take effect before the library's rule deletes the versions. */
function versionProblems(rule: LifecycleRuleArgs, { data: { versioning } }: Beside): Finding[] {
  if (versioning === undefined) {
    const message = "is only used with versioning; set `data.versioning`, or remove it";
    return OF_VERSIONS.filter((member) => rule[member] !== undefined).map((member) => ({
      code: "versioning-needed",
      path: member,
      message,
    }));
  }
  const all = versioning.noncurrentDays ?? DEFAULT_NONCURRENT_DAYS;
  const byDefault = versioning.noncurrentDays === undefined ? " (its default)" : "";
  const own = rule.noncurrentDays ?? all;
  const move = rule.noncurrentTransition;
  const problems: Finding[] = [];
  if (rule.noncurrentDays !== undefined && own >= all) {
    const message = `is ${own}, but \`data.versioning.noncurrentDays\` deletes every old version after ${all} days${byDefault}; ${own < MOST_DAYS ? `set \`data.versioning.noncurrentDays\` to ${own + 1} or more, or ` : ""}remove it`;
    problems.push({ code: "lifecycle-no-effect", path: "noncurrentDays", message });
  }
  const end = Math.min(own, all);
  if (move !== undefined && move.days >= end) {
    const by = end === all ? "`data.versioning.noncurrentDays`" : "`noncurrentDays`";
    const message = `is ${move.days}, but ${by} deletes old versions after ${end} days${end === all ? byDefault : ""}; set ${by} to ${move.days + 1} or more, or remove the transition`;
    problems.push({ code: "lifecycle-no-effect", path: "noncurrentTransition.days", message });
  }
  return problems;
}

function uploadProblems(
  { abortUploadsAfterDays: days, tags }: LifecycleRuleArgs,
  { uploadDays }: Beside,
): Finding[] {
  if (days === undefined) return [];
  const problems: Finding[] = [];
  if (Object.keys(tags ?? {}).length > 0) {
    const message =
      "cannot be combined with abortUploadsAfterDays, because an unfinished upload has no tags; use two rules";
    problems.push({ code: "lifecycle-upload-tags", path: "tags", message });
  }
  if (days >= uploadDays) {
    const fewer = uploadDays === 2 ? "1" : `1 to ${uploadDays - 1}`;
    const message = `is ${days}, but the library's own rule deletes unfinished uploads after ${uploadDays} days; set ${fewer}, or remove it`;
    problems.push({ code: "lifecycle-no-effect", path: "abortUploadsAfterDays", message });
  }
  return problems;
}

/**
 * The classes to which S3 never moves an object of a class
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html).
 */
const NEVER_FROM: Record<LifecycleStorageClass, readonly LifecycleStorageClass[]> = {
  STANDARD_IA: ["STANDARD_IA"],
  INTELLIGENT_TIERING: ["INTELLIGENT_TIERING", "STANDARD_IA"],
  ONEZONE_IA: ["ONEZONE_IA", "INTELLIGENT_TIERING", "STANDARD_IA", "GLACIER_IR"],
  GLACIER_IR: ["GLACIER_IR", "ONEZONE_IA", "INTELLIGENT_TIERING", "STANDARD_IA"],
};

/** Transitions that never happen, because an earlier rule moves the objects to a class from which S3 does not move them. */
function movedBefore(rules: readonly LifecycleRuleArgs[]): Finding[] {
  return MOVES.flatMap((member) =>
    rules.flatMap((rule, i): Finding[] => {
      const move = rule[member];
      const earlier = rules.find((other) => {
        const before = other[member];
        return (
          move !== undefined &&
          before !== undefined &&
          before.days < move.days &&
          NEVER_FROM[before.storageClass].includes(move.storageClass) &&
          matchesAllOf(other, rule)
        );
      });
      if (earlier === undefined) return [];
      const from = earlier[member]?.storageClass;
      const message = `never happens, because the rule "${earlier.id}" already moved the same objects to ${from}, and S3 does not move objects from there to ${move?.storageClass}; remove it, or give "${earlier.id}" another prefix`;
      return [{ code: "lifecycle-no-effect", path: `[${i}].${member}`, message }];
    }),
  );
}

/** Whether `wide` certainly matches every object that `narrow` matches. */
function matchesAllOf(wide: LifecycleRuleArgs, narrow: LifecycleRuleArgs): boolean {
  return wide.tags === undefined && (narrow.prefix ?? "").startsWith(wide.prefix ?? "");
}
