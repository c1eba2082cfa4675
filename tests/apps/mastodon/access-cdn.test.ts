/** A private bucket behind a media host that signs its requests, and the step before it. */
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { mastodonNeeds } from "../../../apps/mastodon/needs";
import { mastodonPlan } from "../../../apps/mastodon/plan";
import { found, loose, mastodon, onCeph } from "./fixtures";

const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const mediaHost = { hostname: "files.social.example", cloudFront: { dns: { manual: {} }, certificateArn } };
const STEP_1: Partial<MastodonSettings> = { mediaHost };
const STEP_2: Partial<MastodonSettings> = { mediaHost, access: "cdn" };
const planOf = (rest: Partial<MastodonSettings>) => mastodonPlan(mastodon(rest));
const needsOf = (rest: Partial<MastodonSettings>) => mastodonNeeds(mastodon(rest));
const sids = (rest: Partial<MastodonSettings>) => planOf(rest).bucket.policy.Statement.map(({ Sid }) => Sid);
const step = (rest: Partial<MastodonSettings>): string[] =>
  planOf(rest).facts.warnings.filter((one) => /step \d of 2/.test(one));

test("the media host comes first beside the public policy, and is never the only way by itself", () => {
  expect(sids(STEP_1)).toEqual(["PublicRead", "CloudFrontRead", "DenyInsecureTransport"]);
  expect(needsOf(STEP_1).publicPrefixes).toContain("accounts/");
});

test("with cdn only the host reads, exactly what was public before", () => {
  const [before, after] = [needsOf(STEP_1), needsOf(STEP_2)];
  expect(sids(STEP_2)).toEqual(["CloudFrontRead", "DenyInsecureTransport"]);
  expect(after.publicPrefixes).toEqual([]);
  expect(after.hostReads).toEqual({ hostnames: ["files.social.example"], prefixes: before.publicPrefixes });
  expect(before.hostReads).toEqual(after.hostReads);
  expect(after.privatePrefixes).toEqual(before.privatePrefixes);
  expect(after.sendsAcls).toBe(false);
});

test("the key prefix is before every prefix that the host reads", () => {
  const { hostReads } = needsOf({ ...STEP_2, keyPrefix: "p" });
  expect(hostReads?.prefixes.every((prefix) => prefix.startsWith("p/"))).toBe(true);
});

test("with acl the host asks as anybody does, so no statement is for it", () => {
  expect(sids({ ...STEP_1, access: "acl" })).toEqual(["DenyInsecureTransport"]);
  expect(planOf({ ...STEP_1, access: "acl" }).facts.bucket.hostPrefixes).toContain("accounts/");
});

test.each([undefined, { hostname: "files.social.example", external: {} }])(
  "cdn without a host that can read a private bucket is an error: %j",
  (host) => {
    const settings = mastodon({ access: "cdn", ...(host && { mediaHost: host }) });
    expect(found(settings, "a")).toEqual([["a.access", "access-cdn-host"]]);
    expect(found(mastodon(STEP_2), "a")).toEqual([]);
  },
);

test("cdn needs a Mastodon that sends no ACL", () => {
  expect(found(mastodon({ ...STEP_2, version: "4.0" }))).toEqual([["access", "version-too-old"]]);
});

test.each([
  ["on Ceph", onCeph(STEP_2)],
  ["in China", mastodon({ ...STEP_2, store: { aws: { region: "cn-north-1" } } })],
  [
    "with a misspelled host",
    loose({ access: "cdn", mediaHost: { hostname: "files.social.example", cloudfront: {} } }),
  ],
  ["with a host that is not an object", loose({ access: "cdn", mediaHost: "files.social.example" })],
])("cdn %s is an error", (_, settings) => {
  expect(found(settings)).not.toEqual([]);
});

describe("the preview says which of the two steps it shows", () => {
  const direct =
    "https://social-media.s3.eu-central-1.amazonaws.com/... and https://s3.eu-central-1.amazonaws.com/social-media/...";

  test("beside the public bucket: what to do next, and that direct URLs end then", () => {
    expect(step(STEP_1)).toEqual([
      `Media host beside the public bucket (step 1 of 2): media are readable at https://files.social.example/ and by direct URLs of the bucket (${direct}). ` +
        "When https://files.social.example/ answers and the env block is applied, set `access: cdn` (step 2): the bucket becomes private, and direct URLs end " +
        "(https://git.example/media-storage/media-storage/blob/main/docs/access-cdn.md).",
    ]);
  });

  test("private: that direct URLs end now, and the way back", () => {
    const [says, ...others] = step(STEP_2);
    expect(others).toEqual([]);
    expect(says).toMatch(
      /^Private bucket \(step 2 of 2\): media are readable at https:\/\/files.social.example\/ only/,
    );
    expect(says).toContain(`direct URLs of the bucket (${direct}) end with this deployment`);
    expect(says).toContain("`access: bucket-policy`");
  });

  test.each<[string, Partial<MastodonSettings>]>([
    ["no host", {}],
    ["a proxy of the operator's", { mediaHost: { hostname: "files.social.example", external: {} } }],
    ["acl", { ...STEP_1, access: "acl" }],
  ])("nothing of it with %s", (_, rest) => expect(step(rest)).toEqual([]));
});

test("Mastodon's settings are the same in both steps: no ACL, the host in URLs, the store's own host for the listing check", () => {
  const [before, after] = [planOf(STEP_1).env({}), planOf(STEP_2).env({})];
  expect(after).toEqual(before);
  const values = Object.fromEntries(after.map(({ name, value }) => [name, value]));
  expect(values).toMatchObject({
    S3_ALIAS_HOST: "files.social.example",
    S3_HOSTNAME: "s3.eu-central-1.amazonaws.com",
    S3_PERMISSION: "",
    EXTRA_MEDIA_HOSTS: "https://social-media.s3.eu-central-1.amazonaws.com",
  });
});

test("the bucket keeps its CORS rule, because browsers read presigned URLs from it", () => {
  expect(needsOf(STEP_2).cors).toEqual(needsOf(STEP_1).cors);
});

test("the facts say what is public by which way", () => {
  const facts = (rest: Partial<MastodonSettings>) => planOf(rest).facts;
  const media = needsOf({}).publicPrefixes;
  expect(facts({}).bucket).not.toHaveProperty("hostPrefixes");
  expect(facts(STEP_1).bucket).toMatchObject({ publicPrefixes: media, hostPrefixes: media });
  expect(facts(STEP_2).bucket).toMatchObject({ publicPrefixes: [], hostPrefixes: media });
  expect(facts(STEP_2).publicBaseUrl).toBe("https://files.social.example");
});
