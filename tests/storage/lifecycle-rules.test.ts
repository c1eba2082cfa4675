/** The lifecycle rules that an operator adds: the rules in the form of S3, and every message about an invalid rule. */
import * as fc from "fast-check";
import { MOST_DAYS } from "../../storage/validate-lifecycle";
import { LIBRARY_RULE_IDS, LifecycleStorageClass, lifecycleRules } from "../../storage/lifecycle-rules";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { supabaseProblems } from "../../apps/supabase/validate";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";

type Members = Record<string, unknown>;
const codes = (data: unknown): [string, string][] =>
  mastodonProblems({ ...mastodon(), data }).map(({ code, path }) => [code, path]);
const ofRule = (rule: unknown, data: Members = {}): [string, string][] =>
  codes({ ...data, lifecycleRules: [rule] });

describe("the rule in the form of S3", () => {
  const own = (rule: Members): unknown => lifecycleRules({ lifecycleRules: [{ id: "own", ...rule }] }, 7)[1];
  const base = { id: "own", status: "Enabled", filter: { prefix: "" } };

  it.each<[string, Members, object]>([
    [
      "a transition of objects below a prefix",
      { prefix: "cache/", transition: { storageClass: "STANDARD_IA", days: 30 } },
      {
        ...base,
        filter: { prefix: "cache/" },
        transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      },
    ],
    [
      "a transition on the day of the upload",
      { transition: { storageClass: "INTELLIGENT_TIERING", days: 0 } },
      { ...base, transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }] },
    ],
    [
      "a transition and a deletion of old versions",
      { noncurrentTransition: { storageClass: "GLACIER_IR", days: 1 }, noncurrentDays: 5 },
      {
        ...base,
        noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "GLACIER_IR" }],
        noncurrentVersionExpiration: { noncurrentDays: 5 },
      },
    ],
    [
      "an earlier deletion of unfinished uploads",
      { abortUploadsAfterDays: 1 },
      { ...base, abortIncompleteMultipartUpload: { daysAfterInitiation: 1 } },
    ],
    [
      "for objects with one tag",
      { tags: { a: "b" } },
      { ...base, filter: { tag: { key: "a", value: "b" } } },
    ],
    [
      "for objects with two tags",
      { tags: { a: "b", c: "" } },
      { ...base, filter: { and: { tags: { a: "b", c: "" } } } },
    ],
    [
      "for objects with a tag below a prefix",
      { prefix: "cache/", tags: { a: "b" } },
      { ...base, filter: { and: { prefix: "cache/", tags: { a: "b" } } } },
    ],
    ["for every object, with no tags", { tags: {} }, base],
  ])("is %s", (_, rule, expected) => expect(own(rule)).toEqual(expected));

  it("the library's rules are first, whatever the operator adds", () => {
    const ids = (enabled?: boolean): string[] =>
      lifecycleRules(
        { ...(enabled !== undefined && { versioning: { enabled } }), lifecycleRules: [{ id: "own" }] },
        7,
      ).map(({ id }) => id);
    expect(ids()).toEqual([LIBRARY_RULE_IDS[0], "own"]);
    expect(ids(false)).toEqual([...LIBRARY_RULE_IDS, "own"]);
  });
});

