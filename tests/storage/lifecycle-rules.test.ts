/** The lifecycle rules that an operator adds: what S3 is told, and every message about what it cannot or must not be told. */
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

describe("what S3 is told", () => {
  const own = (rule: Members): unknown => lifecycleRules({ lifecycleRules: [{ id: "own", ...rule }] }, 7)[1];
  const base = { id: "own", status: "Enabled", filter: { prefix: "" } };

  it.each<[string, Members, object]>([
    [
      "a move of what is below a prefix",
      { prefix: "cache/", transition: { storageClass: "STANDARD_IA", days: 30 } },
      {
        ...base,
        filter: { prefix: "cache/" },
        transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      },
    ],
    [
      "a move on the day of the upload",
      { transition: { storageClass: "INTELLIGENT_TIERING", days: 0 } },
      { ...base, transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }] },
    ],
    [
      "a move of old versions, and their end",
      { noncurrentTransition: { storageClass: "GLACIER_IR", days: 1 }, noncurrentDays: 5 },
      {
        ...base,
        noncurrentVersionTransitions: [{ noncurrentDays: 1, storageClass: "GLACIER_IR" }],
        noncurrentVersionExpiration: { noncurrentDays: 5 },
      },
    ],
    [
      "an earlier end of unfinished uploads",
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

  it("has the library's rules first, whatever the operator adds", () => {
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
    ["a move on the day of the upload", { id: "a", transition: { storageClass: "GLACIER_IR", days: 0 } }],
    ["days for ever", { id: "a", transition: { ...transition, days: 2 ** 31 - 1 } }],
    ["the longest prefix", { id: "a", prefix: "p".repeat(1024), transition }],
    ["an empty prefix", { id: "a", prefix: "", transition }],
    ["an earlier end of unfinished uploads", { id: "a", abortUploadsAfterDays: 6 }],
    ["an earlier end of old versions", { id: "a", noncurrentDays: 29 }, { versioning: { enabled: true } }],
    [
      "the latest move of old versions before they end",
      { id: "a", noncurrentTransition: { storageClass: "GLACIER_IR", days: 28 }, noncurrentDays: 29 },
      { versioning: { enabled: false } },
    ],
    [
      "old versions that stay longer than usual",
      { id: "a", noncurrentTransition: transition },
      { versioning: { enabled: true, noncurrentDays: 31 } },
    ],
  ])("%s", (_, ...[rule, data]) => expect(ofRule(rule, data)).toEqual([]));

  it.each(Object.values(LifecycleStorageClass))("the class %s, from which S3 reads at once", (storageClass) =>
    expect(ofRule({ id: "a", transition: { storageClass, days: 30 } })).toEqual([]),
  );
});

const ONE = "data.lifecycleRules[0]";

function tags(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`t${i}`, ""]));
}

