/**
 * Invalid settings, one row for each remedy that a message names: the words of the message that say what to do, and the settings
 * after somebody has done that. remedies.test.ts proves the remedies, and messages.test.ts makes docs/messages.md of the rows.
 */
import { mastodonPlan } from "../../apps/mastodon/plan";
import { authentikProblems } from "../../apps/authentik/validate";
import { mastodonProblems } from "../../apps/mastodon/validate";
import { runbookProblems } from "../../apps/runbooks";
import { type AskedProxy, nginxProblems } from "../../runbook/proxy-settings";
import type { BucketStorageFacts } from "../../storage/facts";
import { supabaseProblems } from "../../apps/supabase/validate";
import { instancesProblems } from "../../config/check-instances";
import type { ProblemCode } from "../../validation/codes";
import type { Problem } from "../../validation/problem";
import { aws } from "../../stores/aws";
import { authentik, authentikOnCeph } from "../apps/authentik/fixtures";
import { mastodon, onCeph, statement } from "../apps/mastodon/fixtures";
import { backend } from "../apps/supabase/fixtures";

type Settings = Record<string, unknown>;
const KEY = { accessKeyId: "KEY", secretAccessKey: "x" };
export type Row = [code: ProblemCode, remedy: string, before: Problem[], after: Problem[]];

const onMastodon = (rest: Settings): Problem[] => mastodonProblems({ ...mastodon(), ...rest });
const cephMastodon = (rest: Settings): Problem[] => mastodonProblems({ ...onCeph(), ...rest });
const onAuthentik = (rest: Settings): Problem[] => authentikProblems({ ...authentik(), ...rest });
const cephAuthentik = (rest: Settings): Problem[] => authentikProblems({ ...authentikOnCeph(), ...rest });
/** At a made-up store like AWS whose buckets have no policy. */
function withoutPolicy<T>(check: () => T): T {
  const made = [
    jest.replaceProperty(aws, "can", { ...aws.can, bucketPolicy: false }),
    jest.replaceProperty(aws, "title", "Example Storage"),
  ];
  try {
    return check();
  } finally {
    for (const one of made) one.restore();
  }
}
const policylessAuthentik = (rest: Settings): Problem[] => withoutPolicy(() => onAuthentik(rest));
const onSupabase = (rest: Settings): Problem[] => supabaseProblems({ ...backend(), ...rest });

/** A row about one member, by what is wrong with its value and what the message says to write. */
const change =
  (check: (rest: Settings) => Problem[], wrap: (value: unknown) => Settings) =>
  (code: ProblemCode, remedy: string, before: unknown, after: unknown): Row => [
    code,
    remedy,
    check(wrap(before)),
    check(wrap(after)),
  ];

const bucket = change(onMastodon, (value) => ({ bucket: value }));
const webDomain = change(onMastodon, (value) => ({ webDomain: value }));
const origin = change(onMastodon, (value) => ({ corsOrigins: value }));
const store = change(onMastodon, (value) => ({ store: value }));
const writer = change(onMastodon, (value) => ({ writer: value }));
const mediaHost = change(onMastodon, (value) => ({ mediaHost: value }));
const CLOUDFRONT = {
  dns: { manual: {} },
  certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
};
const ZONE = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const POLICY_ID = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const atCloudFront = change(onMastodon, (value) => ({
  mediaHost: { hostname: "files.social.example", cloudFront: { ...CLOUDFRONT, ...(value as Settings) } },
}));
const namedAtCloudFront = change(onMastodon, (value) => ({
  mediaHost: { cloudFront: CLOUDFRONT, ...(value as Settings) },
}));

/** An instance with a bucket and a media host of the operator's own. */
const sharing = (hostname: string, name = "social-media"): Settings => ({
  mastodon: { ...mastodon(), bucket: name, mediaHost: { hostname, external: {} } },
});

/** The rows of the place that still serves old files. */
function legacyRows(): Row[] {
  const hostname = "files.social.example";
  const legacy = { hostname: "social.example", path: "system" };
  const host = (value?: Settings): Settings => ({
    mediaHost: { hostname, external: {}, ...(value && { legacy: value }) },
  });
  const row = change(onMastodon, (value) => host(value as Settings));
  const bucketHost = "social-media.s3.eu-central-1.amazonaws.com";
  const storeHost = "s3.eu-central-1.amazonaws.com";
  return [
    row("legacy-is-bucket", "set the hostname that still serves", { hostname: bucketHost }, legacy),
    row("legacy-is-bucket", "remove legacy", { hostname: bucketHost }, undefined),
    row(
      "legacy-is-bucket",
      "set `path` to the name of the old bucket",
      { hostname: storeHost },
      { hostname: storeHost, path: "old-media" },
    ),
    row("legacy-keys", 'set `path: "system"`', { hostname: "social.example" }, legacy),
    settings("legacy-keys", "remove keyPrefix", { ...host(legacy), keyPrefix: "a" }, host(legacy)),
    settings(
      "legacy-private",
      "remove it and copy",
      { ...host(legacy), access: "acl" },
      {
        ...host(),
        access: "acl",
      },
    ),
    settings("legacy-private", "or remove access", { ...host(legacy), access: "acl" }, host(legacy)),
    sso(
      "legacy-private",
      "remove it",
      { mediaHost: { hostname, legacy, external: { signing: "cdn" } } },
      { mediaHost: { hostname, external: { signing: "cdn" } } },
    ),
    row("legacy-same", "set the hostname that still serves", { hostname }, legacy),
    row("legacy-same", "remove legacy", { hostname }, undefined),
  ];
}