describe("a rule without a problem", () => {
  const transition = { storageClass: "STANDARD_IA", days: 30 };
  it.each<[string, Members, Members?]>([
    ["a transition", { id: "a", transition }],
    ["the longest id", { id: "a".repeat(255), transition }],
    ["an id that is not ASCII", { id: "Médias 🐘", transition }],
    ["the longest id, of characters that count twice", { id: `${"🐘".repeat(127)}a`, transition }],
    ["as many tags as an object can have", { id: "a", transition, tags: tags(10) }],
    [
      "a transition on the day of the upload",
      { id: "a", transition: { storageClass: "GLACIER_IR", days: 0 } },
    ],
    ["the largest number of days", { id: "a", transition: { ...transition, days: 2 ** 31 - 1 } }],
    ["the longest prefix", { id: "a", prefix: "p".repeat(1024), transition }],
    ["an empty prefix", { id: "a", prefix: "", transition }],
    ["an earlier deletion of unfinished uploads", { id: "a", abortUploadsAfterDays: 6 }],
    [
      "an earlier deletion of old versions",
      { id: "a", noncurrentDays: 29 },
      { versioning: { enabled: true } },
    ],
    [
      "the latest transition of old versions before their deletion",
      { id: "a", noncurrentTransition: { storageClass: "GLACIER_IR", days: 28 }, noncurrentDays: 29 },
      { versioning: { enabled: false } },
    ],
    [
      "old versions that are kept longer than by default",
      { id: "a", noncurrentTransition: transition },
      { versioning: { enabled: true, noncurrentDays: 31 } },
    ],
  ])("%s", (_, ...[rule, data]) => expect(ofRule(rule, data)).toEqual([]));

  it.each(Object.values(LifecycleStorageClass))(
    "the class %s, which S3 can read immediately",
    (storageClass) => expect(ofRule({ id: "a", transition: { storageClass, days: 30 } })).toEqual([]),
  );
});

const ONE = "data.lifecycleRules[0]";

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, ""]));
}

