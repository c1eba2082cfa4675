import { authentikPlan } from "../../apps/authentik/plan";
import { MastodonAccess } from "../../apps/mastodon/args";
import { mastodonPlan } from "../../apps/mastodon/plan";
import { cloudConnectorParts, cloudConnectorProblems } from "../../storage/cloud-connector";
import type { StorageFacts } from "../../storage/facts";
import { authentik } from "../apps/authentik/fixtures";
import { mastodon, onCeph } from "../apps/mastodon/fixtures";

const mediaHost = { hostname: "files.social.example", external: {} };
const hosted = mastodonPlan(mastodon({ mediaHost })).facts;

test("the rules send requests for the public prefixes, below the key prefix, to the bucket's host", () => {
  const { facts } = mastodonPlan(mastodon({ mediaHost, keyPrefix: "m" }));
  const [rule] = cloudConnectorParts(facts).connectorRules;
  expect(rule?.parameters.host).toBe("social-media.s3.eu-central-1.amazonaws.com");
  const prefixes = [
    ...(rule?.expression.matchAll(/starts_with\(http\.request\.uri\.path, "\/(.*?)"\)/g) ?? []),
  ];
  expect(prefixes.map(([, prefix]) => prefix)).toEqual(facts.bucket.publicPrefixes);
  expect(facts.bucket.publicPrefixes).toContain("m/media_attachments/");
});

test("former hostnames are served too", () => {
  const previousHosts = ["old.social.example"];
  const [rule] = cloudConnectorParts({
    ...hosted,
    mediaHost: { ...hosted.mediaHost!, previousHosts },
  }).connectorRules;
  expect(rule?.expression).toContain('http.host in {"files.social.example" "old.social.example"}');
});

test("cached files expire after a day by default", () => {
  const { kind, hostname } = hosted.mediaHost!;
  const [rule] = cloudConnectorParts({ ...hosted, mediaHost: { kind, hostname } }).cacheRules;
  expect(rule?.actionParameters?.edgeTtl?.default).toBe(86_400);
});

test("cached files expire after the time of the arguments", () => {
  const [rule] = cloudConnectorParts({
    ...hosted,
    mediaHost: { ...hosted.mediaHost!, maxAgeSeconds: 7200 },
  }).cacheRules;
  expect(rule?.actionParameters?.edgeTtl?.default).toBe(7200);
});

const acl = { mediaHost, access: MastodonAccess.Acl };
test("with access acl, the rules are the same", () => {
  expect(cloudConnectorProblems(mastodonPlan(mastodon(acl)).facts)).toEqual([]);
});

const zone = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const recordsAt = {
  cloudflare: { cloudflare: zone, targets: ["2001:db8::7"] },
  manual: { manual: {}, targets: ["2001:db8::7"] },
};
test("DNS records that the operator creates can be proxied", () => {
  const { facts } = mastodonPlan(
    mastodon({ mediaHost: { ...mediaHost, external: { dns: recordsAt.manual } } }),
  );
  expect(cloudConnectorProblems(facts)).toEqual([]);
});

const cloudFront = {
  hostname: "files.social.example",
  cloudFront: { dns: { manual: {} }, certificateArn: "x" },
};
const signed = { hostname: "files.social.example", external: { signing: "cdn" as const } };
test.each<[string, StorageFacts, string[], string]>([
  ["no media host", mastodonPlan(mastodon()).facts, ["mediaHost"], "is not set"],
  [
    "CloudFront",
    mastodonPlan(mastodon({ mediaHost: cloudFront })).facts,
    ["mediaHost"],
    "is served by cloudFront, which the library creates",
  ],
  [
    "a path",
    { ...hosted, mediaHost: { ...hosted.mediaHost!, path: "media" } },
    ["mediaHost.external.path"],
    "is set, but the rules send the path to the bucket as it is",
  ],
  [
    "a legacy host",
    { ...hosted, mediaHost: { ...hosted.mediaHost!, legacy: { hostname: "social.example" } } },
    ["mediaHost.legacy"],
    "cannot ask another host for what is missing",
  ],
  [
    "DNS records at Cloudflare, which are never proxied",
    mastodonPlan(mastodon({ mediaHost: { ...mediaHost, external: { dns: recordsAt.cloudflare } } })).facts,
    ["mediaHost.external.dns"],
    "creates DNS-only records, but Cloud Connector needs a proxied record",
  ],
  [
    "purge secrets",
    { ...hosted, mediaHost: { ...hosted.mediaHost!, purge: { header: "X", slots: ["a"], current: "a" } } },
    ["mediaHost.external.purge"],
    "is set, but Cloudflare ignores these requests",
  ],
  [
    "another store",
    mastodonPlan(onCeph({ mediaHost })).facts,
    ["store"],
    "has the host s3.example.org, but Cloud Connector takes only hosts of AWS S3 that end in amazonaws.com",
  ],
  [
    "another partition",
    mastodonPlan(mastodon({ mediaHost, store: { aws: { region: "cn-north-1" } } })).facts,
    ["store"],
    "has the host s3.cn-north-1.amazonaws.com.cn",
  ],
  [
    "an app without public files",
    authentikPlan(authentik({ mediaHost: signed })).facts,
    ["bucket"],
    "has no files that everybody may read",
  ],
  ["all of these at once", authentikPlan(authentik()).facts, ["mediaHost", "bucket"], "is not set"],
  [
    "no bucket",
    { schema: 1, app: { name: "supabase" }, warnings: [] },
    ["mediaHost", "bucket"],
    "has no files that everybody may read",
  ],
])("%s cannot be served, and the error names every reason", (_, facts, paths, reason) => {
  expect(cloudConnectorProblems(facts).map(({ path }) => path)).toEqual(paths);
  expect(() => cloudConnectorParts(facts)).toThrow("Cloud Connector cannot serve this storage.\n  ");
  expect(() => cloudConnectorParts(facts)).toThrow(reason);
});
