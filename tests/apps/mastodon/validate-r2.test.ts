/** A media host and the access of a Mastodon whose bucket is on Cloudflare R2. */
import { mastodonPlan } from "../../../apps/mastodon/plan";
import { mastodonProblems } from "../../../apps/mastodon/validate";
import type { MastodonSettings } from "../../../apps/mastodon/args";
import { codesOf, type Found } from "../../validation/of";
import { mastodon } from "./fixtures";
import { MASTODON_ON_R2, R2_ACCOUNT, R2_ZONE } from "./r2";

const hostname = "files.social.example";
const r2 = { zoneId: R2_ZONE };
const DNS = { manual: {} };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const on = (rest: object): MastodonSettings => ({ ...MASTODON_ON_R2, ...rest });
const host = (rest: object): MastodonSettings => on({ mediaHost: { hostname, r2, ...rest } });

test.each<[string, MastodonSettings]>([
  ["a Worker", on({})],
  ["access cdn, which is the default", on({ access: "cdn" })],
  ["the whole bucket", on({ exposeUserExports: true })],
  ["false for the exports on another store", mastodon({ exposeUserExports: false })],
  ["a zone with its name", host({ r2: { ...r2, zoneName: "social.example" } })],
  [
    "the zone itself as the hostname",
    host({ hostname: "files.example", r2: { ...r2, zoneName: "files.example" } }),
  ],
  [
    "a former host, a cache and a legacy host",
    host({
      previousHosts: ["old.social.example"],
      cache: { maxAgeSeconds: 60 },
      legacy: { hostname: "legacy.example" },
    }),
  ],
  ["an unprotected host", host({ protect: false })],
])("%s is fine", (_, settings) => expect(mastodonProblems(settings)).toEqual([]));

test.each<[string, MastodonSettings, ...Found[]]>([
  ["no media host", on({ mediaHost: undefined }), ["mediaHost", "media-host-needed"]],
  [
    "no media host, access cdn",
    on({ mediaHost: undefined, access: "cdn" }),
    ["mediaHost", "media-host-needed"],
  ],
  ["access bucket-policy", on({ access: "bucket-policy" }), ["access", "access-policy"]],
  ["access acl", on({ access: "acl" }), ["access", "acl-unsupported"]],
  ["an own proxy", on({ mediaHost: { hostname, external: {} } }), ["mediaHost.external", "external-store"]],
  [
    "CloudFront",
    on({ mediaHost: { hostname, cloudFront: { dns: DNS, certificateArn } } }),
    ["mediaHost.cloudFront", "cloudfront-store"],
  ],
  ["no zone", host({ r2: {} }), ["mediaHost.r2.zoneId", "missing-member"]],
  [
    "the name as the id of the zone",
    host({ r2: { zoneId: "social.example" } }),
    ["mediaHost.r2.zoneId", "dns-zone-id"],
  ],
  [
    "an invalid name of the zone",
    host({ r2: { ...r2, zoneName: "Social.example" } }),
    ["mediaHost.r2.zoneName", "hostname-capitals"],
  ],
  [
    "hostnames outside the zone",
    host({ previousHosts: ["files.example"], r2: { ...r2, zoneName: "other.example" } }),
    ["mediaHost.hostname", "dns-zone"],
    ["mediaHost.previousHosts[0]", "dns-zone"],
  ],
  [
    "hostnames of Cloudflare's",
    host({ hostname: "pub-1.r2.dev", previousHosts: ["media.acme.workers.dev"] }),
    ["mediaHost.hostname", "r2-hostname"],
    ["mediaHost.previousHosts[0]", "r2-hostname"],
  ],
  ["a private hostname", host({ hostname: "files.social.internal" }), ["mediaHost.hostname", "r2-hostname"]],
  ["a DNS zone", host({ r2: { ...r2, dns: DNS } }), ["mediaHost.r2.dns", "r2-host-record"]],
  [
    "the bucket's account",
    host({ r2: { ...r2, accountId: R2_ACCOUNT } }),
    ["mediaHost.r2.accountId", "r2-host-store"],
  ],
  [
    "a private legacy host",
    host({ legacy: { hostname: "web.internal" } }),
    ["mediaHost.legacy.hostname", "legacy-unreachable"],
  ],
  [
    "the exports, with a cache and a legacy host",
    {
      ...host({ cache: { maxAgeSeconds: 60 }, legacy: { hostname: "legacy.example" } }),
      exposeUserExports: true,
    },
    ["mediaHost.cache", "cache-unused"],
    ["mediaHost.legacy", "legacy-unused"],
  ],
  [
    "the exports without a media host",
    mastodon({ exposeUserExports: true }),
    ["exposeUserExports", "exports-exposed"],
  ],
  [
    "a Worker for a bucket on AWS",
    mastodon({ mediaHost: { hostname, r2 } }),
    ["mediaHost.r2", "r2-host-bucket"],
  ],
])("%s is an error", (_, settings, ...expected) =>
  expect(codesOf(mastodonProblems(settings))).toEqual(expected),
);