describe("no rule deletes current objects, whatever the name of a member is", () => {
  it.each([
    ...["expiration", "expirationDays", "expiration_days", "Expiration", "expire", "expires", "expireDays"],
    ...["expiry", "expiredObjectDeleteMarker", "deleteAfterDays", "removeAfter", "expirationInDays"],
  ])("%s", (member) => {
    const rule = { id: "a", abortUploadsAfterDays: 1, [member]: 30 };
    expect(ofRule(rule)).toEqual([["lifecycle-expiration", `${ONE}.${member}`]]);
  });

  it("no config results in a rule that deletes current objects", () => {
    const days = fc.option(fc.integer({ min: -1, max: 40 }), { nil: undefined });
    const transition = fc.option(
      fc.record({ storageClass: fc.constantFrom(...Object.values(LifecycleStorageClass)), days: fc.nat(40) }),
      { nil: undefined },
    );
    const rule = fc.record(
      {
        id: fc.constantFrom("a", "b", "c", ...LIBRARY_RULE_IDS),
        prefix: fc.constantFrom("", "cache/", "/", "a*"),
        tags: fc.constantFrom(undefined, {}, { a: "b" }),
        transition,
        noncurrentTransition: transition,
        noncurrentDays: days,
        abortUploadsAfterDays: days,
        expiration: fc.constantFrom(undefined, { days: 1 }),
      },
      { requiredKeys: ["id"] },
    );
    const config = fc.record({
      versioning: fc.constantFrom(undefined, true, false),
      noncurrentDays: days,
      lifecycleRules: fc.array(rule, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(config, (data) => {
        if (codes(data).length > 0) return;
        const rules: Members[] = lifecycleRules(JSON.parse(JSON.stringify(data)) as object, 7);
        for (const one of rules) {
          expect(one["expiration"] ?? { expiredObjectDeleteMarker: true }).toEqual({
            expiredObjectDeleteMarker: true,
          });
        }
        expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a rule that S3 refuses or that would break an app", () => {
  const transition = { storageClass: "STANDARD_IA", days: 30 };
  it.each<[string, unknown, [string, string][], Members?]>([
    ["no map", "a", [["wrong-type", ONE]]],
    ["null", null, [["wrong-type", ONE]]],
    ["without an id", { transition }, [["missing-member", `${ONE}.id`]]],
    ["an empty id", { id: "", transition }, [["lifecycle-rule-id", `${ONE}.id`]]],
    ["an id of 256 characters", { id: "a".repeat(256), transition }, [["lifecycle-rule-id", `${ONE}.id`]]],
    [
      "128 characters that count twice",
      { id: "🐘".repeat(128), transition },
      [["lifecycle-rule-id", `${ONE}.id`]],
    ],
    ...["\ufffe", "\uffff"].flatMap((none): [string, unknown, [string, string][]][] => [
      [
        `${JSON.stringify(none)}, which is no character, in the id`,
        { id: none, transition },
        [["lifecycle-rule-id", `${ONE}.id`]],
      ],
      [
        `${JSON.stringify(none)}, which is no character, in the prefix`,
        { id: "a", prefix: none, transition },
        [["lifecycle-prefix", `${ONE}.prefix`]],
      ],
    ]),
    [
      "a control character in the prefix",
      { id: "a", prefix: "a\tb", transition },
      [["lifecycle-prefix", `${ONE}.prefix`]],
    ],
    [
      "a wildcard of one character",
      { id: "a", prefix: "a?", transition },
      [["lifecycle-prefix-wildcard", `${ONE}.prefix`]],
    ],
    [
      "a misspelled member of a transition",
      { id: "a", transition: { ...transition, after: 1 } },
      [["unknown-member", `${ONE}.transition.after`]],
    ],
    [
      "days of old versions as a string",
      { id: "a", noncurrentDays: "1" },
      [["wrong-type", `${ONE}.noncurrentDays`]],
      { versioning: { enabled: true } },
    ],
    ["a line break in the id", { id: "a\nb", transition }, [["lifecycle-rule-id", `${ONE}.id`]]],
    ["half a character in the id", { id: "a\ud83d", transition }, [["lifecycle-rule-id", `${ONE}.id`]]],
    [
      "an id of the library's own rules",
      { id: "expire-noncurrent-versions", transition },
      [["lifecycle-rule-id-reserved", `${ONE}.id`]],
    ],
    [
      "a slash before the prefix",
      { id: "a", prefix: "/cache", transition },
      [["lifecycle-prefix-slash", `${ONE}.prefix`]],
    ],
    [
      "a wildcard",
      { id: "a", prefix: "cache/*", transition },
      [["lifecycle-prefix-wildcard", `${ONE}.prefix`]],
    ],
    [
      "a prefix too long",
      { id: "a", prefix: "ä".repeat(513), transition },
      [["lifecycle-prefix", `${ONE}.prefix`]],
    ],
    ["a rule without an action", { id: "a" }, [["lifecycle-rule-empty", ONE]]],
    [
      "a misspelled action",
      { id: "a", transitions: [transition] },
      [["unknown-member", `${ONE}.transitions`]],
    ],
    [
      "S3's name for the deletion of old versions",
      { id: "a", noncurrentVersionExpiration: { noncurrentDays: 3 } },
      [["unknown-member", `${ONE}.noncurrentVersionExpiration`]],
    ],
    [
      "half a transition",
      { id: "a", transition: {} },
      [
        ["missing-member", `${ONE}.transition.storageClass`],
        ["missing-member", `${ONE}.transition.days`],
      ],
    ],
    ...["GLACIER", "DEEP_ARCHIVE"].flatMap((storageClass) =>
      ["transition", "noncurrentTransition"].map((member): [string, unknown, [string, string][], Members] => [
        `${member} to ${storageClass}, where nothing can be read`,
        { id: "a", [member]: { storageClass, days: 3 } },
        [["lifecycle-archive", `${ONE}.${member}.storageClass`]],
        { versioning: { enabled: true } },
      ]),
    ),
    ...["STANDARD", "standard_ia", "REDUCED_REDUNDANCY", "toString"].map(
      (storageClass): [string, unknown, [string, string][]] => [
        `the class ${storageClass}`,
        { id: "a", transition: { storageClass, days: 30 } },
        [["unknown-value", `${ONE}.transition.storageClass`]],
      ],
    ),
    ...["STANDARD_IA", "ONEZONE_IA"].map((storageClass): [string, unknown, [string, string][]] => [
      `${storageClass} before the 30th day`,
      { id: "a", transition: { storageClass, days: 29 } },
      [["lifecycle-days", `${ONE}.transition.days`]],
    ]),
    ...[-1, 0.5, 2 ** 31, Number.NaN].map((days): [string, unknown, [string, string][]] => [
      `${days} days`,
      { id: "a", transition: { storageClass: "GLACIER_IR", days } },
      [["lifecycle-days", `${ONE}.transition.days`]],
    ]),
    [
      "a deletion after 0 days",
      { id: "a", abortUploadsAfterDays: 0 },
      [["lifecycle-days", `${ONE}.abortUploadsAfterDays`]],
    ],
    [
      "a deletion of uploads by tags",
      { id: "a", abortUploadsAfterDays: 1, tags: { a: "b" } },
      [["lifecycle-upload-tags", `${ONE}.tags`]],
    ],
    ["a deletion of uploads by an empty set of tags", { id: "a", abortUploadsAfterDays: 1, tags: {} }, []],
    [
      "more tags than an object can have",
      { id: "a", transition, tags: tags(11) },
      [["tags-many", `${ONE}.tags`]],
    ],
    ["a tag without a value", { id: "a", transition, tags: { b: null } }, [["wrong-type", `${ONE}.tags.b`]]],
    [
      "a tag that the SDK drops",
      { id: "a", transition, tags: JSON.parse('{ "__proto__": "b" }') as Members },
      [["tag-name-lost", `${ONE}.tags.__proto__`]],
    ],
    [
      "days as a string",
      { id: "a", abortUploadsAfterDays: "1" },
      [["wrong-type", `${ONE}.abortUploadsAfterDays`]],
    ],
    [
      "uploads that the library's rule has already deleted",
      { id: "a", abortUploadsAfterDays: 7 },
      [["lifecycle-no-effect", `${ONE}.abortUploadsAfterDays`]],
    ],
    [
      "old versions without versioning",
      { id: "a", noncurrentDays: 3, noncurrentTransition: { storageClass: "GLACIER_IR", days: 1 } },
      [
        ["versioning-needed", `${ONE}.noncurrentTransition`],
        ["versioning-needed", `${ONE}.noncurrentDays`],
      ],
    ],
    [
      "old versions that the library's rule has already deleted",
      { id: "a", noncurrentDays: 30 },
      [["lifecycle-no-effect", `${ONE}.noncurrentDays`]],
      { versioning: { enabled: true } },
    ],
    [
      "a transition of old versions that the library's rule has already deleted",
      { id: "a", noncurrentTransition: transition },
      [["lifecycle-no-effect", `${ONE}.noncurrentTransition.days`]],
      { versioning: { enabled: true } },
    ],
    [
      "a transition of old versions on the day of their deletion",
      { id: "a", noncurrentTransition: { storageClass: "GLACIER_IR", days: 5 }, noncurrentDays: 5 },
      [["lifecycle-no-effect", `${ONE}.noncurrentTransition.days`]],
      { versioning: { enabled: true } },
    ],
  ])("%s", (_, ...[rule, expected, data]) => expect(ofRule(rule, data)).toEqual(expected));

  it.each([
    ["both faults of a prefix", { id: "a", prefix: "/cache/*", transition }, 'change it to "cache/"'],
    [
      "the largest number of days, to which no larger one is possible",
      { id: "a", noncurrentDays: MOST_DAYS },
      `${MOST_DAYS} days; remove it`,
    ],
  ])("one remedy corrects %s", (_, rule, remedy) => {
    const data = { versioning: { enabled: true, noncurrentDays: MOST_DAYS }, lifecycleRules: [rule] };
    expect(mastodonProblems({ ...mastodon(), data }).map(({ message }) => message)).toEqual([
      expect.stringContaining(remedy),
    ]);
  });

  it.each([
    [
      "the library's rule deletes them",
      { noncurrentDays: undefined },
      "set `data.versioning.noncurrentDays` to 41",
    ],
    ["a rule of the operator deletes them", { noncurrentDays: 20 }, "set `noncurrentDays` to 41"],
  ])(
    "the message about a later transition of old versions names the setting to change: %s",
    (_, own, remedy) => {
      const noncurrentTransition = { storageClass: "GLACIER_IR", days: 40 };
      const data = {
        versioning: { enabled: true },
        lifecycleRules: [{ id: "a", noncurrentTransition, ...own }],
      };
      expect(mastodonProblems({ ...mastodon(), data }).map(({ message }) => message)).toEqual([
        expect.stringContaining(remedy),
      ]);
    },
  );

  it("two rules without an id, which do not have the same id", () => {
    const expected = [0, 1].map((i) => ["missing-member", `data.lifecycleRules[${i}].id`]);
    expect(codes({ lifecycleRules: [{ transition }, { transition }] })).toEqual(expected);
  });

  it("a transition of old versions after one to a class from which S3 does not move objects to it", () => {
    const move = (id: string, days: number): Members => ({
      id,
      noncurrentTransition: { storageClass: "GLACIER_IR", days },
    });
    expect(codes({ versioning: { enabled: true }, lifecycleRules: [move("a", 9), move("b", 1)] })).toEqual([
      ["lifecycle-no-effect", "data.lifecycleRules[0].noncurrentTransition"],
    ]);
  });

  it("two rules with the same id", () => {
    const rule = { id: "a", transition };
    const expected = [["lifecycle-rule-id-twice", "data.lifecycleRules[1].id"]];
    expect(codes({ lifecycleRules: [rule, rule] })).toEqual(expected);
  });

  describe("a transition after one to a class from which S3 does not move objects to it", () => {
    const move = (prefix: string, storageClass: string, days: number, rest: Members = {}): Members => ({
      id: `${prefix}-${storageClass}-${days}`,
      prefix,
      transition: { storageClass, days },
      ...rest,
    });
    const problem = [["lifecycle-no-effect", "data.lifecycleRules[0].transition"]];
    const supported = ["STANDARD_IA INTELLIGENT_TIERING", "STANDARD_IA ONEZONE_IA", "STANDARD_IA GLACIER_IR"];
    supported.push("INTELLIGENT_TIERING ONEZONE_IA", "INTELLIGENT_TIERING GLACIER_IR");
    const classes = Object.values(LifecycleStorageClass);
    it.each(classes.flatMap((from) => classes.map((to) => [from, to])))("%s, then %s", (from, to) => {
      const lifecycleRules = [move("cache/", to, 90), move("cache/", from, 30)];
      expect(codes({ lifecycleRules })).toEqual(supported.includes(`${from} ${to}`) ? [] : problem);
    });
    it.each<[string, Members, Members, boolean]>([
      ["all objects, by the earlier rule", move("cache/", "GLACIER_IR", 9), move("", "GLACIER_IR", 1), true],
      [
        "some of the objects, by the earlier rule",
        move("", "GLACIER_IR", 9),
        move("cache/", "GLACIER_IR", 1),
        false,
      ],
      [
        "other objects, by the earlier rule",
        move("cache/", "GLACIER_IR", 9),
        move("accounts/", "GLACIER_IR", 1),
        false,
      ],
      [
        "on the same day, when S3 uses the cheaper class",
        move("", "GLACIER_IR", 30),
        move("", "ONEZONE_IA", 30),
        false,
      ],
      [
        "objects with a tag, by the earlier rule",
        move("", "GLACIER_IR", 9),
        move("", "GLACIER_IR", 1, { tags: { a: "b" } }),
        false,
      ],
    ])("%s", (_, later, earlier, isProblem) =>
      expect(codes({ lifecycleRules: [later, earlier] })).toEqual(isProblem ? problem : []),
    );
  });

  it("more rules than S3 supports together with the library's", () => {
    const rules = (length: number): Members[] =>
      Array.from({ length }, (_, i) => ({ id: `r${i}`, transition }));
    expect(codes({ lifecycleRules: rules(999) })).toEqual([]);
    const expected = [["lifecycle-rules-many", "data.lifecycleRules"]];
    expect(codes({ lifecycleRules: rules(1000) })).toEqual(expected);
    expect(codes({ versioning: { enabled: true }, lifecycleRules: rules(999) })).toEqual(expected);
  });

  it("uploads that Supabase's own, earlier rule has already deleted", () => {
    const problems = (abortUploadsAfterDays: number): string[] =>
      supabaseProblems({
        ...backend(),
        backend: {
          ...backend().backend,
          data: { lifecycleRules: [{ id: "a", abortUploadsAfterDays }] },
        },
      }).map(({ code }) => code);
    expect(problems(1)).toEqual([]);
    expect(problems(2)).toEqual(["lifecycle-no-effect"]);
  });

  it("any rule on Ceph", () => {
    const data = { lifecycleRules: [{ id: "a", transition }] };
    expect(mastodonProblems({ ...onCeph(), data })).toMatchObject([
      { code: "store-lifecycle", path: "data.lifecycleRules" },
    ]);
  });
});
