/** `mediaHost.external.addresses`: their problems, and who can read what with the bucket policy that they result in. */
import { evaluate, type AccessRequest, type Policies } from "../../access/evaluate";
import { isPublicPolicy } from "../../access/public-policy";
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import { mastodonProblems } from "../../apps/mastodon/validate";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { authentikProblems } from "../../apps/authentik/validate";
import { StatementEffect } from "../../storage/additional-statements";
import { bucketPolicy } from "../../storage/bucket-policy";
import { storeOf } from "../../stores";
import { aws } from "../../stores/aws";
import { simulate } from "../access/simulator";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon, onCeph, statement } from "../apps/mastodon/fixtures";
import { codesOf, type Found } from "../validation/of";
import { known } from "./known";

const behind = (addresses: string[]): Partial<MastodonSettings> => ({
  mediaHost: { hostname: "files.social.example", external: { addresses } },
});
const PROXY = ["203.0.113.7/32", "2001:db8:12::/48"];
const PATH = "mediaHost.external.addresses";

test.each<[string, string[], ...string[]]>([
  ["addresses and ranges of both versions", [...PROXY, "198.51.100.0/24", "8.8.8.8"]],
  ["the widest ranges that AWS does not treat as public", ["16.0.0.0/8", "2600::/32"]],
  ["a string that is not an address", ["proxy.example"], "[0] cidr"],
  ["an address with bits after the prefix", ["203.0.113.7/24"], "[0] cidr-host-bits"],
  ["an IPv4 address in IPv6 form", ["::ffff:203.0.113.7"], "[0] cidr-mapped"],
  ["the whole internet", ["0.0.0.0/0", "::/0"], "[0] cidr-everything", "[1] cidr-everything"],
  ["private addresses", ["10.0.0.7/32", "fd00::/8"], "[0] cidr-private", "[1] cidr-private"],
  ["loopback", ["127.0.0.1", "::1"], "[0] cidr-private", "[1] cidr-private"],
  ["link-local addresses", ["169.254.0.0/16", "fe80::/10"], "[0] cidr-private", "[1] cidr-private"],
  ["ranges that make a bucket public", ["16.0.0.0/7", "2600::/31"], "[0] address-wide", "[1] address-wide"],
  ["the same address twice", [...PROXY, "203.0.113.7/32"], "[2] address-same"],
  ["none", [], " addresses-empty"],
])("%s on AWS", (_, addresses, ...expected) =>
  expect(
    mastodonProblems(mastodon(behind(addresses))).map(
      ({ path, code }) => `${path.replace(PATH, "")} ${code}`,
    ),
  ).toEqual(expected),
);

test("on Ceph private addresses and wide ranges are valid, because it sees them; the whole internet is an error", () => {
  expect(mastodonProblems(onCeph(behind(["10.0.0.7/32", "127.0.0.1", "16.0.0.0/7", "fd00::/8"])))).toEqual(
    [],
  );
  expect(codesOf(mastodonProblems(onCeph(behind(["128.0.0.0/1", "0.0.0.0/1"]))))).toEqual([
    [PATH, "cidr-everything"],
  ]);
});

test.each<[string, Partial<typeof aws.can>]>([
  ["that trusts a header", { sourceAddress: false }],
  ["without policies", { bucketPolicy: false }],
])("a store %s cannot limit reads to addresses", (_, can) => {
  const replaced = jest.replaceProperty(aws, "can", { ...aws.can, ...can });
  try {
    expect(codesOf(mastodonProblems(mastodon(behind(PROXY))))).toContainEqual([PATH, "addresses-store"]);
  } finally {
    replaced.restore();
  }
});

test.each<[string, Found[]]>([
  ["ACLs", codesOf(mastodonProblems(mastodon({ ...behind(PROXY), access: "acl" })))],
  [
    "authentik, which has no public files",
    codesOf(
      authentikProblems(
        authentik({ mediaHost: { hostname: "f.example", external: { signing: "cdn", addresses: PROXY } } }),
      ),
    ),
  ],
])("is an error with %s", (_, found) => expect(found).toEqual([[PATH, "addresses-private"]]));

