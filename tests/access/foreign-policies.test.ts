/**
 * Whole policies in a foreign grammar, with NotPrincipal, NotAction, NotResource and conditions: what the linter accepts means to an
 * independent simulator of AWS what it means to our evaluator, to the exposure check and to the matrix.
 */
import * as fc from "fast-check";
import { evaluate, type Policies, type Principal } from "../../access/evaluate";
import { exposures } from "../../access/exposure";
import { policyFindings, type PolicyRules } from "../../access/lint";
import { awsPolicyRules } from "../../stores/policy-rules/aws";
import { cephPolicyRules } from "../../stores/policy-rules/ceph";
import { accessMatrix } from "../../access/matrix";
import type { PolicyDocument, Statement } from "../../access/policy";
import { document, publicRead } from "../../access/statements";
import { request } from "./arbitraries";
import { abroad, bucketArn, home } from "./condition-choices";
import { deviations } from "./deviations";
import { namesPlainly } from "./everybody-names";
import { AWS_POLICY_WORDS, CEPH_POLICY_WORDS, foreignPolicies, type PolicyWords } from "./foreign-grammar";
import { simulate } from "./simulator";

const seed = 20261128;

function isAccepted(policy: PolicyDocument, rules?: PolicyRules): boolean {
  return policyFindings(policy, "bucket", rules).length === 0;
}
const KINDS = [
  "NotPrincipal",
  "NotAction",
  "NotResource",
  "Condition",
] as const satisfies (keyof Statement)[];

/** How often each kind decides: without its members the policy would have another result. */
class Decisive {
  readonly times = new Map<string, number>();

  count(asked: Parameters<typeof evaluate>[0], policies: Policies & { bucketPolicy: PolicyDocument }): void {
    const { effect } = evaluate(asked, policies);
    for (const kind of KINDS) {
      const kept = policies.bucketPolicy.Statement.filter((statement) => statement[kind] === undefined);
      const rest = { ...policies, bucketPolicy: { ...policies.bucketPolicy, Statement: kept } };
      if (evaluate(asked, rest).effect !== effect) this.times.set(kind, (this.times.get(kind) ?? 0) + 1);
    }
  }
}

test("unusual policies mean the same to the simulator", async () => {
  const decisive = new Decisive();
  let [compared, deviating] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      foreignPolicies(AWS_POLICY_WORDS).filter((policy) => isAccepted(policy, awsPolicyRules)),
      fc.array(request, { minLength: 6, maxLength: 6 }),
      async (bucketPolicy, requests) => {
        const policies = { bucketAccountId: home, bucketPolicy };
        for (const asked of requests) {
          if (deviations.some(({ applies }) => applies(asked, policies))) {
            deviating++;
            continue;
          }
          compared++;
          decisive.count(asked, policies);
          const theirs = await simulate(asked, policies);
          expect([bucketPolicy, asked, evaluate(asked, policies).effect]).toEqual([
            bucketPolicy,
            asked,
            theirs.effect,
          ]);
        }
      },
    ),
    { seed, numRuns: 800 },
  );
  expect(compared).toBeGreaterThan(4000);
  expect(deviating).toBeLessThan(compared / 10);
  for (const kind of KINDS) expect([kind, (decisive.times.get(kind) ?? 0) > 20]).toEqual([kind, true]);
}, 240_000);

const PUBLIC = "accounts/";
const STRANGERS: Principal[] = [
  { kind: "anonymous" },
  ...AWS_POLICY_WORDS.services.map((service): Principal => ({ kind: "service", service })),
];

/** Conditions on the source of a service's request, which limit or exclude it. */
const SOURCE_WORDS: PolicyWords = {
  ...AWS_POLICY_WORDS,
  conditions: [
    {
      operators: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "ArnLikeIfExists"],
      keys: ["aws:SourceArn"],
      values: ["E1", "*"].map((id) => `arn:aws:cloudfront::${home}:distribution/${id}`),
    },
    {
      operators: ["StringEquals", "StringLike", "StringNotEquals", "StringNotLike"],
      keys: ["aws:SourceArn", "aws:SourceAccount"],
      values: [home, `arn:aws:cloudfront::${home}:distribution/E1`],
    },
  ],
};

