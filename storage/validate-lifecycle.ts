/** What can be wrong with the lifecycle rules that an operator adds. */
import { at, type Problem, type Reason } from "../validation/problem";
import { isMap, known, list, map, missing, number, oneOf, text, type Members } from "../validation/shape";
import {
  DEFAULT_NONCURRENT_DAYS,
  LIBRARY_RULE_IDS,
  LifecycleStorageClass,
  type LifecycleRuleArgs,
} from "./lifecycle-rules";
import { tagsProblems } from "./validate-tags";

const ACTIONS = ["transition", "noncurrentTransition", "noncurrentDays", "abortUploadsAfterDays"] as const;
const MOVES = ["transition", "noncurrentTransition"] as const;
const OF_VERSIONS = ["noncurrentTransition", "noncurrentDays"] as const;

/** S3 keeps the days as a signed number of 32 bits. */
export const MOST_DAYS = 2 ** 31 - 1;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html */
const MOST_RULES = 1000;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
const MOST_OBJECT_TAGS = 10;

/** `data` has the rules and what they depend on; `uploadDays` is when the library's own rule ends unfinished uploads. */
export function lifecycleProblems(data: Members, path: string, uploadDays: number): Problem[] {
  const rules = data["lifecycleRules"];
  const where = at(path, "lifecycleRules");
  const problems = list(where, rules, (at_, rule) => ruleProblems(rule, at_, data, uploadDays));
  if (!Array.isArray(rules)) return problems;
  const most = MOST_RULES - (data["versioning"] === undefined ? 1 : 2);
  if (rules.length > most) {
    const message = `has ${rules.length} rules, but S3 accepts ${MOST_RULES} including those of the library; use at most ${most}`;
    problems.push({ code: "lifecycle-rules-many", path: where, message });
  }
  problems.push(...repeatedIds(rules, where));
  // Only of rules that are right by themselves.
  return problems.length > 0 ? problems : movedBefore(rules as LifecycleRuleArgs[], where);
}

function repeatedIds(rules: unknown[], path: string): Problem[] {
  const ids = rules.map((rule) => (isMap(rule) ? rule["id"] : undefined));
  return ids.flatMap((id, i): Problem[] => {
    const first = ids.indexOf(id);
    if (typeof id !== "string" || first === i) return [];
    const message = `"${id}" is also the id of lifecycleRules[${first}]; choose another id`;
    return [{ code: "lifecycle-rule-id-twice", path: at(path, `[${i}].id`), message }];
  });
}

function ruleProblems(rule: unknown, path: string, data: Members, uploadDays: number): Problem[] {
  return map(path, rule, (members) => {
    const expiring = Object.keys(members).filter((name) => EXPIRES.test(name));
    const others = Object.fromEntries(Object.entries(members).filter(([name]) => !EXPIRES.test(name)));
    const problems = [
      ...expiring.map((name): Problem => ({ ...EXPIRATION, path: at(path, name) })),
      ...known(path, others, ["id", "prefix", "tags", ...ACTIONS]),
      ...missing(path, members, ["id"]),
      ...text(at(path, "id"), members["id"], idProblems),
      ...text(at(path, "prefix"), members["prefix"], prefixProblems),
      ...tagsProblems(members["tags"], at(path, "tags"), MOST_OBJECT_TAGS),
      ...MOVES.flatMap((member) => transitionProblems(members[member], at(path, member))),
      ...(["noncurrentDays", "abortUploadsAfterDays"] as const).flatMap((member) =>
        number(at(path, member), members[member], (days) => daysProblems(days, 1)),
      ),
    ];
    if (problems.length > 0) return problems;
    return [
      ...actionProblems(members, path),
      ...versionProblems(members, path, data),
      ...uploadProblems(members, path, uploadDays),
    ];
  });
}

/** S3's own names and those of other tools; old versions may end. */
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
  // XML, in which S3 is told, has no control characters and no halves of surrogate pairs.
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

function transitionProblems(transition: unknown, path: string): Problem[] {
  return map(path, transition, (members) => {
    const { storageClass, days } = members;
    const isInfrequent = storageClass === "STANDARD_IA" || storageClass === "ONEZONE_IA";
    return [
      ...known(path, members, ["storageClass", "days"]),
      ...missing(path, members, ["storageClass", "days"]),
      ...storageClassProblems(storageClass, at(path, "storageClass")),
      ...number(at(path, "days"), days, (value) => daysProblems(value, isInfrequent ? 30 : 0)),
    ];
  });
}

