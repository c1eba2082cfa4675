/** The policies of the bucket and of the writer. */
import { evaluate } from "../../access/evaluate";
import { exposures } from "../../access/exposure";
import { list } from "../../access/lists";
import { isPublicPolicy } from "../../access/public-policy";
import { document } from "../../access/statements";
import type { PolicyNeeds } from "../../storage/needs";
import { policyFindings } from "../../access/lint";
import { additionalStatement } from "../../storage/additional-statements";
import { bucketPolicy, writerPolicy } from "../../storage/bucket-policy";
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { storeOf } from "../../stores";
import { mastodon, onCeph, statement } from "../apps/mastodon/fixtures";
import { known } from "./known";

const principal = "arn:aws:iam::222222222222:user/mastodon";
const policyOf = (rest: Partial<MastodonSettings> = {}) => {
  const settings = mastodon(rest);
  return bucketPolicy(known(settings), mastodonPolicyNeeds(settings), storeOf(settings.store));
};
const sids = (rest: Partial<MastodonSettings>) => policyOf(rest).Statement.map(({ Sid }) => Sid);

test("by default everybody reads the public prefixes, and everything without TLS is denied", () => {
  expect(policyOf()).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "PublicRead",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: "s3:GetObject",
        Resource: mastodonPolicyNeeds(mastodon()).publicPrefixes.map(
          (prefix) => `arn:aws:s3:::social-media/${prefix}*`,
        ),
      },
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Resource: ["arn:aws:s3:::social-media", "arn:aws:s3:::social-media/*"],
        Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
      },
    ],
  });
});

test.each<[string, Partial<MastodonSettings>, string[]]>([
  [
    "access acl: no public statement, because it would make objects public that an ACL hides",
    { access: "acl" },
    ["DenyInsecureTransport"],
  ],
  [
    "a given writer has its permissions in the bucket policy",
    { writer: { given: { principal } } },
    ["PublicRead", "DenyInsecureTransport", "WriterObjects", "WriterBucket"],
  ],
  [
    "a given writer without a principal has no permissions in the bucket policy",
    { writer: { given: {} } },
    ["PublicRead", "DenyInsecureTransport"],
  ],
  [
    "a role has no permissions in the bucket policy",
    { writer: { role: { roleName: "r" } } },
    ["PublicRead", "DenyInsecureTransport"],
  ],
  [
    "the operator's statements are last",
    { additionalStatements: [statement(), statement({ sid: "Second" })] },
    ["PublicRead", "DenyInsecureTransport", "Mine", "Second"],
  ],
])("%s", (_, rest, expected) => expect(sids(rest)).toEqual(expected));

test("without public prefixes nobody reads", () => {
  const needs = { ...mastodonPolicyNeeds(mastodon()), publicPrefixes: [] };
  const policy = bucketPolicy(known(mastodon()), needs, storeOf(mastodon().store));
  expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(["DenyInsecureTransport"]);
});

describe("a media host that signs its requests", () => {
  const arns = ["E1", "E0"].map((id) => `arn:aws:cloudfront::111111111111:distribution/${id}`);
  const of = (distributionArns?: string[], change: Partial<PolicyNeeds> = {}) => {
    const needs = mastodonPolicyNeeds(mastodon());
    const hostReads = {
      hostnames: ["files.social.example", "old.social.example"],
      prefixes: needs.publicPrefixes,
    };
    const settings = { ...known(mastodon()), ...(distributionArns && { distributionArns }) };
    return bucketPolicy(settings, { ...needs, hostReads, ...change }, storeOf(settings.store)).Statement;
  };

  test("next to the public statement, one statement lets all distributions read the same prefixes", () => {
    const [everybody, host, tls, ...others] = of(arns);
    expect(host).toEqual({
      ...everybody,
      Sid: "CloudFrontRead",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceArn": arns } },
    });
    expect([tls?.Sid, others]).toEqual(["DenyInsecureTransport", []]);
  });

  test("in front of a private bucket it is the only reader", () => {
    expect(of(arns, { publicPrefixes: [] }).map(({ Sid }) => Sid)).toEqual([
      "CloudFrontRead",
      "DenyInsecureTransport",
    ]);
  });

  test("one distribution is a single value instead of a list, as AWS returns it", () => {
    expect(of(arns.slice(0, 1))[1]?.Condition).toEqual({ StringEquals: { "aws:SourceArn": arns[0] } });
  });

  test("before the distributions exist, each has a stand-in that is at least as long as a real ARN", () => {
    const { StringEquals } = of()[1]?.Condition ?? {};
    const found = list(StringEquals?.["aws:SourceArn"]);
    expect(found).toEqual([
      "arn:aws:cloudfront::000000000000:distribution/E-known-after-up-host-1",
      "arn:aws:cloudfront::000000000000:distribution/E-known-after-up-host-2",
    ]);
    const real = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE";
    expect(found.every((arn) => arn.length >= real.length)).toBe(true);
  });

  test("the policy is well-formed, exposes nothing, and S3 does not call it public", () => {
    const policy = document(of(arns, { publicPrefixes: [] }));
    expect(policyFindings(policy, "bucket")).toEqual([]);
    expect(isPublicPolicy(policy)).toBe(false);
  });
});