describe("no rule deletes live objects, whatever a member is called", () => {
  it.each([
    ...["expiration", "expirationDays", "expiration_days", "Expiration", "expire", "expires", "expireDays"],
    ...["expiry", "expiredObjectDeleteMarker", "deleteAfterDays", "removeAfter", "expirationInDays"],
  ])("%s", (member) => {
    const rule = { id: "a", abortUploadsAfterDays: 1, [member]: 30 };
    expect(ofRule(rule)).toEqual([["lifecycle-expiration", `${ONE}.${member}`]]);
  });

  it("and no config makes a rule with an expiration of live objects", () => {
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

describe("a rule that S3 or an app could not live with", () => {
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
      "a misspelt member of a transition",
      { id: "a", transition: { ...transition, after: 1 } },
      [["unknown-member", `${ONE}.transition.after`]],
    ],
    [
      "days of old versions as a text",
      { id: "a", noncurrentDays: "1" },
      [["wrong-type", `${ONE}.noncurrentDays`]],
      { versioning: { enabled: true } },
    ],
    ["a line break in the id", { id: "a\nb", transition }, [["lifecycle-rule-id", `${ONE}.id`]]],
    ["half a character in the id", { id: "a\ud83d", transition }, [["lifecycle-rule-id", `${ONE}.id`]]],
    [
      "an id of the library's",
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
    ["nothing to do", { id: "a" }, [["lifecycle-rule-empty", ONE]]],
    ["a misspelt action", { id: "a", transitions: [transition] }, [["unknown-member", `${ONE}.transitions`]]],
    [
      "S3's own name for the end of old versions",
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
      "an end after 0 days",
      { id: "a", abortUploadsAfterDays: 0 },
      [["lifecycle-days", `${ONE}.abortUploadsAfterDays`]],
    ],
    [
      "an end of uploads by tags",
      { id: "a", abortUploadsAfterDays: 1, tags: { a: "b" } },
      [["lifecycle-upload-tags", `${ONE}.tags`]],
    ],
    ["an end of uploads by no tags", { id: "a", abortUploadsAfterDays: 1, tags: {} }, []],
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
      "days as a text",
      { id: "a", abortUploadsAfterDays: "1" },
      [["wrong-type", `${ONE}.abortUploadsAfterDays`]],
    ],
    [
      "uploads that the library's rule has ended",
      { id: "a", abortUploadsAfterDays: 7 },
      [["lifecycle-no-effect", `${ONE}.abortUploadsAfterDays`]],
    ],
    [
      "old versions where there are none",
      { id: "a", noncurrentDays: 3, noncurrentTransition: { storageClass: "GLACIER_IR", days: 1 } },
      [
        ["versioning-needed", `${ONE}.noncurrentTransition`],
        ["versioning-needed", `${ONE}.noncurrentDays`],
      ],
    ],
    [
      "old versions that the library's rule has ended",
      { id: "a", noncurrentDays: 30 },
      [["lifecycle-no-effect", `${ONE}.noncurrentDays`]],
      { versioning: { enabled: true } },
    ],
    [
      "a move of old versions that the library's rule has ended",
      { id: "a", noncurrentTransition: transition },
      [["lifecycle-no-effect", `${ONE}.noncurrentTransition.days`]],
      { versioning: { enabled: true } },
    ],
    [
      "a move of old versions on the day of their end",
      { id: "a", noncurrentTransition: { storageClass: "GLACIER_IR", days: 5 }, noncurrentDays: 5 },
      [["lifecycle-no-effect", `${ONE}.noncurrentTransition.days`]],
      { versioning: { enabled: true } },
    ],
  ])("%s", (_, ...[rule, expected, data]) => expect(ofRule(rule, data)).toEqual(expected));

  it.each([
    ["both faults of a prefix", { id: "a", prefix: "/cache/*", transition }, 'change it to "cache/"'],
    ["days that nothing can exceed", { id: "a", noncurrentDays: MOST_DAYS }, `${MOST_DAYS} days; remove it`],
  ])("says in one remedy what to write for %s", (_, rule, remedy) => {
    const data = { versioning: { enabled: true, noncurrentDays: MOST_DAYS }, lifecycleRules: [rule] };
    expect(mastodonProblems({ ...mastodon(), data }).map(({ message }) => message)).toEqual([
      expect.stringContaining(remedy),
    ]);
  });

  it.each([
    [
      "the library's rule ends them",
      { noncurrentDays: undefined },
      "set `data.versioning.noncurrentDays` to 41",
    ],
    ["a rule of the operator's does", { noncurrentDays: 20 }, "set `noncurrentDays` to 41"],
  ])("names the setting that old versions of a later move need: %s", (_, own, remedy) => {
    const noncurrentTransition = { storageClass: "GLACIER_IR", days: 40 };
    const data = {
      versioning: { enabled: true },
      lifecycleRules: [{ id: "a", noncurrentTransition, ...own }],
    };
    expect(mastodonProblems({ ...mastodon(), data }).map(({ message }) => message)).toEqual([
      expect.stringContaining(remedy),
    ]);
  });

  it("two without an id, which are not two of one id", () => {
    const expected = [0, 1].map((i) => ["missing-member", `data.lifecycleRules[${i}].id`]);
    expect(codes({ lifecycleRules: [{ transition }, { transition }] })).toEqual(expected);
  });

  it("a move of old versions after one from which S3 moves nothing there", () => {
    const move = (id: string, days: number): Members => ({
      id,
      noncurrentTransition: { storageClass: "GLACIER_IR", days },
    });
    expect(codes({ versioning: { enabled: true }, lifecycleRules: [move("a", 9), move("b", 1)] })).toEqual([
      ["lifecycle-no-effect", "data.lifecycleRules[0].noncurrentTransition"],
    ]);
  });

  it("two of one id", () => {
    const rule = { id: "a", transition };
    const expected = [["lifecycle-rule-id-twice", "data.lifecycleRules[1].id"]];
    expect(codes({ lifecycleRules: [rule, rule] })).toEqual(expected);
  });

  describe("a move after one from which S3 moves nothing there", () => {
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
      ["of all objects before", move("cache/", "GLACIER_IR", 9), move("", "GLACIER_IR", 1), true],
      ["of some of the objects before", move("", "GLACIER_IR", 9), move("cache/", "GLACIER_IR", 1), false],
      ["of other objects", move("cache/", "GLACIER_IR", 9), move("accounts/", "GLACIER_IR", 1), false],
      [
        "on the same day, when the cheaper class wins",
        move("", "GLACIER_IR", 30),
        move("", "ONEZONE_IA", 30),
        false,
      ],
      [
        "of objects with a tag before",
        move("", "GLACIER_IR", 9),
        move("", "GLACIER_IR", 1, { tags: { a: "b" } }),
        false,
      ],
    ])("%s", (_, later, earlier, isProblem) =>
      expect(codes({ lifecycleRules: [later, earlier] })).toEqual(isProblem ? problem : []),
    );
  });

  it("more than S3 takes beside the library's", () => {
    const rules = (length: number): Members[] =>
      Array.from({ length }, (_, i) => ({ id: `r${i}`, transition }));
    expect(codes({ lifecycleRules: rules(999) })).toEqual([]);
    const expected = [["lifecycle-rules-many", "data.lifecycleRules"]];
    expect(codes({ lifecycleRules: rules(1000) })).toEqual(expected);
    expect(codes({ versioning: { enabled: true }, lifecycleRules: rules(999) })).toEqual(expected);
  });

  it("uploads that Supabase's rule has ended, which comes earlier", () => {
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

  it("any at all on Ceph", () => {
    const data = { lifecycleRules: [{ id: "a", transition }] };
    expect(mastodonProblems({ ...onCeph(), data })).toMatchObject([
      { code: "store-lifecycle", path: "data.lifecycleRules" },
    ]);
  });
});
