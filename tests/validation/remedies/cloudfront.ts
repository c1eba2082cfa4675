/** Remedies about a media host at CloudFront. */
import type { Problem } from "../../../validation/problem";
import { cephMastodon, change, mediaHost, onMastodon, type Row, type Settings } from "./row";

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
const hostname = "files.social.example";
const logs = { bucket: "social-logs", region: "eu-central-1" };
const elsewhere = { ...CLOUDFRONT, certificateArn: undefined };
const isCovered = { ...CLOUDFRONT, dns: { manual: { zoneName: "social.example" } } };
const inRegion = (region: string, host: Settings): Problem[] =>
  onMastodon({ store: { aws: { region } }, mediaHost: { hostname, ...host } });
const onServer = (host: Settings): Problem[] => cephMastodon({ mediaHost: { hostname, ...host } });

export const CLOUDFRONT_HOST: Row[] = [
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
  atCloudFront("host-unlisted", "change it", { takeOver: ["file.social.example"] }, { takeOver: [hostname] }),
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