function storageClassProblems(value: unknown, path: string): Problem[] {
  if (value !== "GLACIER" && value !== "DEEP_ARCHIVE") {
    return oneOf(path, value, Object.values(LifecycleStorageClass));
  }
  const message = `"${value}" is an archive, from which the app and browsers cannot read an object until somebody restores it; set "${LifecycleStorageClass.GlacierIr}"`;
  return [{ code: "lifecycle-archive", path, message }];
}

function daysProblems(days: number, least: number): Reason[] {
  if (Number.isInteger(days) && days >= least && days <= MOST_DAYS) return [];
  const why =
    least === 30 ? "which S3 does not accept for this storage class" : "which is not a valid number of days";
  const message = `${why}; set a whole number from ${least} to ${MOST_DAYS}`;
  return [{ code: "lifecycle-days", message }];
}

function actionProblems(members: Members, path: string): Problem[] {
  if (ACTIONS.some((action) => members[action] !== undefined)) return [];
  const message = `does nothing; set one of ${ACTIONS.join(", ")}, or remove the rule`;
  return [{ code: "lifecycle-rule-empty", path, message }];
}

/** What concerns old versions: there must be some, for long enough. */
function versionProblems(rule: Members, path: string, data: Members): Problem[] {
  const members = OF_VERSIONS.filter((member) => rule[member] !== undefined);
  if (data["versioning"] === undefined) {
    const message = "is only used with versioning; set `data.versioning`, or remove it";
    return members.map((member) => ({ code: "versioning-needed", path: at(path, member), message }));
  }
  const versioning = data["versioning"];
  const all = (isMap(versioning) ? versioning["noncurrentDays"] : undefined) ?? DEFAULT_NONCURRENT_DAYS;
  // Problems of `data.versioning.noncurrentDays` are reported there.
  if (typeof all !== "number") return [];
  const own = (rule["noncurrentDays"] as number | undefined) ?? all;
  const move = rule["noncurrentTransition"] as { days: number } | undefined;
  const problems: Problem[] = [];
  if (rule["noncurrentDays"] !== undefined && own >= all) {
    const message = `is ${own}, but \`data.versioning.noncurrentDays\` deletes every old version after ${all} days; ${own < MOST_DAYS ? `set \`data.versioning.noncurrentDays\` to ${own + 1} or more, or ` : ""}remove it`;
    problems.push({ code: "lifecycle-no-effect", path: at(path, "noncurrentDays"), message });
  }
  const end = Math.min(own, all);
  if (move !== undefined && move.days >= end) {
    const by = end === all ? "`data.versioning.noncurrentDays`" : "`noncurrentDays`";
    const message = `is ${move.days}, but ${by} deletes old versions after ${end} days; set ${by} to ${move.days + 1} or more, or remove the transition`;
    problems.push({ code: "lifecycle-no-effect", path: at(path, "noncurrentTransition.days"), message });
  }
  return problems;
}

function uploadProblems(rule: Members, path: string, uploadDays: number): Problem[] {
  const days = rule["abortUploadsAfterDays"];
  if (typeof days !== "number") return [];
  const problems: Problem[] = [];
  if (Object.keys((rule["tags"] as object | undefined) ?? {}).length > 0) {
    const message =
      "cannot be combined with abortUploadsAfterDays, because an unfinished upload has no tags; use two rules";
    problems.push({ code: "lifecycle-upload-tags", path: at(path, "tags"), message });
  }
  if (days >= uploadDays) {
    const fewer = uploadDays === 2 ? "1" : `1 to ${uploadDays - 1}`;
    const message = `is ${days}, but the library's own rule deletes unfinished uploads after ${uploadDays} days; set ${fewer}, or remove it`;
    problems.push({ code: "lifecycle-no-effect", path: at(path, "abortUploadsAfterDays"), message });
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

/** Moves that never happen, because an earlier one of the same objects has brought them where S3 leaves them. */
function movedBefore(rules: LifecycleRuleArgs[], path: string): Problem[] {
  return MOVES.flatMap((member) =>
    rules.flatMap((rule, i): Problem[] => {
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
      return [{ code: "lifecycle-no-effect", path: at(path, `[${i}].${member}`), message }];
    }),
  );
}

/** Whether every object of `narrow` is one of `wide` for certain. */
function matchesAllOf(wide: LifecycleRuleArgs, narrow: LifecycleRuleArgs): boolean {
  return wide.tags === undefined && (narrow.prefix ?? "").startsWith(wide.prefix ?? "");
}