test("the given writer's statements name it, and an additional statement is unchanged", () => {
  const policy = policyOf({ writer: { given: { principal } }, additionalStatements: [statement()] });
  expect(policy.Statement.slice(2)).toEqual([
    {
      Sid: "WriterObjects",
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
      Resource: "arn:aws:s3:::social-media/*",
    },
    {
      Sid: "WriterBucket",
      Effect: "Allow",
      Principal: { AWS: principal },
      Action: ["s3:ListBucket"],
      Resource: "arn:aws:s3:::social-media",
    },
    additionalStatement(statement()),
  ]);
});

test.each<[string, string]>([
  ["eu-central-1", "aws"],
  ["cn-north-1", "aws-cn"],
  ["us-gov-west-1", "aws-us-gov"],
  ["eusc-de-east-1", "aws-eusc"],
])("in %s all ARNs have the partition %s", (region, partition) => {
  const store = { aws: { region } };
  const needs = mastodonPolicyNeeds(mastodon());
  for (const policy of [
    policyOf({ store }),
    writerPolicy({ bucket: "social-media" }, needs, storeOf(store)),
  ]) {
    const arns = policy.Statement.flatMap(({ Resource }) => Resource ?? []);
    expect(arns.filter((arn) => !arn.startsWith(`arn:${partition}:s3:::social-media`))).toEqual([]);
  }
});

describe.each<[string, Partial<MastodonSettings>]>([
  ["bucket-policy", {}],
  ["acl", { access: "acl" }],
  ["a key prefix", { keyPrefix: "p/q" }],
  ["a given writer", { writer: { given: { principal } } }],
  ["acl and a given writer", { access: "acl", writer: { given: { principal } } }],
])("with %s", (_, rest) => {
  const needs = mastodonPolicyNeeds(mastodon(rest));
  const policy = policyOf(rest);
  const arn = "arn:aws:s3:::social-media";

  test("the policies are well-formed, and make only the public prefixes public", () => {
    expect(policyFindings(policy, "bucket")).toEqual([]);
    expect(
      policyFindings(writerPolicy({ bucket: "social-media" }, needs, storeOf(mastodon().store)), "identity"),
    ).toEqual([]);
    const publicPrefixes = needs.objectAcls ? [] : needs.publicPrefixes;
    expect(exposures(policy, { arn, publicPrefixes })).toEqual([]);
  });

  test("the writer can do everything that the app does", () => {
    const inAccount = rest.writer === undefined;
    const account = inAccount ? "111111111111" : "222222222222";
    const identity = writerPolicy({ bucket: "social-media" }, needs, storeOf(mastodon().store));
    const all = [
      ...needs.writer.objectActions.map((action) => [action, `${arn}/backups/dumps/1.zip`] as const),
      ...needs.writer.bucketActions.map((action) => [action, arn] as const),
    ];
    for (const [action, resource] of all) {
      const decision = evaluate(
        {
          principal: { kind: "aws", arn: `arn:aws:iam::${account}:user/mastodon`, accountId: account },
          action,
          resource,
          context: { "aws:SecureTransport": "true" },
        },
        {
          bucketAccountId: "111111111111",
          bucketPolicy: policy,
          identityPolicies: [identity],
          publicAccessBlock: { restrictPublicBuckets: false },
        },
      );
      expect([action, decision.effect]).toEqual([action, "allow"]);
    }
  });
});

describe("on Ceph", () => {
  const arn = "arn:aws:s3:::social-media";

  test("the bucket policy grants the user's permissions, including the deletion of several objects, which needs the bucket as a resource", () => {
    const [, , ...writer] = policyOf(onCeph()).Statement;
    const Principal = { AWS: "arn:aws:iam:::user/mastodon" };
    expect(writer).toEqual([
      {
        Sid: "WriterObjects",
        Effect: "Allow",
        Principal,
        Action: ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
        Resource: `${arn}/*`,
      },
      {
        Sid: "WriterDeletes",
        Effect: "Allow",
        Principal,
        Action: ["s3:DeleteObject"],
        Resource: [arn, `${arn}/*`],
      },
      { Sid: "WriterBucket", Effect: "Allow", Principal, Action: ["s3:ListBucket"], Resource: arn },
    ]);
  });

  test("ARNs have the partition aws, whatever the name of the region", () => {
    const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "cn-north-1" };
    expect(JSON.stringify(policyOf(onCeph({ store: { s3 } })))).not.toContain("aws-cn");
  });

  test("plain http is not denied on a store that is used over plain http", () => {
    const s3 = { server: "ceph", endpoint: "http://rgw:7480", region: "default", allowHttp: true };
    expect(sids(onCeph({ store: { s3 } }))).toEqual([
      "PublicRead",
      "WriterObjects",
      "WriterDeletes",
      "WriterBucket",
    ]);
  });
});