describe.each<[string, PolicyRules, PolicyWords]>([
  ["AWS", awsPolicyRules, AWS_POLICY_WORDS],
  ["AWS, with conditions on the source", awsPolicyRules, SOURCE_WORDS],
  ["Ceph", cephPolicyRules, CEPH_POLICY_WORDS],
])("unusual policies on %s", (_, rules, words) => {
  // The linter refuses these, but the other checks must evaluate them correctly too.
  const refusedAlone = new Set(["not-principal-allow", "not-principal-account", "not-action-unsupported"]);
  const policy = fc
    .tuple(foreignPolicies(words), fc.boolean())
    .map(([{ Statement }, isPublic]) =>
      document([...Statement, ...(isPublic ? [publicRead(words.arn, [PUBLIC])] : [])]),
    )
    .filter((made) => policyFindings(made, "bucket", rules).every(({ code }) => refusedAlone.has(code)));
  const inBucket = (resource: string): string => resource.replace(bucketArn, words.arn);

  test("let strangers only read what is public, if nothing is exposed", () => {
    const closed = new Map<string, number>();
    let reads = 0;
    fc.assert(
      fc.property(policy, fc.array(request, { minLength: 6, maxLength: 12 }), (made, requests) => {
        if (exposures(made, { arn: words.arn, publicPrefixes: [PUBLIC] }).length > 0) return;
        for (const kind of KINDS) {
          if (made.Statement.some((statement) => statement[kind] !== undefined))
            closed.set(kind, (closed.get(kind) ?? 0) + 1);
        }
        const bucketPolicy = namesPlainly(made);
        for (const { action, resource: asked, context = {} } of requests) {
          const resource = inBucket(asked);
          const isPublic = action === "s3:GetObject" && resource.startsWith(`${words.arn}/${PUBLIC}`);
          for (const principal of STRANGERS) {
            // AWS sets the source of a service's request, and here it is in another account.
            const sender = {
              "aws:SourceAccount": abroad,
              "aws:SourceOwner": abroad,
              "aws:SourceArn": `arn:aws:cloudfront::${abroad}:distribution/E2`,
            };
            const { effect } = evaluate(
              {
                principal,
                action,
                resource,
                context: principal.kind === "service" ? { ...context, ...sender } : context,
              },
              { bucketAccountId: home, bucketPolicy },
            );
            if (effect === "allow") reads++;
            if (!isPublic)
              expect([made, principal, action, resource, effect]).not.toEqual([
                made,
                principal,
                action,
                resource,
                "allow",
              ]);
          }
        }
      }),
      { seed, numRuns: 1500 },
    );
    for (const kind of KINDS) expect([kind, (closed.get(kind) ?? 0) > 20]).toEqual([kind, true]);
    expect(reads).toBeGreaterThan(20);
  }, 240_000);
});

test("the matrix of unusual policies has the answers of the simulator", async () => {
  const writerArn = `arn:aws:iam::${home}:user/alice`;
  const writer: Principal = { kind: "aws", arn: writerArn, accountId: home };
  const context = { "aws:SecureTransport": "true" };
  const seen = { yes: 0, no: 0 };
  const decisive = new Decisive();
  await fc.assert(
    fc.asyncProperty(
      foreignPolicies(AWS_POLICY_WORDS).filter((policy) => isAccepted(policy, awsPolicyRules)),
      async (bucketPolicy) => {
        const policies = { bucketAccountId: home, bucketPolicy };
        const { groups } = accessMatrix({
          bucketArn,
          accountId: home,
          publicPrefixes: [PUBLIC],
          privatePrefixes: ["backups/"],
          bucketPolicy,
          writer: { arn: writerArn, policies: [] },
          publicAccessBlock: {},
          objectAcls: false,
        });
        for (const { part, examples, rows } of groups) {
          for (const [what, action] of [
            ["read an object", "s3:GetObject"],
            ["write an object", "s3:PutObject"],
            ["list keys", "s3:ListBucket"],
          ] as const) {
            const row = rows.find((one) => one.what === what);
            if (row === undefined) continue;
            const resource = part === "the bucket" ? bucketArn : `${bucketArn}/${examples[0] ?? ""}object`;
            const [anonymous, ofWriter] = row.verdicts;
            for (const [principal, verdict] of [
              [{ kind: "anonymous" }, anonymous],
              [writer, ofWriter],
            ] as [Principal, string][]) {
              const asked = { principal, action, resource, context };
              if (deviations.some(({ applies }) => applies(asked, policies))) continue;
              decisive.count(asked, policies);
              const isAllowed = (await simulate(asked, policies)).effect === "allow";
              seen[verdict as "yes" | "no"]++;
              // For a stranger the row says the most that it can do, for the writer the least.
              const isTold =
                principal === writer ? verdict === "no" || isAllowed : verdict === "yes" || !isAllowed;
              expect([bucketPolicy, asked, verdict, isTold]).toEqual([bucketPolicy, asked, verdict, true]);
            }
          }
        }
      },
    ),
    { seed, numRuns: 300 },
  );
  expect(seen.yes).toBeGreaterThan(200);
  expect(seen.no).toBeGreaterThan(200);
  for (const kind of KINDS) expect([kind, (decisive.times.get(kind) ?? 0) > 20]).toEqual([kind, true]);
}, 240_000);