/** The rows of a media host of the operator's own. */
function externalRows(): Row[] {
  const hostname = "files.social.example";
  const onSso = (host: Settings, version = "2026.5.1"): Problem[] =>
    onAuthentik({ version, mediaHost: { hostname, ...host } });
  const own = (code: ProblemCode, remedy: string, before: Settings, after: Settings): Row => [
    code,
    remedy,
    onMastodon({ mediaHost: { hostname, external: before } }),
    onMastodon({ mediaHost: { hostname, external: after } }),
  ];
  const dns = (code: ProblemCode, remedy: string, before: Settings, after: Settings = {}): Row => {
    const manual = { manual: {}, targets: ["203.0.113.7"] };
    return own(code, remedy, { dns: { ...manual, ...before } }, { dns: { ...manual, ...after } });
  };
  const zone = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
  const atCloudflare = { manual: undefined, cloudflare: zone };
  const addresses = (
    code: ProblemCode,
    remedy: string,
    before: string[],
    after: string[] = ["203.0.113.7"],
  ): Row => own(code, remedy, { addresses: before }, { addresses: after });
  const limited = { mediaHost: { hostname, external: { addresses: ["203.0.113.7"] } } };
  const onCephAt = (value: Settings): Problem[] =>
    cephMastodon({ mediaHost: { hostname, external: { dns: { targets: ["203.0.113.7"], ...value } } } });
  const believingHeaders = (value: Settings): Problem[] => {
    // A store that the library may support later; of today's, each sees the real address of a client.
    const replaced = [
      jest.replaceProperty(aws, "can", { ...aws.can, sourceAddress: false }),
      jest.replaceProperty(aws, "title", "MinIO"),
    ];
    try {
      return onMastodon(value);
    } finally {
      for (const property of replaced) property.restore();
    }
  };
  const apex = (target: string): Problem[] =>
    onMastodon({
      webDomain: "www.social.example",
      mediaHost: { hostname: "social.example", external: { dns: { manual: {}, targets: [target] } } },
    });
  const purging = { mediaHost: { hostname, external: { purge: {} } } };
  return [
    [
      "cache-unused",
      "remove it",
      onSso({ external: { signing: "cdn" }, cache: {} }),
      onSso({ external: { signing: "cdn" } }),
    ],
    [
      "cache-unused",
      "a proxy must not cache presigned URLs; remove it",
      onSso({ external: { signing: "rewrite-host" }, cache: {} }, "2025.10.3"),
      onSso({ external: { signing: "rewrite-host" } }, "2025.10.3"),
    ],
    [
      "purge-unsupported",
      "remove it",
      onSso({ external: { signing: "cdn", purge: {} } }),
      onSso({ external: { signing: "cdn" } }),
    ],
    addresses("address-same", "remove it here", ["203.0.113.7", "203.0.113.7"]),
    addresses("address-wide", "at most a /8", ["202.0.0.0/7"], ["203.0.0.0/8"]),
    addresses("addresses-empty", "list the addresses of your proxy", []),
    settings("addresses-private", "or remove access", { ...limited, access: "acl" }, limited),
    [
      "addresses-private",
      "remove it",
      onSso({ external: { signing: "cdn", addresses: ["203.0.113.7"] } }),
      onSso({ external: { signing: "cdn" } }),
    ],
    [
      "addresses-store",
      "remove it",
      believingHeaders(limited),
      believingHeaders({ mediaHost: { hostname, external: {} } }),
    ],
    [
      "dns-store",
      "set `manual: {}`",
      onCephAt({ route53: { zoneId: "Z0123456789ABCDEFGHIJ", zoneName: "social.example" } }),
      onCephAt({ manual: {} }),
    ],
    ["dns-apex", "list the addresses of your proxy", apex("media.cdn.example"), apex("203.0.113.7")],
    dns("dns-target", "set one such as", { targets: ["https://media.cdn.example"] }),
    dns(
      "dns-target",
      'change it to "2001:db8::7"',
      { targets: ["2001:DB8::7"] },
      { targets: ["2001:db8::7"] },
    ),
    dns("dns-target-loop", "set the addresses of your proxy", { targets: [hostname] }),
    dns("dns-target-same", "remove it here", { targets: ["203.0.113.7", "203.0.113.7"] }),
    dns("dns-targets", "list the addresses", { targets: [] }),
    dns("dns-targets", "list addresses only", { targets: ["203.0.113.7", "media.cdn.example"] }),
    dns(
      "dns-unused",
      "remove it",
      { ...atCloudflare, cloudflare: { ...zone, validationRecords: "existing" } },
      atCloudflare,
    ),
    dns(
      "dns-unused",
      "delete the existing record before",
      { ...atCloudflare, cloudflare: { ...zone, hostRecordIds: { [hostname]: zone.zoneId } } },
      atCloudflare,
    ),
    settings(
      "version-too-old",
      "upgrade first",
      { ...purging, version: "4.2" },
      { ...purging, version: "4.3" },
    ),
  ];
}

/** The rows of a media host at CloudFront. */
function cloudFrontRows(): Row[] {
  const hostname = "files.social.example";
  const logs = { bucket: "social-logs", region: "eu-central-1" };
  const elsewhere = { ...CLOUDFRONT, certificateArn: undefined };
  const isCovered = { ...CLOUDFRONT, dns: { manual: { zoneName: "social.example" } } };
  const inRegion = (region: string, host: Settings): Problem[] =>
    onMastodon({ store: { aws: { region } }, mediaHost: { hostname, ...host } });
  const onServer = (host: Settings): Problem[] => cephMastodon({ mediaHost: { hostname, ...host } });
  return [
    [
      "access-cdn-host",
      "set mediaHost.cloudFront and deploy",
      onMastodon({ access: "cdn", mediaHost: { hostname, external: {} } }),
      onMastodon({ access: "cdn", mediaHost: { hostname, cloudFront: CLOUDFRONT } }),
    ],
    namedAtCloudFront(
      "cache-age",
      "set a whole number from 1",
      { hostname, cache: { maxAgeSeconds: 0 } },
      { hostname, cache: { maxAgeSeconds: 1 } },
    ),
    namedAtCloudFront(
      "cache-unused",
      "remove one of the two",
      { hostname, cache: {}, cloudFront: { ...CLOUDFRONT, cachePolicyId: POLICY_ID } },
      { hostname, cache: {} },
    ),
    atCloudFront("certificate-arn", "set one such as", { certificateArn: "files" }, {}),
    namedAtCloudFront(
      "certificate-hostname",
      "set a name in a DNS zone of yours",
      { hostname: "d111111abcdef8.cloudfront.net" },
      { hostname },
    ),
    namedAtCloudFront(
      "certificate-hostname",
      "set a public name",
      { hostname: "files.social.lan" },
      { hostname },
    ),
    atCloudFront(
      "validation-records-unused",
      "remove one of the two",
      { dns: { route53: { zoneId: "Z1", zoneName: "social.example", validationRecords: "existing" } } },
      { dns: { route53: { zoneId: "Z1", zoneName: "social.example" } } },
    ),
    atCloudFront("certificate-needed", "set the ARN of an issued certificate", elsewhere, {}),
    atCloudFront(
      "certificate-region",
      "request or import it there",
      { certificateArn: CLOUDFRONT.certificateArn.replace("us-east-1", "eu-west-1") },
      {},
    ),
    [
      "cloudfront-partition",
      "set `external: {}`",
      inRegion("cn-north-1", { cloudFront: CLOUDFRONT }),
      inRegion("cn-north-1", { external: {} }),
    ],
    atCloudFront(
      "cloudfront-policy-id",
      "set one such as",
      { cachePolicyId: "Mine" },
      { cachePolicyId: POLICY_ID },
    ),
    [
      "cloudfront-store",
      "set `external: {}`",
      onServer({ cloudFront: CLOUDFRONT }),
      onServer({ external: {} }),
    ],
    namedAtCloudFront(
      "dns-apex",
      'use a name in it, such as "files.social.example"',
      { hostname: "social.example", webDomain: "www.social.example" },
      { hostname },
    ),
    atCloudFront("dns-both", "set exactly one", { dns: { manual: {}, cloudflare: ZONE } }, {}),
    atCloudFront(
      "dns-proxied",
      "remove it",
      { dns: { cloudflare: { ...ZONE, proxied: true } } },
      { dns: { cloudflare: ZONE } },
    ),
    atCloudFront(
      "dns-zone-id",
      "set the 32 characters",
      { dns: { cloudflare: { ...ZONE, zoneId: "social.example" } } },
      { dns: { cloudflare: ZONE } },
    ),
    atCloudFront(
      "dns-zone-id",
      'without "/hostedzone/"',
      { dns: { route53: { ...ZONE, zoneId: "/hostedzone/Z0123456789ABCDEFGHIJ" } } },
      { dns: { route53: { ...ZONE, zoneId: "Z0123456789ABCDEFGHIJ" } } },
    ),
    namedAtCloudFront(
      "certificate-hostname-length",
      "use a shorter name",
      { hostname: `${"a".repeat(60)}.social.example`, cloudFront: { dns: { cloudflare: ZONE } } },
      { hostname, cloudFront: { dns: { cloudflare: ZONE } } },
    ),
    namedAtCloudFront(
      "certificate-hostname-length",
      "set cloudFront.certificateArn",
      { hostname: `${"a".repeat(60)}.social.example`, cloudFront: { dns: { cloudflare: ZONE } } },
      {
        hostname: `${"a".repeat(60)}.social.example`,
        cloudFront: { ...CLOUDFRONT, dns: { cloudflare: ZONE } },
      },
    ),
    atCloudFront(
      "dns-record-id",
      "set the 32 characters",
      { dns: { cloudflare: { ...ZONE, hostRecordIds: { [hostname]: "files" } } } },
      { dns: { cloudflare: { ...ZONE, hostRecordIds: { [hostname]: ZONE.zoneId } } } },
    ),
    atCloudFront(
      "host-unlisted",
      "change it",
      { takeOver: ["file.social.example"] },
      { takeOver: [hostname] },
    ),
    namedAtCloudFront(
      "previous-host-same",
      "remove it here",
      { hostname, previousHosts: [hostname] },
      { hostname, previousHosts: [] },
    ),
    atCloudFront("dns-missing", "`manual`", { dns: {} }, {}),
    namedAtCloudFront(
      "dns-zone",
      'use a name that ends with ".social.example"',
      { hostname: "files.other.example", cloudFront: isCovered },
      { hostname, cloudFront: isCovered },
    ),
    atCloudFront(
      "hsts-age",
      "set a whole number from 1",
      { hsts: { maxAgeSeconds: 0 } },
      { hsts: { maxAgeSeconds: 1 } },
    ),
    atCloudFront(
      "hsts-unused",
      "remove one of the two",
      { hsts: {}, responseHeadersPolicyId: POLICY_ID },
      { hsts: {} },
    ),
    atCloudFront(
      "logs-bucket",
      "set only the name",
      { logs: { ...logs, bucket: "social-logs.s3.amazonaws.com" } },
      { logs },
    ),
    atCloudFront(
      "logs-is-media",
      "use another bucket",
      { logs: { ...logs, bucket: "social-media" } },
      { logs },
    ),
    atCloudFront("logs-prefix", "change it, or remove it", { logs: { ...logs, prefix: "/a" } }, { logs }),
    atCloudFront(
      "logs-region",
      "use a bucket in another region",
      { logs: { ...logs, region: "eu-south-2" } },
      { logs },
    ),
    namedAtCloudFront(
      "legacy-unreachable",
      "set a public hostname",
      { hostname, legacy: { hostname: "web.social.lan", path: "system" } },
      { hostname, legacy: { hostname: "social.example", path: "system" } },
    ),
    namedAtCloudFront("media-host-both", "set exactly one", { hostname, external: {} }, { hostname }),
    mediaHost(
      "media-host-unmanaged",
      "remove it",
      { hostname, external: {}, protect: false },
      { hostname, external: {} },
    ),
    atCloudFront(
      "web-acl-arn",
      "set one such as",
      { webAclArn: "acl" },
      {
        webAclArn:
          "arn:aws:wafv2:us-east-1:123456789012:global/webacl/media/12345678-1234-1234-1234-123456789012",
      },
    ),
  ];
}

