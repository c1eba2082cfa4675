/** AWS S3 as a store: hosts, regions, what the access block and the ownership are, the writer's name. */
import fc from "fast-check";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { storeOf } from "../../stores";
import { AWS_REGIONS } from "../../stores/aws-regions";
import { bucketNameProblems } from "../../stores/bucket-names";
import { regionProblems, s3Host } from "../../stores/aws";
import { objectOwnership, publicAccessBlock, type PublicBy } from "../../stores/public-access";
import { writerUserName } from "../../stores/writer-user";
import type { ProblemCode } from "../../validation/codes";
import { mastodon } from "../apps/mastodon/fixtures";
import { messagesOf, reasonsOf } from "../validation/of";

test.each<[string, string]>([
  ["eu-central-1", "s3.eu-central-1.amazonaws.com"],
  ["us-east-1", "s3.us-east-1.amazonaws.com"],
  ["us-gov-west-1", "s3.us-gov-west-1.amazonaws.com"],
  ["cn-north-1", "s3.cn-north-1.amazonaws.com.cn"],
  ["cn-northwest-1", "s3.cn-northwest-1.amazonaws.com.cn"],
  ["eusc-de-east-1", "s3.eusc-de-east-1.amazonaws.eu"],
])("the hosts of %s", (region, host) => {
  expect(s3Host(region)).toBe(host);
  expect(regionProblems(region)).toEqual([]);
});

test.each(["ap-southeast-7", "mx-central-1", "il-central-1", "me-south-1", "ca-west-1"])(
  "%s is a region",
  (region) => expect(regionProblems(region)).toEqual([]),
);

test.each<[string, ProblemCode]>([
  ["us-iso-east-1", "store-region-isolated"],
  ["us-isob-east-1", "store-region-isolated"],
  ["us-isof-south-1", "store-region-isolated"],
  ["eu-isoe-west-1", "store-region-isolated"],
  ["", "store-region-unknown"],
  ["auto", "store-region-unknown"],
  ["Frankfurt", "store-region-unknown"],
  ["EU-CENTRAL-1", "store-region-unknown"],
  ["eu-central", "store-region-unknown"],
  ["eu_central_1", "store-region-unknown"],
  ["eu-central-1 ", "store-region-unknown"],
  ["https://s3.eu-central-1.amazonaws.com", "store-region-unknown"],
  ["eu-central-1a", "store-region-zone"],
  ["us-gov-west-1b", "store-region-zone"],
])("%j is none", (region, code) => expect(reasonsOf(regionProblems(region))).toEqual([code]));

test.each([
  ["eu-central-1a", "eu-central-1"],
  ["us-gov-west-1b", "us-gov-west-1"],
])("the message about the zone %s names its region %s", (zone, region) => {
  expect(messagesOf(regionProblems(zone))).toEqual([expect.stringContaining(`"${region}"`)]);
});

test.each([
  ["EU-CENTRAL-1", "eu-central-1"],
  ["eu_central_1", "eu-central-1"],
  ["eu-central-1 ", "eu-central-1"],
  ["eu-central", "eu-central-1"],
  ["us-west", "us-west-1"],
  ["US Gov West 1", "us-gov-west-1"],
  ["https://s3.ap-south-2.amazonaws.com", "ap-south-2"],
])("the message about %j asks whether %s is meant", (text, region) => {
  expect(messagesOf(regionProblems(text))).toEqual([`is not an AWS region; did you mean "${region}"?`]);
});

describe("a region that the SDK does not know", () => {
  const warningsIn = (region: string): string[] => messagesOf(storeOf({ aws: { region } }).warnings ?? []);

  test.each([
    ["eu-centrall-1", 'did you mean "eu-central-1"?'],
    ["eu-cental-1", 'did you mean "eu-central-1"?'],
    ["us-esat-1", 'did you mean "us-east-1"?'],
    ["us-west-9", 'did you mean "us-west-1"?'],
    ["xx-nowhere-1", "check the spelling."],
  ])("%s gets a warning", (region, question) => {
    expect(regionProblems(region)).toEqual([]);
    expect(warningsIn(region)).toEqual([
      `store.aws.region is "${region}", which @pulumi/aws did not know when this version of the library was made: ` +
        `${question} Keep it only if AWS has opened that region since.`,
    ]);
  });

  test("is not among those that the SDK of this checkout knows", async () => {
    const { Region } = await import("@pulumi/aws/types/enums");
    expect(AWS_REGIONS).toEqual(Object.values(Region).sort());
    for (const region of AWS_REGIONS) expect(warningsIn(region)).toEqual([]);
  });

  test("is named in the warnings of the plan", () => {
    const { facts } = mastodonPlan(mastodon({ store: { aws: { region: "eu-centrall-1" } } }));
    expect(facts.warnings).toContainEqual(expect.stringContaining('did you mean "eu-central-1"?'));
  });
});

test.each<[PublicBy, boolean, boolean, string]>([
  ["nothing", true, true, "BucketOwnerEnforced"],
  ["policy", true, false, "BucketOwnerEnforced"],
  ["acls", false, true, "BucketOwnerPreferred"],
])("public by %s: ACLs blocked %s, policies blocked %s, ownership %s", (by, acls, policies, ownership) => {
  const can = { blockPublicAcls: true, blockPublicPolicies: true };
  const block = {
    blockPublicAcls: acls,
    ignorePublicAcls: acls,
    blockPublicPolicy: policies,
    restrictPublicBuckets: policies,
  };
  expect(publicAccessBlock(by, can)).toEqual(block);
  const noAcls = { ...block, blockPublicAcls: false };
  expect(publicAccessBlock(by, { ...can, blockPublicAcls: false })).toEqual(noAcls);
  const noPolicies = { ...block, blockPublicPolicy: false, restrictPublicBuckets: false };
  expect(publicAccessBlock(by, { ...can, blockPublicPolicies: false })).toEqual(noPolicies);
  expect(objectOwnership(by === "acls")).toBe(ownership);
});

describe("the name of the writer's user", () => {
  const long = "x".repeat(57);
  test.each<[string, string]>([
    ["media", "media-writer"],
    [long, `${long}-writer`],
    [`${long}y`, `${"x".repeat(48)}-bf0537ba-writer`],
  ])("of %s", (bucket, name) => expect(writerUserName(bucket)).toBe(name));

  const buckets = fc
    .stringMatching(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
    .filter((name) => bucketNameProblems(name, { aws: {} }).length === 0);

  test("fits into IAM and is the bucket's own, also where long names begin alike", () => {
    const alike = fc
      .tuple(fc.constantFrom("", "x".repeat(48), "media-of-social-example-on-".repeat(2)), buckets)
      .map(([start, rest]) => (start + rest).slice(0, 63).replace(/-$/, "0"));
    fc.assert(
      fc.property(fc.uniqueArray(fc.oneof(buckets, alike), { minLength: 2, maxLength: 20 }), (some) => {
        const names = some.map(writerUserName);
        for (const name of names) expect(name).toMatch(/^[a-z0-9-]{1,57}-writer$/);
        expect(new Set(names).size).toBe(some.length);
      }),
    );
  });
});