const policyOf = (settings: MastodonSettings): Policies => {
  const needs = mastodonPolicyNeeds(settings);
  return {
    bucketAccountId: "123456789012",
    bucketPolicy: bucketPolicy(known(settings), needs, storeOf(settings.store)),
  };
};

describe("the policy", () => {
  const policies = policyOf(mastodon(behind(PROXY)));

  test("has a condition on the library's own statement, and no Deny", () => {
    const { Statement: statements } = policies.bucketPolicy!;
    expect(statements.map(({ Sid, Condition }) => [Sid, Condition])).toEqual([
      ["PublicRead", { IpAddress: { "aws:SourceIp": PROXY } }],
      ["DenyInsecureTransport", { BoolIfExists: { "aws:SecureTransport": "false" } }],
    ]);
  });

  test("is not public for AWS", () => expect(isPublicPolicy(policies.bucketPolicy!)).toBe(false));

  const writer = { kind: "aws", arn: "arn:aws:iam::123456789012:user/w", accountId: "123456789012" } as const;
  const anyone = { kind: "anonymous" } as const;
  test.each<[string, AccessRequest["principal"], string, string, string, boolean]>([
    ["the proxy reads", anyone, "s3:GetObject", "cache/x", "203.0.113.7", true],
    ["the proxy over IPv6 reads", anyone, "s3:GetObject", "cache/x", "2001:db8:12::9", true],
    ["somebody else does not read", anyone, "s3:GetObject", "cache/x", "203.0.113.8", false],
    ["somebody else does not read over IPv6", anyone, "s3:GetObject", "cache/x", "2001:db8:13::9", false],
    ["the proxy reads no private file", anyone, "s3:GetObject", "backups/x", "203.0.113.7", false],
    ["the proxy does not write", anyone, "s3:PutObject", "cache/x", "203.0.113.7", false],
    ["the writer's presigned URLs work anywhere", writer, "s3:GetObject", "backups/x", "192.0.2.1", true],
  ])("%s, also for the simulator", async (_, principal, action, key, address, isAllowed) => {
    const request: AccessRequest = {
      principal,
      action,
      resource: `arn:aws:s3:::social-media/${key}`,
      context: { "aws:SecureTransport": "true", "aws:SourceIp": address },
    };
    const identity = { Effect: "Allow" as const, Action: "s3:GetObject", Resource: "*" };
    const all: Policies = {
      ...policies,
      identityPolicies: [{ Version: "2012-10-17", Statement: [identity] }],
    };
    expect(evaluate(request, all).effect === "allow").toBe(isAllowed);
    expect((await simulate(request, all)).effect === "allow").toBe(isAllowed);
  });
});

describe("the operator's statements", () => {
  const resources = ["arn:aws:s3:::social-media/cache/*"];
  const found = (more: object): string[] =>
    mastodonProblems(
      mastodon({ ...behind(PROXY), additionalStatements: [statement({ resources, ...more })] }),
    ).map(({ code }) => code);

  test("may not let everybody read, which would bypass the addresses", () =>
    expect(found({ principals: ["*"] })).toEqual(["statement-exposes"]));

  test("may let a named user read", () =>
    expect(found({ principals: ["arn:aws:iam::222222222222:role/moderators"] })).toEqual([]));

  test("may not deny what the proxy serves", () => {
    const deny = { effect: StatementEffect.Deny, principals: ["*"] };
    const [problem, ...others] = mastodonProblems(
      mastodon({
        ...behind(PROXY),
        additionalStatements: [statement({ resources, ...deny, actions: ["s3:GetObject"] })],
      }),
    );
    expect(others).toEqual([]);
    expect(problem?.code).toBe("statement-locks-out");
  });
});