const data = change(onMastodon, (value) => ({ data: value }));
const rule = change(onMastodon, (value) => ({
  data: { lifecycleRules: [{ id: "own", ...(value as Settings) }] },
}));
const READ_AT_ONCE = { storageClass: "GLACIER_IR", days: 30 };
/** A transition that is fine but for this. */
const move = (rest: Settings): Settings => ({ transition: { ...READ_AT_ONCE, ...rest } });
const tags = change(onMastodon, (value) => ({ tags: value }));
const settings = change(onMastodon, (value) => value as Settings);
const cephSettings = change(cephMastodon, (value) => value as Settings);
const sso = change(onAuthentik, (value) => value as Settings);
const db = change(onSupabase, (value) => value as Settings);
const instances = (code: ProblemCode, remedy: string, before: unknown, after: unknown): Row => [
  code,
  remedy,
  instancesProblems(before, "i"),
  instancesProblems(after, "i"),
];
const statements = change(onMastodon, (value) => ({ additionalStatements: value }));
/** Of one statement that is fine but for this. */
const mine = (code: ProblemCode, remedy: string, before: Settings, after: Settings): Row =>
  statements(code, remedy, [{ ...statement(), ...before }], [{ ...statement(), ...after }]);

const s3 = { server: "ceph", endpoint: "https://s3.example.org", region: "default" };
const cephStore = change(cephMastodon, (value) => ({ store: { s3: { ...s3, ...(value as Settings) } } }));
const given = { accessKeyId: "AKIAGIVEN", secretAccessKey: "x" };
const hostOf = (external: Settings, hostname = "files.sso.example"): Settings => ({
  mediaHost: { hostname, external },
});
const cdn = hostOf({ signing: "cdn" });
const profile = (name: string): Settings => ({ writer: { role: { roleName: "r", profile: name } } });
const social = { mastodon: mastodon() };
const arn = "arn:aws:s3:::social-media";
const distribution = "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE";
const asked = {
  deployment: "systemd",
  direction: "s3-to-s3",
  fromBucket: "old-media",
  fromRegion: "eu-west-1",
};
const oneKey = { slots: ["a"], current: "a" };
/** Of one statement on Ceph that is fine but for this. */
const cephMine = (code: ProblemCode, remedy: string, before: Settings, after: Settings): Row => {
  const good = { ...statement(), principals: ["arn:aws:iam:::user/backup"] };
  const one = (rest: Settings): Problem[] => cephMastodon({ additionalStatements: [{ ...good, ...rest }] });
  return [code, remedy, one(before), one(after)];
};
const runbookFacts = mastodonPlan(mastodon()).facts;
const runbook = (code: ProblemCode, remedy: string, before: object, after: object): Row => [
  code,
  remedy,
  runbookProblems(runbookFacts, { ...asked, ...before }),
  runbookProblems(runbookFacts, { ...asked, ...after }),
];
/** Facts of a Ceph at an endpoint behind the operator's own proxy. */
const behindProxy = (endpoint: string): BucketStorageFacts =>
  mastodonPlan(
    onCeph({
      store: { s3: { ...s3, endpoint } },
      mediaHost: { hostname: "files.social.example", external: { purge: {} } },
    }),
  ).facts;
const behindNginx = { hostname: "files.social.example", external: {} };
const proxy = (code: ProblemCode, remedy: string, before: AskedProxy, after: AskedProxy): Row => [
  code,
  remedy,
  nginxProblems(behindProxy(s3.endpoint), before),
  nginxProblems(behindProxy(s3.endpoint), after),
];