test("the facts name the host, its prefixes and its cache, and nothing is public in the bucket", () => {
  const { facts } = mastodonPlan(on({}));
  expect(facts.mediaHost).toMatchObject({ kind: "r2", hostname, maxAgeSeconds: 86_400 });
  expect(facts.mediaHost?.publishesBucket).toBeUndefined();
  expect([facts.bucket.publicPrefixes, facts.bucket.hostPrefixes]).toEqual([
    [],
    expect.arrayContaining(["accounts/"]),
  ]);
  expect(facts.bucket.hostPrefixes).not.toContain("backups/");
  expect(facts.publicBaseUrl).toBe(`https://${hostname}`);
  expect(facts.presignedBaseUrl).toBe(`https://${R2_ACCOUNT}.r2.cloudflarestorage.com/social-media`);
});

test("with exposeUserExports the facts and a warning say that exports are public", () => {
  const { facts } = mastodonPlan(on({ exposeUserExports: true, keyPrefix: "social" }));
  expect(facts.mediaHost).toMatchObject({ kind: "r2", publishesBucket: true });
  expect(facts.mediaHost?.maxAgeSeconds).toBeUndefined();
  expect(facts.bucket.hostPrefixes).toEqual(expect.arrayContaining(["social/backups/", "social/imports/"]));
  const warnings = facts.warnings.join("\n");
  expect(warnings).toContain("people's data exports below social/backups/");
  expect(warnings).toContain("for as long as Cloudflare's cache keeps it");
  expect(warnings).not.toContain("100,000 requests");
});

test("the warnings about a Worker name the Free plan's limit, the record, the partial zone, and the purge of copies", () => {
  const warnings = mastodonPlan(host({ previousHosts: ["old.social.example"] })).facts.warnings.join("\n");
  for (const part of [
    "100,000 requests a day",
    "100117",
    "partial (CNAME) setup",
    `{"hosts":["${hostname}"]}`,
    "after 1 day at most",
    "old.social.example keeps serving",
  ])
    expect(warnings).toContain(part);
  expect(warnings).not.toMatch(/step [12] of 2|exposeUserExports|bucket-policy/);
});

test("the block has an empty S3_PERMISSION, the media host as alias, and R2's host for presigned URLs", () => {
  const lines = mastodonPlan(on({})).env({ writer: { accessKeyId: "id", secretAccessKey: "secret" } });
  const values = Object.fromEntries(lines.map(({ name, value }) => [name, value]));
  expect(values).toMatchObject({
    S3_PERMISSION: "",
    S3_ALIAS_HOST: hostname,
    S3_ENDPOINT: `https://${R2_ACCOUNT}.r2.cloudflarestorage.com`,
    EXTRA_MEDIA_HOSTS: `https://${R2_ACCOUNT}.r2.cloudflarestorage.com`,
  });
  expect(lines.find(({ name }) => name === "S3_PERMISSION")?.comment).not.toContain("policy");
});
