/** The table of cases.json, for our evaluator and for the simulator. */
import {
  evaluate,
  type AccessRequest,
  type Decision,
  type Policies,
  type Principal,
} from "../../access/evaluate";
import { policyFindings } from "../../access/lint";
import type { PolicyDocument, Statement } from "../../access/policy";
import {
  bucketArn,
  cloudFrontRead,
  denyInsecureTransport,
  document,
  publicRead,
  writer,
} from "../../access/statements";
import cases from "./cases.json";
import { simulate } from "./simulator";

interface Case {
  name: string;
  as: string;
  action: string;
  /** Without a key the request is about the bucket. */
  key?: string;
  bucket?: string;
  tls: boolean;
  context?: Record<string, string>;
  restrictPublicBuckets?: boolean;
  /** Whether the bucket is private, and only CloudFront reads the public prefixes. */
  onlyCloudFront?: boolean;
  /** `deny` is an explicit deny; `no allow` means that no statement allows it. */
  expect: "allow" | "deny" | "no allow" | "blocked";
  /** For a denial: the case in which the same request is allowed for somebody. */
  success?: string;
  why: string;
}
const table = cases as unknown as Case[];

const account = "111111111111";
const partner = "333333333333";
const arn = bucketArn("media", "eu-central-1");
const statement = (rest: Partial<Statement>): Statement => ({ Effect: "Allow", ...rest });
const publicPrefixes = [
  "accounts/",
  "cache/",
  "custom_emojis/",
  "media_attachments/",
  "preview_card_providers/",
  "preview_cards/",
  "site_uploads/",
];
const distribution = (id: string) => `arn:aws:cloudfront::${account}:distribution/${id}`;
const fromCloudFront = cloudFrontRead(arn, publicPrefixes, [distribution("E1"), distribution("E0")]);
const privatePolicy = document([
  denyInsecureTransport(arn),
  fromCloudFront,
  statement({ Sid: "Partner", Principal: { AWS: partner }, Action: "s3:ListBucket", Resource: arn }),
]);
const publicPolicy = document([publicRead(arn, publicPrefixes), ...privatePolicy.Statement]);
const all = document([statement({ Action: "s3:*", Resource: "*" })]);
const user = (id: string, name: string): Principal => ({
  kind: "aws",
  arn: `arn:aws:iam::${id}:user/${name}`,
  accountId: id,
});
const actors: Record<string, [Principal, PolicyDocument[]]> = {
  anonymous: [{ kind: "anonymous" }, []],
  writer: [
    user(account, "mastodon"),
    [
      document(
        writer(arn, {
          objectActions: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          bucketActions: ["s3:ListBucket"],
        }),
      ),
    ],
  ],
  operator: [user(account, "admin"), [all]],
  colleague: [user(account, "colleague"), []],
  "account root": [{ kind: "aws", arn: `arn:aws:iam::${account}:root`, accountId: account }, []],
  stranger: [user("222222222222", "bob"), [all]],
  "stranger without rights": [user("222222222222", "eve"), []],
  partner: [
    { kind: "aws", arn: `arn:aws:sts::${partner}:assumed-role/sync/nightly`, accountId: partner },
    [all],
  ],
  "partner without rights": [user(partner, "trainee"), []],
  cloudfront: [{ kind: "service", service: "cloudfront.amazonaws.com" }, []],
  logging: [{ kind: "service", service: "logging.s3.amazonaws.com" }, []],
};
const effects: Record<Case["expect"], Decision["effect"]> = {
  allow: "allow",
  deny: "explicit-deny",
  blocked: "explicit-deny",
  "no allow": "implicit-deny",
};

function asked(row: Case): [AccessRequest, Policies] {
  const [principal, identityPolicies] = actors[row.as]!;
  const bucket = row.bucket === undefined ? arn : bucketArn(row.bucket, "eu-central-1");
  return [
    {
      principal,
      action: row.action,
      resource: row.key === undefined ? bucket : `${bucket}/${row.key}`,
      context: { ...row.context, "aws:SecureTransport": String(row.tls) },
    },
    {
      bucketAccountId: account,
      bucketPolicy: row.onlyCloudFront === true ? privatePolicy : publicPolicy,
      identityPolicies,
      publicAccessBlock: { restrictPublicBuckets: row.restrictPublicBuckets ?? false },
    },
  ];
}

test("the policies of the table are well-formed", () => {
  expect(policyFindings(publicPolicy, "bucket")).toEqual([]);
  for (const policy of Object.values(actors).flatMap(([, policies]) => policies)) {
    expect(policyFindings(policy, "identity")).toEqual([]);
  }
});

test("the table is large, its names are unique, and for every denial there is a case in which the same is allowed", () => {
  expect(table.length).toBeGreaterThan(60);
  expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
  for (const row of table.filter((each) => each.expect !== "allow")) {
    const success = table.find(({ name }) => name === row.success);
    expect([row.name, success?.expect]).toEqual([row.name, "allow"]);
  }
});

test.each(table)("$name: $expect", async (row) => {
  const [request, policies] = asked(row);
  const decision = evaluate(request, policies);
  expect(decision.effect).toBe(effects[row.expect]);
  expect(decision.blockedBy).toBe(row.expect === "blocked" ? "restrictPublicBuckets" : undefined);
  expect(await simulate(request, policies)).toEqual({
    effect: effects[row.expect],
    blocked: row.expect === "blocked",
  });
});