export const ROWS: Row[] = [
  bucket("bucket-name-length", "3 to 63", "ab", "abc"),
  bucket("bucket-name-dot", 'use "-"', "files.social", "files-social"),
  bucket("bucket-name-capitals", 'change it to "social-media"', "Social-Media", "social-media"),
  bucket("bucket-name-characters", 'use only a-z, 0-9 and "-"', "social_media", "social-media"),
  bucket("bucket-name-ends", "change the first or the last character", "-media", "media"),
  bucket("bucket-name-reserved-prefix", "choose another name", "xn--media", "media"),
  bucket("bucket-name-reserved-suffix", "choose another name", "media-s3alias", "media"),
  cephSettings("bucket-name-address", "choose another name", { bucket: "10.0.0.1" }, { bucket: "media-10" }),
  cephSettings("bucket-name-api", "choose another name", { bucket: "swift" }, { bucket: "swift-media" }),
  cephSettings(
    "bucket-name-dot",
    "keep one of the two",
    { bucket: "files.-social" },
    { bucket: "files.social" },
  ),
  bucket(
    "bucket-name-region",
    'change it to "media-123456789012-eu-central-1-an"',
    "media-123456789012-us-east-1-an",
    "media-123456789012-eu-central-1-an",
  ),
  bucket("bucket-name-reserved-suffix", "or another ending", "media-an", "media-one"),
  cephSettings(
    "store-virtual-host-dots",
    "remove it",
    { bucket: "files.social", store: { s3: { ...s3, pathStyle: false } } },
    { bucket: "files.social", store: { s3 } },
  ),
  webDomain("hostname-empty", 'set a name like "media.example.com"', "", "media.example.com"),
  webDomain("hostname-scheme", 'change it to "a.example"', "https://a.example", "a.example"),
  webDomain("hostname-path", 'change it to "a.example"', "a.example/b", "a.example"),
  webDomain("hostname-port", 'change it to "a.example"', "a.example:443", "a.example"),
  webDomain("hostname-address", "set a hostname", "192.0.2.1", "a.example"),
  webDomain("hostname-wildcard", "change it to one hostname", "*.example", "a.example"),
  webDomain("hostname-trailing-dot", 'change it to "a.example"', "a.example.", "a.example"),
  webDomain("hostname-capitals", 'change it to "a.example"', "A.example", "a.example"),
  webDomain("hostname-not-ascii", 'change it to "xn--4ca.example"', "ä.example", "xn--4ca.example"),
  webDomain("hostname-length", "at most 253", `${"a.".repeat(150)}example`, `${"a.".repeat(50)}example`),
  webDomain("hostname-one-label", 'like "media.example.com"', "social", "media.example.com"),
  webDomain("hostname-label", 'with no "-" at either end', "-a.example", "a.example"),
  webDomain("hostname-refused", 'set one like "media.example.com"', "files.123", "media.example.com"),
  webDomain("url-credentials", "remove the user name and the password", "u:p@a.example", "a.example"),
  origin("origin-scheme", 'change it to "https://a.example"', ["a.example"], ["https://a.example"]),
  origin("origin-path", 'change it to "https://a.example"', ["https://a.example/b"], ["https://a.example"]),
  origin(
    "origin-default-port",
    'change it to "https://a.example"',
    ["https://a.example:443"],
    ["https://a.example"],
  ),
  origin("origin-port", "remove the port", ["https://a.example:0"], ["https://a.example"]),
  origin(
    "origin-wildcards",
    "list several origins instead",
    ["https://*.*.example"],
    ["https://a.b.example", "https://c.d.example"],
  ),
  origin("cors-empty", "remove it", [], undefined),
  origin("cors-empty", "add an origin", [], ["https://a.example"]),
  store("store-missing", '`aws: { region: "eu-central-1" }`', {}, { aws: { region: "eu-central-1" } }),
  store(
    "store-both",
    "exactly one",
    { aws: { region: "eu-central-1" }, s3 },
    { aws: { region: "eu-central-1" } },
  ),
  store("store-azure", "set `aws:`", { azureBlob: {} }, { aws: { region: "eu-central-1" } }),
  store(
    "store-region-zone",
    'the region "eu-west-1"',
    { aws: { region: "eu-west-1a" } },
    { aws: { region: "eu-west-1" } },
  ),
  store(
    "store-region-unknown",
    '"eu-central-1"',
    { aws: { region: "eu" } },
    { aws: { region: "eu-central-1" } },
  ),
  cephStore("store-region-name", '"default"', { region: "a b" }, { region: "default" }),
  cephStore("store-server-unknown", 'only "ceph"', { server: "minio" }, { server: "ceph" }),
  cephStore(
    "store-virtual-host-address",
    "remove it",
    { endpoint: "https://192.0.2.7", pathStyle: false },
    { endpoint: "https://192.0.2.7" },
  ),
  cephStore(
    "store-virtual-host-address",
    "use a hostname in endpoint",
    { endpoint: "https://192.0.2.7", pathStyle: false },
    { pathStyle: false },
  ),
  cephStore(
    "endpoint-scheme",
    'add "https://" in front',
    { endpoint: "s3.example.org" },
    { endpoint: "https://s3.example.org" },
  ),
  cephStore(
    "endpoint-path",
    'change it to "https://s3.example.org"',
    { endpoint: "https://s3.example.org/b" },
    { endpoint: "https://s3.example.org" },
  ),
  cephStore(
    "endpoint-http",
    "use https://",
    { endpoint: "http://s3.example.org" },
    { endpoint: "https://s3.example.org" },
  ),
  cephStore(
    "endpoint-http",
    "`allowHttp: true`",
    { endpoint: "http://s3.example.org" },
    { endpoint: "http://s3.example.org", allowHttp: true },
  ),
  cephStore(
    "origin-address",
    'which browsers write as "192.0.2.7"; use that form',
    { endpoint: "https://192.0.2.07" },
    { endpoint: "https://192.0.2.7" },
  ),
  ["store-bucket-policy", "use another store", withoutPolicy(() => onMastodon({})), onMastodon({})],
  [
    "store-bucket-policy",
    "remove them",
    policylessAuthentik({ additionalStatements: [statement()] }),
    policylessAuthentik({}),
  ],
  [
    "store-bucket-policy",
    "remove it",
    policylessAuthentik({ writer: { given: { ...KEY, principal: "arn:aws:iam::123456789012:user/app" } } }),
    policylessAuthentik({ writer: { given: KEY } }),
  ],
  cephSettings("store-lifecycle", "remove it", { data: { versioning: { enabled: true } } }, { data: {} }),
  cephSettings("store-tags", "remove them", { tags: { a: "b" } }, {}),
  cephSettings(
    "writer-needs-iam",
    "set `given` with its key and its `principal`",
    { writer: { keys: { slots: ["a"], current: "a" } } },
    {},
  ),
  cephSettings(
    "principal-everyone",
    "create a user with another uid",
    { writer: { given: { ...given, principal: "arn:aws:iam:::user/anonymous" } } },
    { writer: { given: { ...given, principal: "arn:aws:iam:::user/mastodon" } } },
  ),
  writer(
    "writer-choice",
    "exactly one of keys, role and given",
    { role: { roleName: "m" }, given },
    { given },
  ),
  writer(
    "writer-choice",
    "such as `keys: {}`",
    { onlyFrom: { cidrs: ["203.0.113.0/24"] } },
    { keys: {}, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
  ),
  writer(
    "writer-principal",
    '"arn:aws:iam::123456789012:user/mastodon"',
    { given: { ...given, principal: "me" } },
    { given: { ...given, principal: "arn:aws:iam::123456789012:user/mastodon" } },
  ),
  writer(
    "role-name-arn",
    'set its name, "m"',
    { role: { roleName: "arn:aws:iam::123456789012:role/m" } },
    { role: { roleName: "m" } },
  ),
  writer("role-name", "use 1 to 64 letters", { role: { roleName: "a b" } }, { role: { roleName: "ab" } }),
  writer("credential-empty", "create another key", { given: { ...given, accessKeyId: "" } }, { given }),
  writer(
    "credential-value",
    "create another key",
    { given: { ...given, secretAccessKey: "a'b" } },
    { given },
  ),
  writer(
    "key-slots",
    "each once",
    { keys: { slots: ["a", "a"], current: "a" } },
    { keys: { slots: ["a", "b"], current: "a" } },
  ),
  writer(
    "key-current",
    "set one of slots",
    { keys: { slots: ["a"], current: "b" } },
    { keys: { slots: ["a"], current: "a" } },
  ),
  writer(
    "key-current",
    'add "b" to slots',
    { keys: { slots: ["a"], current: "b" } },
    { keys: { slots: ["a", "b"], current: "b" } },
  ),
  writer(
    "key-inactive-current",
    "change `current` first",
    { keys: { slots: ["a", "b"], current: "a", inactive: ["a"] } },
    { keys: { slots: ["a", "b"], current: "b", inactive: ["a"] } },
  ),
  writer(
    "key-inactive-slot",
    "remove it",
    { keys: { slots: ["a"], current: "a", inactive: ["b"] } },
    { keys: { slots: ["a"], current: "a", inactive: [] } },
  ),
  ...cloudFrontRows(),
  ...legacyRows(),
  mediaHost(
    "media-host-missing",
    "or `external: {}`",
    { hostname: "a.example" },
    { hostname: "a.example", external: {} },
  ),
  mediaHost(
    "media-host-path",
    "without a slash at either end",
    { hostname: "a.example", external: { path: "/m" } },
    { hostname: "a.example", external: { path: "m" } },
  ),
  mediaHost(
    "media-host-is-app",
    'such as "files.social.example"',
    { hostname: "social.example", external: {} },
    { hostname: "files.social.example", external: {} },
  ),
  settings(
    "media-host-http",
    'change it to "https://a.example"',
    { extraMediaHosts: ["http://a.example"] },
    { extraMediaHosts: ["https://a.example"] },
  ),
  settings("key-prefix", 'change it to "a"', { keyPrefix: "/a" }, { keyPrefix: "a" }),
  settings("key-prefix-empty", "remove it", { keyPrefix: "" }, {}),
  settings("missing-member", "set it", { webDomain: undefined }, { webDomain: "social.example" }),
  settings("unknown-member", "did you mean access?", { acces: "bucket-policy" }, { access: "bucket-policy" }),
  settings("unknown-value", '"bucket-policy"', { access: "x" }, { access: "bucket-policy" }),
  settings("wrong-type", "set an object", { data: "x" }, { data: {} }),
  settings("unquoted-text", 'put it in quotes: "555"', { bucket: 555 }, { bucket: "555" }),
  settings("unquoted-version", 'put the version in quotes, like "4.4"', { version: 4.1 }, { version: "4.4" }),
  settings(
    "nested-secret",
    "store each secret in its own config value",
    { writer: { given: { ...given, accessKeyId: { secure: "x" } } } },
    { writer: { given } },
  ),
  settings("not-plain", "set a plain value", { bucket: Promise.resolve("x") }, { bucket: "social-media" }),
  settings("version-format", 'such as "4.4"', { version: "latest" }, { version: "4.4" }),
  settings("version-too-old", "remove it", { version: "4.2", keyPrefix: "a" }, { version: "4.2" }),
  settings(
    "version-too-old",
    "upgrade first",
    { version: "4.2", keyPrefix: "a" },
    { version: "4.4", keyPrefix: "a" },
  ),
  settings(
    "tuning-range",
    "set a whole number from",
    { tuning: { retries: -1 } },
    { tuning: { retries: 2 } },
  ),
  data(
    "noncurrent-days",
    "set a whole number from 1",
    { versioning: { enabled: true, noncurrentDays: 0 } },
    { versioning: { enabled: true, noncurrentDays: 1 } },
  ),
  data(
    "versioning-needed",
    "set `data.versioning`",
    { lifecycleRules: [{ id: "own", noncurrentDays: 5 }] },
    { versioning: { enabled: true }, lifecycleRules: [{ id: "own", noncurrentDays: 5 }] },
  ),
  rule("lifecycle-archive", 'set "GLACIER_IR"', move({ storageClass: "GLACIER" }), move({})),
  rule("lifecycle-days", "from 0 to", move({ days: -1 }), move({ days: 0 })),
  rule(
    "lifecycle-days",
    "from 30 to",
    move({ storageClass: "STANDARD_IA", days: 7 }),
    move({ storageClass: "STANDARD_IA", days: 30 }),
  ),
  rule("lifecycle-expiration", "remove it", { ...move({}), expirationDays: 90 }, move({})),
  rule(
    "lifecycle-upload-tags",
    "use two rules",
    { ...move({}), abortUploadsAfterDays: 1, tags: { a: "b" } },
    { ...move({}), tags: { a: "b" } },
  ),
  data(
    "lifecycle-no-effect",
    "another prefix",
    {
      lifecycleRules: [
        { id: "first", ...move({}) },
        { id: "second", prefix: "cache/", ...move({ days: 90 }) },
      ],
    },
    {
      lifecycleRules: [
        { id: "first", prefix: "accounts/", ...move({}) },
        { id: "second", prefix: "cache/", ...move({ days: 90 }) },
      ],
    },
  ),
  rule("lifecycle-no-effect", "set 1 to 6", { abortUploadsAfterDays: 7 }, { abortUploadsAfterDays: 6 }),
  rule("lifecycle-no-effect", "or remove it", { ...move({}), abortUploadsAfterDays: 7 }, move({})),
  data(
    "lifecycle-no-effect",
    "set `data.versioning.noncurrentDays` to 91 or more",
    { versioning: { enabled: true }, lifecycleRules: [{ id: "own", noncurrentDays: 90 }] },
    {
      versioning: { enabled: true, noncurrentDays: 91 },
      lifecycleRules: [{ id: "own", noncurrentDays: 90 }],
    },
  ),
  data(
    "lifecycle-no-effect",
    "set `noncurrentDays` to 21 or more",
    {
      versioning: { enabled: true },
      lifecycleRules: [{ id: "own", noncurrentDays: 9, noncurrentTransition: { ...READ_AT_ONCE, days: 20 } }],
    },
    {
      versioning: { enabled: true },
      lifecycleRules: [
        { id: "own", noncurrentDays: 21, noncurrentTransition: { ...READ_AT_ONCE, days: 20 } },
      ],
    },
  ),
  rule(
    "lifecycle-prefix",
    "at most 1024 bytes",
    { ...move({}), prefix: "a".repeat(1025) },
    { ...move({}), prefix: "a".repeat(1024) },
  ),
  rule(
    "lifecycle-prefix-slash",
    'change it to "cache/"',
    { ...move({}), prefix: "/cache/" },
    { ...move({}), prefix: "cache/" },
  ),
  rule(
    "lifecycle-prefix-wildcard",
    'change it to "cache/"',
    { ...move({}), prefix: "cache/*" },
    { ...move({}), prefix: "cache/" },
  ),
  rule("lifecycle-rule-empty", "set one of transition", {}, move({})),
  data(
    "lifecycle-rule-empty",
    "remove the rule",
    { lifecycleRules: [{ id: "own" }] },
    { lifecycleRules: [] },
  ),
  rule("lifecycle-rule-id", "set a short name", { ...move({}), id: "" }, { ...move({}), id: "media" }),
  rule(
    "lifecycle-rule-id-reserved",
    "choose another id",
    { ...move({}), id: "expire-noncurrent-versions" },
    { ...move({}), id: "media" },
  ),
  data(
    "lifecycle-rule-id-twice",
    "choose another id",
    {
      lifecycleRules: [
        { id: "own", ...move({}) },
        { id: "own", ...move({}) },
      ],
    },
    {
      lifecycleRules: [
        { id: "own", ...move({}) },
        { id: "own-2", ...move({}) },
      ],
    },
  ),
  data(
    "lifecycle-rules-many",
    "use at most 999",
    { lifecycleRules: Array.from({ length: 1000 }, (_, i) => ({ id: `r${i}`, ...move({}) })) },
    { lifecycleRules: Array.from({ length: 999 }, (_, i) => ({ id: `r${i}`, ...move({}) })) },
  ),
  cephSettings(
    "store-lifecycle",
    "remove them",
    { data: { lifecycleRules: [{ id: "own", ...move({}) }] } },
    { data: {} },
  ),
  tags("tag-name-empty", "set a name", { "": "a" }, { b: "a" }),
  tags("tag-name-reserved", "choose another name", { "aws:a": "a" }, { a: "a" }),
  tags("tag-name-lost", "choose another name", { __defaults: "a" }, { defaults: "a" }),
  tags("tag-name-length", "at most 128", { ["a".repeat(129)]: "a" }, { ["a".repeat(128)]: "a" }),
  tags("tag-value-length", "at most 256", { a: "a".repeat(257) }, { a: "a".repeat(256) }),
  tags("tags-many", "at most 50", Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`t${i}`, ""])), {
    a: "",
  }),
  sso(
    "origins-empty",
    '"https://authentik.company"',
    { origins: [] },
    { origins: ["https://authentik.company"] },
  ),
  sso("usages-empty", 'add "media" or "reports"', { usages: [] }, { usages: ["media"] }),
  sso("usages-empty", "remove it", { usages: [] }, {}),
  sso("usages-twice", "list each once", { usages: ["media", "media"] }, { usages: ["media"] }),
  sso("version-unknown", "set the version that you run", { version: "2025.11" }, { version: "2025.12.4" }),
  sso(
    "media-host-is-app",
    'such as "files.authentik.company"',
    hostOf({ signing: "cdn" }, "authentik.company"),
    hostOf({ signing: "cdn" }, "files.authentik.company"),
  ),
  sso(
    "media-host-is-store",
    "remove mediaHost",
    hostOf({ signing: "cdn" }, "s3.eu-central-1.amazonaws.com"),
    {},
  ),
  sso("media-host-signing", 'set "cdn"', hostOf({ signing: "preserve-host" }), cdn),
  sso("insecure-urls", "remove it", hostOf({ signing: "cdn", https: false }), cdn),
  sso("session-profile-empty", "set the name of a profile", profile(""), profile("p")),
  sso("session-profile-empty", "remove it", profile(""), { writer: { role: { roleName: "r" } } }),
  sso("session-profile-value", "choose another name", profile("a'b"), profile("p")),
  sso("session-profile-replaced", "choose another name", profile("env://OTHER"), profile("p")),
  settings("credential-unused", "remove it", profile("p"), { writer: { role: { roleName: "r" } } }),
  settings(
    "credential-unused",
    "remove it",
    { writer: { given: { ...given, sessionToken: "t" } } },
    { writer: { given } },
  ),
  settings("media-host-unsigned", "remove it", hostOf({ https: true }), hostOf({})),
  [
    "version-patch",
    'like "2025.12.4"',
    cephAuthentik({ version: "2025.12", ...cdn }),
    cephAuthentik({ version: "2025.12.4", ...cdn }),
  ],
  [
    "media-host-bucket-path",
    '`path: "authentik-files"`',
    cephAuthentik(hostOf({ signing: "preserve-host" })),
    cephAuthentik(hostOf({ signing: "preserve-host", path: "authentik-files" })),
  ],
  [
    "media-host-bucket-kept",
    '`path: "authentik-files"`',
    cephAuthentik({ version: "2025.12.1", ...cdn }),
    cephAuthentik({ version: "2025.12.1", ...hostOf({ signing: "cdn", path: "authentik-files" }) }),
  ],
  db(
    "tenant-id",
    'letters, digits, "_", "." and "-", without a slash',
    { tenantId: "a/b" },
    { tenantId: "a-b" },
  ),
  db(
    "tenant-id-same",
    "set the value before the change",
    { previousTenantId: "acme" },
    { previousTenantId: "stub" },
  ),
  db(
    "key-rotation-empty",
    "set any string",
    { protocolEndpoint: { keyRotation: "" } },
    { protocolEndpoint: { keyRotation: "2026" } },
  ),
  db("key-rotation-empty", "remove it", { protocolEndpoint: { keyRotation: "" } }, { protocolEndpoint: {} }),
  db(
    "cors-unused",
    "remove it",
    { backend: { ...backend().backend, corsOrigins: [] } },
    { backend: backend().backend },
  ),
  db(
    "public-url-scheme",
    'add "https://" in front',
    { publicUrl: "supabase.example" },
    { publicUrl: "https://supabase.example" },
  ),
  db(
    "public-url-path",
    'change it to "https://supabase.example"',
    { publicUrl: "https://supabase.example/" },
    { publicUrl: "https://supabase.example" },
  ),
  db(
    "public-url-loopback",
    'like "https://supabase.example"',
    { publicUrl: "http://localhost:8000" },
    { publicUrl: "https://supabase.example" },
  ),
  db(
    "public-url-http",
    'change it to "https://supabase.example"',
    { publicUrl: "http://supabase.example" },
    { publicUrl: "https://supabase.example" },
  ),
  db(
    "public-url-http",
    "`allowHttp: true`",
    { publicUrl: "http://supabase.example" },
    { publicUrl: "http://supabase.example", allowHttp: true },
  ),
  db("feature-missing", "`backend`", { backend: undefined }, {}),
  db("feature-missing", "`protocolEndpoint: {}`", { backend: undefined }, { protocolEndpoint: {} }),
  db("media-host-unsupported", "remove it", { mediaHost: { hostname: "files.example", external: {} } }, {}),
  db(
    "backend-needed",
    "move it to `backend: { tags: ... }`",
    { tags: { a: "b" } },
    { backend: { ...backend().backend, tags: { a: "b" } } },
  ),
  instances(
    "media-host-shared",
    "change one of the two",
    { social: sharing("files.social.example"), art: sharing("files.social.example", "art-media") },
    { social: sharing("files.social.example"), art: sharing("files.art.example", "art-media") },
  ),
  instances("instances-empty", "add an instance", {}, { social }),
  instances(
    "instance-name",
    "use letters and digits only, the first from a to z",
    { "so-cial": social },
    { social },
  ),
  instances(
    "instance-apps",
    "create one instance for each app",
    { a: { ...social, authentik: authentik() } },
    { a: social, b: { authentik: authentik() } },
  ),
  instances("instance-app-missing", "set `mastodon:`", { social: {} }, { social }),
  instances(
    "instance-name-keys",
    "rename one of them",
    { social, socialStore: { mastodon: mastodon({ bucket: "other" }) } },
    { social, other: { mastodon: mastodon({ bucket: "other" }) } },
  ),
  instances(
    "instance-name-output",
    "rename one of them",
    { social, socialEnv: { mastodon: mastodon({ bucket: "other" }) } },
    { social, other: { mastodon: mastodon({ bucket: "other" }) } },
  ),
  instances(
    "bucket-shared",
    "change the name of one bucket",
    { social, other: social },
    { social, other: { mastodon: mastodon({ bucket: "other" }) } },
  ),
  instances(
    "secret-misplaced",
    "remove it and run",
    { social: { mastodon: mastodon({ writer: { given } }) } },
    { social: { mastodon: mastodon({ writer: { given: { accessKeyId: "AKIAGIVEN" } } }) } },
  ),
  mine("statement-list-empty", "add at least one value", { actions: [] }, { actions: ["s3:GetObject"] }),
  mine("statement-value-empty", "set a value", { actions: [""] }, { actions: ["s3:GetObject"] }),
  mine("statement-sid-empty", "set a name", { sid: "" }, { sid: "Mine" }),
  statements(
    "statement-sid-twice",
    "change it",
    [statement(), statement()],
    [statement(), statement({ sid: "Other" })],
  ),
  mine(
    "action-format",
    'use the form "s3:GetObject"',
    { actions: ["GetObject"] },
    { actions: ["s3:GetObject"] },
  ),
  mine(
    "action-service",
    'use an action that begins with "s3:"',
    { actions: ["ec2:GetObject"] },
    { actions: ["s3:GetObject"] },
  ),
  mine("action-unknown", 'use "s3:GetObject"', { actions: ["s3:HeadObject"] }, { actions: ["s3:GetObject"] }),
  mine(
    "action-resource-mismatch",
    "add the bucket's own ARN, without `/*`",
    { actions: ["s3:ListBucket"] },
    { actions: ["s3:ListBucket"], resources: [arn] },
  ),
  mine(
    "action-resource-mismatch",
    "`<bucket ARN>/<prefix>*`",
    { resources: [arn] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "action-resource-mismatch",
    "remove it",
    { actions: ["s3:GetObject", "s3:ListAllMyBuckets"] },
    { actions: ["s3:GetObject"] },
  ),
  mine(
    "resource-arn",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["accounts/*"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "resource-service",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["arn:aws:sqs:::x"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "resource-bucket-missing",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["arn:aws:s3:::"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "resource-account",
    '"arn:aws:s3:::<bucket>/<key>"',
    { resources: ["arn:aws:s3:eu-west-1:123456789012:social-media/*"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "statement-foreign-resource",
    `"${arn}/<prefix>*"`,
    { resources: ["arn:aws:s3:::other/*"] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "variable-unknown",
    "use the value itself",
    { resources: [`${arn}/\${aws:nope}`] },
    { resources: [`${arn}/a`] },
  ),
  mine(
    "principal-arn",
    "the 12 digits of an account",
    { principals: ["me"] },
    { principals: ["123456789012"] },
  ),
  mine(
    "principal-wildcard",
    "the 12 digits of the account",
    { principals: ["arn:aws:iam::123456789012:user/*"] },
    { principals: ["123456789012"] },
  ),
  mine(
    "principal-wildcard",
    "use whole ARNs",
    { principals: ["arn:aws:iam::123456789012:user/*"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-partition",
    '"arn:aws:"',
    { principals: ["arn:aw:iam::123456789012:user/a"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-region",
    '"arn:aws:iam::123456789012:user/a"',
    { principals: ["arn:aws:iam:eu-west-1:123456789012:user/a"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-account",
    '"arn:aws:iam::123456789012:user/name"',
    { principals: ["arn:aws:iam::1:user/name"] },
    { principals: ["arn:aws:iam::123456789012:user/name"] },
  ),
  mine(
    "principal-resource",
    '"user/<name>"',
    { principals: ["arn:aws:iam::123456789012:group/a"] },
    { principals: ["arn:aws:iam::123456789012:user/a"] },
  ),
  mine(
    "principal-origin-access-identity",
    'use "cloudfront.amazonaws.com" and set sourceArns',
    { principals: ["arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"] },
    { principals: ["cloudfront.amazonaws.com"], sourceArns: [distribution] },
  ),
  mine(
    "principal-service",
    '"cloudfront.amazonaws.com"',
    { principals: ["Cloud_Front.amazonaws.com"], sourceArns: [distribution] },
    { principals: ["cloudfront.amazonaws.com"], sourceArns: [distribution] },
  ),
  mine(
    "condition-value",
    '"arn:aws:iam::123456789012:role/*"',
    { principals: ["cloudfront.amazonaws.com"], sourceArns: ["EDFDVBD6"] },
    { principals: ["cloudfront.amazonaws.com"], sourceArns: ["arn:aws:iam::123456789012:role/*"] },
  ),
  mine(
    "statement-exposes",
    "name the user or role",
    { principals: ["*"], actions: ["s3:PutObject"] },
    { actions: ["s3:PutObject"] },
  ),
  mine(
    "statement-exposes",
    'use "s3:GetObject"',
    { principals: ["*"], actions: ["s3:PutObject"] },
    { principals: ["*"] },
  ),
  mine(
    "statement-exposes",
    "set sourceArns",
    { principals: ["logging.s3.amazonaws.com"], actions: ["s3:PutObject"] },
    { principals: ["logging.s3.amazonaws.com"], actions: ["s3:PutObject"], sourceArns: [distribution] },
  ),
  mine(
    "statement-exposes",
    'use "s3:GetObject"',
    { principals: ["cloudfront.amazonaws.com"], actions: ["s3:PutObject"], sourceArns: [distribution] },
    { principals: ["cloudfront.amazonaws.com"], actions: ["s3:GetObject"], sourceArns: [distribution] },
  ),
  mine(
    "statement-exposes",
    "remove the service",
    {
      principals: ["123456789012", "cloudfront.amazonaws.com"],
      actions: ["s3:ListBucket"],
      resources: [arn],
    },
    { principals: ["123456789012"], actions: ["s3:ListBucket"], resources: [arn] },
  ),
  mine(
    "statement-locks-out",
    "list in principals only those who must be denied",
    { effect: "Deny", principals: ["*"], actions: ["s3:PutObject"] },
    { effect: "Deny", actions: ["s3:PutObject"] },
  ),
  mine(
    "statement-locks-out",
    "remove the action",
    { effect: "Deny", principals: ["*"], actions: ["s3:PutObject", "s3:GetObjectAcl"] },
    { effect: "Deny", principals: ["*"], actions: ["s3:GetObjectAcl"] },
  ),
  runbook(
    "runbook-source",
    "set only the name",
    { fromBucket: "s3://old-media" },
    { fromBucket: "old-media" },
  ),
  runbook(
    "runbook-source-is-target",
    "set the bucket that contains the files now",
    { fromBucket: "social-media" },
    { fromBucket: "old-media" },
  ),
  runbook("runbook-folder", 'such as "/srv/app"', { folder: "app" }, { folder: "/srv/app" }),
  runbook(
    "runbook-source-unused",
    "remove these options",
    { direction: "file-to-s3" },
    { direction: "file-to-s3", fromBucket: undefined, fromRegion: undefined },
  ),
  runbook(
    "runbook-key-prefix",
    "without a slash at either end",
    { fromKeyPrefix: "/a" },
    { fromKeyPrefix: "a" },
  ),
  proxy(
    "proxy-file",
    'use a path such as "/etc/ssl/media.pem"',
    { certificate: "/etc/ssl/my media.pem" },
    { certificate: "/etc/ssl/media.pem" },
  ),
  proxy(
    "proxy-resolver",
    'set one such as "127.0.0.53"',
    { resolvers: ["dns.example"] },
    { resolvers: ["127.0.0.53"] },
  ),
  proxy(
    "proxy-resolver",
    '"[2001:db8::1]:53"',
    { resolvers: ["2001:db8::1"] },
    { resolvers: ["[2001:db8::1]:53"] },
  ),
  proxy("proxy-port", "set a number from 1 to 65535", { innerPort: "0" }, { innerPort: "65535" }),
  [
    "proxy-unused",
    "remove it",
    nginxProblems(mastodonPlan(mastodon({ mediaHost: behindNginx })).facts, { innerPort: "9481" }),
    nginxProblems(mastodonPlan(mastodon({ mediaHost: behindNginx })).facts, {}),
  ],
  [
    "proxy-store-address",
    "use a hostname in store.s3.endpoint",
    nginxProblems(behindProxy("https://192.0.2.1"), {}),
    nginxProblems(behindProxy("https://s3.example.org"), {}),
  ],
  writer(
    "only-from-empty",
    "set cidrs",
    { keys: oneKey, onlyFrom: {} },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
  ),
  writer("only-from-empty", "remove it", { keys: oneKey, onlyFrom: {} }, { keys: oneKey }),
  writer(
    "cidr",
    '"203.0.113.17/32" for a single address',
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/32"] } },
  ),
  writer(
    "cidr-everything",
    "set the range of the app's servers",
    { keys: oneKey, onlyFrom: { cidrs: ["0.0.0.0/0"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["198.51.100.0/24"] } },
  ),
  writer(
    "cidr-everything",
    "set the ranges of the app's servers",
    { keys: oneKey, onlyFrom: { cidrs: ["0.0.0.0/1", "128.0.0.0/1"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["198.51.100.0/24"] } },
  ),
  writer(
    "cidr-host-bits",
    '"203.0.113.0/24" for the range',
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/24"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.0/24"] } },
  ),
  writer(
    "cidr-host-bits",
    '"203.0.113.17/32" for the address',
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/24"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.17/32"] } },
  ),
  writer(
    "cidr-host-bits",
    '"2001:db8::/32" for the range',
    { keys: oneKey, onlyFrom: { cidrs: ["2001:db8::17/32"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["2001:db8::/32"] } },
  ),
  writer(
    "cidr-mapped",
    'change it to "203.0.113.5/32"',
    { keys: oneKey, onlyFrom: { cidrs: ["::ffff:203.0.113.5"] } },
    { keys: oneKey, onlyFrom: { cidrs: ["203.0.113.5/32"] } },
  ),
  cephSettings(
    "cidr-version",
    "use an IPv4 address of the app's server",
    { writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["::1"] } } },
    {
      writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["127.0.0.1"] } },
    },
  ),
  writer(
    "cidr-private",
    "the VPC endpoint of the app's network in vpcEndpoints",
    { keys: oneKey, onlyFrom: { cidrs: ["10.0.0.0/8"] } },
    { keys: oneKey, onlyFrom: { vpcEndpoints: ["vpce-0123456789abcdef0"] } },
  ),
  writer(
    "vpc-endpoint-id",
    '"vpce-0123456789abcdef0"',
    { keys: oneKey, onlyFrom: { vpcEndpoints: ["vpc-1"] } },
    { keys: oneKey, onlyFrom: { vpcEndpoints: ["vpce-0123456789abcdef0"] } },
  ),
  cephSettings(
    "only-from-endpoints",
    "use cidrs",
    {
      writer: {
        given: { ...given, principal: "arn:aws:iam:::user/m" },
        onlyFrom: { vpcEndpoints: ["vpce-1a2b3c4d"] },
      },
    },
    {
      writer: { given: { ...given, principal: "arn:aws:iam:::user/m" }, onlyFrom: { cidrs: ["10.0.0.0/8"] } },
    },
  ),
  writer(
    "permissions-boundary",
    '"arn:aws:iam::123456789012:policy/boundary"',
    { keys: { ...oneKey, permissionsBoundary: "boundary" } },
    { keys: { ...oneKey, permissionsBoundary: "arn:aws:iam::123456789012:policy/boundary" } },
  ),
  writer(
    "permissions-boundary-partition",
    'which begins with "arn:aws:"',
    { keys: { ...oneKey, permissionsBoundary: "arn:aws-cn:iam::123456789012:policy/b" } },
    { keys: { ...oneKey, permissionsBoundary: "arn:aws:iam::123456789012:policy/b" } },
  ),
  cephStore(
    "ca-file-characters",
    "give the file another path",
    { caFile: "/a'b.pem" },
    { caFile: "/ab.pem" },
  ),
  cephStore(
    "ca-file-path",
    '"/etc/ssl/our-ca.pem"',
    { caFile: "our-ca.pem" },
    { caFile: "/etc/ssl/our-ca.pem" },
  ),
  cephStore(
    "ca-file-unused",
    "remove it",
    { endpoint: "http://rgw:7480", allowHttp: true, caFile: "/a.pem" },
    { endpoint: "http://rgw:7480", allowHttp: true },
  ),
  cephMine("principal-unsupported", "arn:aws:iam:::user/", { principals: ["cloudfront.amazonaws.com"] }, {}),
  cephMine(
    "condition-unsupported",
    "remove it",
    { sourceArns: ["arn:aws:cloudfront::123456789012:distribution/*"] },
    {},
  ),
  cephMine(
    "resource-unsupported",
    "use the value itself",
    { resources: [`${arn}/\${aws:username}/*`] },
    { resources: [`${arn}/accounts/*`] },
  ),
  mine(
    "policy-size",
    "remove statements",
    { resources: Array.from({ length: 500 }, (_, i) => `${arn}/accounts/${"a".repeat(40)}${i}`) },
    {},
  ),
  ...externalRows(),
];

/** Codes without a row, each with the reason. */
export const WITHOUT: Partial<Record<ProblemCode, string>> = {
  "store-region-isolated": "no value works: the partition is not supported",
  "component-name-length":
    "the remedy is the name of the component: tests/components/hosts/cloudfront.test.ts",
  "package-missing": "the remedy is a command of npm: tests/components/hosts/dns.test.ts",
  "acl-unsupported": "no store or host of the library has it yet",
  ...Object.fromEntries(
    (["config-key-missing", "config-key-unknown", "config-key-unused", "store-key-secrets"] as const).map(
      (code) => [code, "the remedy is a command of Pulumi: tests/config/read-instances.test.ts"],
    ),
  ),
  ...Object.fromEntries(
    (
      [
        ...["policy-statements", "policy-type", "policy-version", "statement-type", "variable-escape"],
        ...["statement-both-members", "statement-effect", "statement-member-missing", "variable-negated"],
        ...["statement-member-unknown", "statement-sid-characters", "statement-sid-type", "condition-type"],
        ...["statement-value-type", "principal-in-identity-policy", "principal-kind", "principal-nobody"],
        ...["not-principal-account", "not-principal-allow", "not-principal-everyone", "condition-key"],
        ...["condition-key-multivalued", "condition-operator", "not-action-unsupported"],
      ] as ProblemCode[]
    ).map((code) => [code, "no argument can express it, only a policy document: tests/access/lint*.test.ts"]),
  ),
  "secret-plain-text": "the remedy is a command of Pulumi: tests/cli/preview/preview.test.ts",
  "store-provider-foreign": "the remedy is an option: tests/components/providers.test.ts",
};
