/**
 * A sample of statements in a foreign grammar that the settings accept, and of policies that the linter accepts, on a running gateway: it takes them, and lets everybody do
 * what our evaluator says. tests/access/foreign-grammar.test.ts asks many more of them of the evaluator alone.
 */
import * as fc from "fast-check";
import { evaluate, type AccessRequest } from "../../access/evaluate";
import { policyFindings } from "../../access/lint";
import type { PolicyDocument } from "../../access/policy";
import { bucketPolicy } from "../../storage/bucket-policy";
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { storeOf } from "../../stores";
import { ceph } from "../../stores/s3/ceph";
import { CEPH_POLICY_WORDS, CEPH_WORDS, foreignPolicies, foreignStatements } from "../access/foreign-grammar";
import { onCeph } from "../apps/mastodon/fixtures";
import type { S3Request } from "./s3";
import { describeWithRgw } from "./server";
import { useGateway } from "./use-gateway";
import { known } from "../storage/known";

const seed = 20261128;
/** A number that is fast enough for every run of the suite. */
const MOST = 40;
const { arn } = CEPH_WORDS;
const bucket = arn.split(":::")[1] ?? "";
const given = { accessKeyId: "x", secretAccessKey: "y", principal: "arn:aws:iam:::user/writer" };

const SAMPLE = fc
  .sample(foreignStatements(CEPH_WORDS), { seed, numRuns: 1500 })
  .map((additionalStatements) => onCeph({ bucket, writer: { given }, additionalStatements }))
  .filter((settings) => mastodonProblems(settings).length === 0)
  .slice(0, MOST);

/** For AWS, and so for the evaluator, everybody includes unsigned requests; Ceph allows only the named ones. */
const isToldApart = (name: string): boolean => !/:user\/anonymous|:root/.test(name);
const POLICIES = fc
  .sample(foreignPolicies({ ...CEPH_POLICY_WORDS, principals: CEPH_WORDS.principals.filter(isToldApart) }), {
    seed,
    numRuns: 3000,
  })
  .filter((policy) => policyFindings(policy, "bucket", ceph.policyRules).length === 0)
  .filter(({ Statement }) => Statement.some((one) => one.NotResource !== undefined || one.Condition))
  .slice(0, MOST);

const KEYS = ["accounts/a", "accounts/a1b/c", "Accounts/a", "backups/a", "accounts"];
const ASKED: [action: string, key: string | undefined, request: Partial<S3Request>][] = [
  ...KEYS.map((key): [string, string, Partial<S3Request>] => ["s3:GetObject", key, { method: "GET" }]),
  // The uploader owns the object and can read it, so the test does not read the written object.
  ["s3:PutObject", "accounts/written", { method: "PUT", body: "x" }],
  ["s3:DeleteObject", "accounts/none", { method: "DELETE" }],
  ["s3:ListBucket", undefined, { method: "GET" }],
  ["s3:GetBucketPolicy", undefined, { method: "GET", query: "policy" }],
];

describeWithRgw("unusual statements and policies", () => {
  const gateway = useGateway({ bucket, objects: Object.fromEntries(KEYS.map((key) => [key, "x"])) });

  test(`there are enough of them (seed ${seed})`, () => {
    expect(SAMPLE).toHaveLength(MOST);
    expect(POLICIES).toHaveLength(MOST);
    for (const kind of ["NotResource", "Condition"] as const) {
      const having = POLICIES.filter(({ Statement }) => Statement.some((one) => one[kind] !== undefined));
      expect([kind, having.length > MOST / 4]).toEqual([kind, true]);
    }
  });

  const ofSettings = SAMPLE.map((settings): [string, PolicyDocument] => [
    JSON.stringify(settings.additionalStatements),
    bucketPolicy(known(settings), mastodonPolicyNeeds(settings), storeOf(settings.store)),
  ]);
  const whole = POLICIES.map((policy): [string, PolicyDocument] => [
    JSON.stringify(policy.Statement),
    policy,
  ]);
  test.each([...ofSettings, ...whole])("%s", async (_, policy) => {
    await gateway.s3.must(gateway.rgw.root, {
      method: "PUT",
      bucket,
      query: "policy",
      body: JSON.stringify(policy),
    });
    const user = (uid: string): AccessRequest["principal"] => ({
      kind: "aws",
      arn: `arn:aws:iam:::user/${uid}`,
      accountId: "111111111111",
    });
    const [theirs, ours]: [string[], string[]] = [[], []];
    for (const [name, who, principal] of [
      ["anonymous", undefined, { kind: "anonymous" } as const],
      ["writer", gateway.rgw.writer, user("writer")],
      ["other", gateway.rgw.other, user("other")],
    ] as const) {
      for (const [action, key, request] of ASKED) {
        const asked = `${name} ${action} ${key ?? ""}`;
        const { status } = await gateway.s3.ask(who, { method: "GET", bucket, key, ...request });
        theirs.push(`${asked}: ${status < 300 ? "yes" : status}`);
        const context = { "aws:SecureTransport": "true", "aws:SourceIp": "127.0.0.1" };
        const resource = key === undefined ? arn : `${arn}/${key}`;
        const { effect } = evaluate(
          { principal, action, resource, context },
          { bucketAccountId: "111111111111", bucketPolicy: policy },
        );
        ours.push(`${asked}: ${effect === "allow" ? "yes" : "403"}`);
      }
    }
    expect(theirs).toEqual(ours);
  });
});
