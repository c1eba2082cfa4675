/** Problems of whole policies: what the server accepts, and how large they may be. */
import type { KnownStatement } from "../../storage/additional-statements";
import type { MastodonSettings } from "../../apps/mastodon/args";
import { mastodonPolicyNeeds } from "../../apps/mastodon/needs";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { bucketPolicyProblems } from "../../storage/validate-policy";
import { storeOf } from "../../stores";
import { codesOf, type Found } from "../validation/of";
import { mastodon, onCeph, statement } from "../apps/mastodon/fixtures";

const padded = (length: number): KnownStatement => statement({ sid: "a".repeat(length) });
const onAws = (...additionalStatements: KnownStatement[]): Found[] =>
  codesOf(mastodonProblems(mastodon({ additionalStatements }), ""));
const ofCeph = (...additionalStatements: KnownStatement[]): Found[] =>
  codesOf(mastodonProblems(onCeph({ additionalStatements }), ""));

describe("the size of the bucket policy", () => {
  test("on AWS the maximum is 20 KB, for all statements together", () => {
    expect(onAws(padded(19_000))).toEqual([]);
    expect(onAws(padded(20_480))).toEqual([["additionalStatements", "policy-size"]]);
    const three = ["a", "b", "c"].map((name) => ({ ...padded(0), sid: name.repeat(7_000) }));
    expect(onAws(...three)).toEqual([["additionalStatements", "policy-size"]]);
  });

  test("on Ceph the maximum is 1 MB", () => {
    const reads = { principals: ["arn:aws:iam:::user/backup"] };
    expect(ofCeph({ ...padded(20_480), ...reads })).toEqual([]);
    expect(ofCeph({ ...padded(1_048_576), ...reads })).toEqual([["additionalStatements", "policy-size"]]);
  });

  test("the remedy works: fewer statements", () => {
    expect(onAws(padded(20_480))).toHaveLength(1);
    expect(onAws()).toEqual([]);
  });
});

describe("the operator's statements on Ceph", () => {
  const user = { principals: ["arn:aws:iam:::user/backup"] };
  const first = "additionalStatements[0]";

  test("a user may read", () => {
    expect(ofCeph(statement(user))).toEqual([]);
  });

  test.each<[string, Partial<KnownStatement>, ...Found[]]>([
    [
      "everybody, as Ceph's user of unsigned requests,",
      { principals: ["arn:aws:iam:::user/anonymous"], actions: ["s3:PutObject"] },
      [first, "statement-exposes"],
    ],
    [
      "everybody in another partition",
      { principals: ["arn:aws-cn:iam:::user/anonymous"], actions: ["s3:PutObject"] },
      [`${first}.principals[0]`, "principal-unsupported"],
    ],
    [
      "a service in a Deny",
      { effect: "Deny", principals: [user.principals[0]!, "cloudfront.amazonaws.com"] },
      [`${first}.principals[1]`, "principal-unsupported"],
    ],
    [
      "a service for one source",
      {
        principals: ["cloudfront.amazonaws.com"],
        sourceArns: ["arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE"],
      },
      [`${first}.principals[0]`, "principal-unsupported"],
      [`${first}.sourceArns[0]`, "condition-unsupported"],
    ],
    ["an account", { principals: ["111111111111"] }, [`${first}.principals[0]`, "principal-unsupported"]],
    [
      "a variable in a resource",
      { ...user, resources: ["arn:aws:s3:::social-media/${aws:username}/*"] },
      [`${first}.resources[0]`, "resource-unsupported"],
    ],
    [
      "an action that Ceph does not know",
      { ...user, actions: ["s3:GetObject", "s3:GetObjectAttributes"] },
      [`${first}.actions[1]`, "action-unknown"],
    ],
  ])("%s is an error", (_, change, ...expected) => {
    expect(ofCeph(statement(change))).toEqual(expected);
  });
});

