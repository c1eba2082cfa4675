/**
 * Whatever is written as a statement of one's own, in whatever letters: what the settings accept lets no stranger in, and means to
 * an independent simulator of AWS what it means to our evaluator. tests/rgw/foreign-grammar.test.ts asks a gateway of Ceph.
 */
import * as fc from "fast-check";
import { evaluate, type AccessRequest, type Policies } from "../../access/evaluate";
import type { PolicyDocument } from "../../access/policy";
import { bucketPolicy } from "../../storage/bucket-policy";
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import { mastodonProblems } from "../../apps/mastodon/validate";
import type { KnownStatement } from "../../storage/additional-statements";
import { storeOf } from "../../stores";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";
import { deviations } from "./deviations";
import { namesPlainly } from "./everybody-names";
import { AWS_WORDS, CEPH_WORDS, foreignStatements, type Words } from "./foreign-grammar";
import { simulate } from "./simulator";
import { known } from "../storage/known";

const seed = 20261128;
const home = "111111111111";
const mine = (arn: string): AccessRequest["principal"] => ({ kind: "aws", arn, accountId: home });

/** Unsigned, of another account, and of another account through a service. */
const STRANGERS: Pick<AccessRequest, "principal" | "context">[] = [
  { principal: { kind: "anonymous" } },
  { principal: { kind: "aws", arn: "arn:aws:iam::999999999999:user/stranger", accountId: "999999999999" } },
  { principal: { kind: "aws", arn: "arn:aws:iam::999999999999:root", accountId: "999999999999" } },
  ...["cloudfront.amazonaws.com", "logging.s3.amazonaws.com"].map((service) => ({
    principal: { kind: "service" as const, service },
    context: {
      "aws:SourceArn": "arn:aws:cloudfront::999999999999:distribution/E9",
      "aws:SourceAccount": "999999999999",
    },
  })),
];
const NAMED = [
  mine(`arn:aws:iam::${home}:user/alice`),
  mine(`arn:aws:sts::${home}:assumed-role/backup/session`),
].map((principal) => ({ principal }));

const { arn } = AWS_WORDS;
const ASKED: [action: string, resource: string, isPublic?: true][] = [
  ["s3:GetObject", `${arn}/accounts/a.png`, true],
  ["s3:GetObject", `${arn}/Accounts/a.png`],
  ["s3:GetObject", `${arn}/backups/1.zip`],
  ["s3:GetObject", `${arn}/accounts`],
  ["s3:PutObject", `${arn}/accounts/a.png`],
  ["s3:PutObjectAcl", `${arn}/accounts/a.png`],
  ["s3:DeleteObject", `${arn}/accounts/a.png`],
  ["s3:ListBucket", arn],
  ["s3:GetBucketPolicy", arn],
  ["s3:PutBucketPolicy", arn],
];

const requests = (
  who: Pick<AccessRequest, "principal" | "context">[],
): [AccessRequest, isPublic: boolean][] =>
  who.flatMap(({ principal, context }) =>
    ASKED.map(([action, resource, isPublic = false]): [AccessRequest, boolean] => [
      {
        principal,
        action,
        resource,
        context: { "aws:SecureTransport": "true", "aws:SourceIp": "203.0.113.9", ...context },
      },
      isPublic,
    ]),
  );

const STORES: [name: string, words: Words, make: typeof mastodon][] = [
  ["AWS", AWS_WORDS, mastodon],
  ["Ceph", CEPH_WORDS, onCeph],
];

/** The policies of settings that are accepted. */
function accepted(
  make: typeof mastodon,
  additionalStatements: KnownStatement[],
): (Policies & { bucketPolicy: PolicyDocument }) | undefined {
  const settings = make({ additionalStatements });
  if (mastodonProblems(settings).length > 0) return undefined;
  const policy = bucketPolicy(known(settings), mastodonPolicyNeeds(settings), storeOf(settings.store));
  return { bucketAccountId: home, bucketPolicy: policy };
}

describe.each(STORES)("unusual statements on %s", (_, words, make) => {
  test("do not allow strangers if they are accepted", () => {
    let count = 0;
    fc.assert(
      fc.property(foreignStatements(words), (statements) => {
        const policies = accepted(make, statements);
        if (policies === undefined) return;
        count++;
        // The library has one list of the names of everybody; the tests have their own.
        const plain = { ...policies, bucketPolicy: namesPlainly(policies.bucketPolicy) };
        for (const [request, isPublic] of requests(STRANGERS)) {
          if (!isPublic) expect([request, evaluate(request, plain).effect]).not.toEqual([request, "allow"]);
        }
      }),
      { seed, numRuns: 4000 },
    );
    expect(count).toBeGreaterThan(150);
  }, 120_000);
});

test("unusual statements on AWS mean the same to the simulator", async () => {
  let [compared, allowed] = [0, 0];
  for (const statements of fc.sample(foreignStatements(AWS_WORDS), { seed, numRuns: 800 })) {
    const policies = accepted(mastodon, statements);
    if (policies === undefined) continue;
    for (const [request, isPublic] of requests([...STRANGERS, ...NAMED])) {
      if (deviations.some(({ applies }) => applies(request, policies))) continue;
      compared++;
      const theirs = await simulate(request, policies);
      const ours = evaluate(request, policies).effect;
      if (ours === "allow") allowed++;
      expect([statements, request, ours]).toEqual([statements, request, theirs.effect]);
      if (!isPublic && STRANGERS.some(({ principal }) => principal === request.principal))
        expect(theirs.effect).not.toBe("allow");
    }
  }
  expect(compared).toBeGreaterThan(1000);
  expect(allowed).toBeGreaterThan(100);
}, 120_000);