describe("with the distributions of a media host", () => {
  const arn = (id: string, account = "111111111111") => `arn:aws:cloudfront::${account}:distribution/${id}`;
  const found = (
    change: Partial<MastodonSettings>,
    { arns, hosts = 1, direct = true }: { arns?: string[]; hosts?: number; direct?: boolean } = {},
  ): Found[] => {
    const settings = mastodon(change);
    const needs = mastodonPolicyNeeds(settings);
    const hostnames = Array.from({ length: hosts }, (_, i) => `files${i}.social.example`);
    const hostReads = { hostnames, prefixes: needs.publicPrefixes };
    return codesOf(
      bucketPolicyProblems(
        { ...settings, ...(arns && { distributionArns: arns }) },
        { ...needs, hostReads, ...(!direct && { publicPrefixes: [] }) },
        storeOf(settings.store),
        "",
      ),
    );
  };
  const own = (change: Partial<KnownStatement>): Partial<MastodonSettings> => ({
    additionalStatements: [statement({ principals: ["cloudfront.amazonaws.com"], ...change })],
  });
  const first = "additionalStatements[0]";
  const bucket = "arn:aws:s3:::social-media";

  test.each([true, false])("the library's own statement is valid, with a public policy: %s", (direct) => {
    expect(found({}, { direct })).toEqual([]);
    expect(found({}, { direct, arns: [arn("E1")] })).toEqual([]);
  });

  test.each<[string, Partial<KnownStatement>]>([
    ["list", { sourceArns: [arn("E9")], actions: ["s3:ListBucket"], resources: [bucket] }],
    ["write", { sourceArns: [arn("E9")], actions: ["s3:PutObject"] }],
    [
      "read private files through every distribution",
      { sourceArns: [arn("*")], resources: [`${bucket}/backups/*`] },
    ],
  ])(
    "a statement that lets CloudFront %s is an error before and after the first `pulumi up`",
    (_, change) => {
      expect(found(own(change))).toEqual([[first, "statement-exposes"]]);
      expect(found(own(change), { arns: [arn("E1")] })).toEqual([[first, "statement-exposes"]]);
    },
  );

  test("a statement for the media host's own distribution is checked when its ARN is known", () => {
    const change = own({ sourceArns: [arn("E1")], resources: [`${bucket}/backups/*`] });
    expect(found(change)).toEqual([]);
    expect(found(change, { arns: [arn("E2")] })).toEqual([]);
    expect(found(change, { arns: [arn("E1")] })).toEqual([[first, "statement-exposes"]]);
  });

  test("a statement for a distribution of another account is an error", () => {
    const change = own({ sourceArns: [arn("E9", "222222222222")] });
    expect(found(change)).toEqual([]);
    expect(found(change, { arns: [arn("E1")] })).toEqual([[first, "statement-exposes"]]);
  });

  test("without sourceArns every AWS customer's distribution could read what only the host should", () => {
    expect(found(own({}), { direct: true })).toEqual([]);
    expect(found(own({}), { direct: false })).toEqual([[first, "statement-exposes"]]);
  });

  test.each<[string, Partial<KnownStatement>, Found[]]>([
    ["the service", {}, [[first, "statement-locks-out"]]],
    ["every distribution", { sourceArns: [arn("*")] }, [[first, "statement-locks-out"]]],
    [
      "everybody, through a distribution",
      { principals: ["*"], sourceArns: [arn("*")] },
      [[first, "statement-locks-out"]],
    ],
    ["another distribution", { sourceArns: [arn("E9")] }, []],
    ["a few files", { resources: [`${bucket}/accounts/avatars/1/*`] }, []],
    ["private files", { resources: [`${bucket}/backups/*`] }, []],
    ["an action that it never uses", { actions: ["s3:ListBucket"], resources: [bucket] }, []],
  ])("a Deny of %s", (_, change, expected) => {
    const deny = own({ effect: "Deny", ...change });
    expect(found(deny)).toEqual(expected);
    expect(found(deny, { arns: [arn("E1")] })).toEqual(expected);
  });

  test("20 KB are enough for the distributions of 250 hosts, and the remedy names the argument", () => {
    expect(found({}, { hosts: 250 })).toEqual([]);
    expect(found({}, { hosts: 400 })).toEqual([["mediaHost.previousHosts", "policy-size"]]);
    expect(found({ additionalStatements: [padded(19_000)] }, { hosts: 40 })).toEqual([
      ["additionalStatements", "policy-size"],
    ]);
  });
});

test("a user without an account is an error on AWS", () => {
  const found = onAws(statement({ principals: ["arn:aws:iam:::user/backup"] }));
  expect(found).toEqual([["additionalStatements[0].principals[0]", "principal-account"]]);
});
