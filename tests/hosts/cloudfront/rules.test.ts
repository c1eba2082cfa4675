import { mediaHostProblems, storeHostProblems } from "../../../hosts";
import { aws } from "../../../stores/aws";
import { S3_SERVERS } from "../../../stores/s3";
import type { Problem } from "../../../validation/problem";
import { codesOf, type Found } from "../../validation/of";

type Settings = Record<string, unknown>;

const hostname = "files.social.example";
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const POLICY = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const WEB_ACL =
  "arn:aws:wafv2:us-east-1:123456789012:global/webacl/media/12345678-1234-1234-1234-123456789012";
const ZONE = { zoneId: "0123456789abcdef0123456789abcdef", zoneName: "social.example" };
const LOGS = { bucket: "social-logs", region: "eu-central-1" };

const problems = (cloudFront: Settings, host: Settings = {}): Problem[] =>
  mediaHostProblems(
    { hostname, cloudFront: { dns: { manual: {} }, certificateArn, ...cloudFront }, ...host },
    "h",
  );

test.each<[string, Settings, Settings?]>([
  ["the least", {}],
  ["a zone at Cloudflare", { dns: { cloudflare: ZONE }, certificateArn: undefined }],
  ["an apex at Route 53", { dns: { route53: { ...ZONE, zoneId: "Z1" } } }, { hostname: "social.example" }],
  [
    "the longest name of a certificate",
    { dns: { cloudflare: ZONE }, certificateArn: undefined },
    { hostname: `${"a".repeat(49)}.social.example` },
  ],
  ["a zone's name", { dns: { manual: { zoneName: "social.example" } } }],
  [
    "everything",
    { priceClass: "PriceClass_200", webAclArn: WEB_ACL, logs: { ...LOGS, prefix: "a/" }, hsts: {} },
  ],
  ["policies of the operator's", { cachePolicyId: POLICY, responseHeadersPolicyId: POLICY }],
  [
    "a take-over of a record",
    { dns: { cloudflare: { ...ZONE, hostRecordIds: { [hostname]: ZONE.zoneId } } }, takeOver: [hostname] },
  ],
  ["previous hosts", { takeOver: ["a.social.example"] }, { previousHosts: ["a.social.example"] }],
  ["a time and no protection", {}, { cache: { maxAgeSeconds: 1 }, protect: false }],
  ["a long name with a certificate of the operator's", {}, { hostname: `${"a".repeat(60)}.social.example` }],
])("%s is fine", (_, cloudFront, host = {}) => expect(problems(cloudFront, host)).toEqual([]));

test.each<[string, Settings, Settings, ...Found[]]>([
  ["no dns", { dns: undefined }, {}, ["h.cloudFront.dns", "missing-member"]],
  ["an empty dns", { dns: {} }, {}, ["h.cloudFront.dns", "dns-missing"]],
  ["an unknown dns", { dns: { bind: {} } }, {}, ["h.cloudFront.dns.bind", "unknown-member"]],
  [
    "manual without a certificate",
    { certificateArn: undefined },
    {},
    ["h.cloudFront.certificateArn", "certificate-needed"],
  ],
  [
    "no ARN",
    { certificateArn: "files.social.example" },
    {},
    ["h.cloudFront.certificateArn", "certificate-arn"],
  ],
  [
    "a certificate in another region",
    { certificateArn: certificateArn.replace("us-east-1", "eu-central-1") },
    {},
    ["h.cloudFront.certificateArn", "certificate-region"],
  ],
  [
    "a name of AWS",
    {},
    { hostname: "d111111abcdef8.cloudfront.net" },
    ["h.hostname", "certificate-hostname"],
  ],
  ["a private name", {}, { hostname: "files.social.internal" }, ["h.hostname", "certificate-hostname"]],
  ["an apex by a CNAME made by hand", {}, { hostname: "social.example" }, ["h.hostname", "dns-apex"]],
  ["the apex of a zone below", { dns: { manual: { zoneName: hostname } } }, {}, ["h.hostname", "dns-apex"]],
  [
    "a name outside the zone",
    { dns: { manual: { zoneName: "other.example" } } },
    {},
    ["h.hostname", "dns-zone"],
  ],
  [
    "a name that only ends like the zone",
    { dns: { manual: { zoneName: "social.example" } } },
    { hostname: "files.antisocial.example" },
    ["h.hostname", "dns-zone"],
  ],
  [
    "a zone with a scheme",
    { dns: { manual: { zoneName: "https://social.example" } } },
    {},
    ["h.cloudFront.dns.manual.zoneName", "hostname-scheme"],
  ],
  ["an unknown price class", { priceClass: "cheap" }, {}, ["h.cloudFront.priceClass", "unknown-value"]],
  [
    "a policy's name",
    { cachePolicyId: "CachingOptimized" },
    {},
    ["h.cloudFront.cachePolicyId", "cloudfront-policy-id"],
  ],
  [
    "a policy's ARN",
    { responseHeadersPolicyId: "arn:aws:x" },
    {},
    ["h.cloudFront.responseHeadersPolicyId", "cloudfront-policy-id"],
  ],
  ["a time beside a policy", { cachePolicyId: POLICY }, { cache: {} }, ["h.cache", "cache-unused"]],
  [
    "HSTS beside a policy",
    { responseHeadersPolicyId: POLICY, hsts: {} },
    {},
    ["h.cloudFront.hsts", "hsts-unused"],
  ],
  ["no time", {}, { cache: { maxAgeSeconds: 0 } }, ["h.cache.maxAgeSeconds", "cache-age"]],
  [
    "a time above CloudFront's",
    {},
    { cache: { maxAgeSeconds: 31_536_001 } },
    ["h.cache.maxAgeSeconds", "cache-age"],
  ],
  ["a part of a second", {}, { cache: { maxAgeSeconds: 1.5 } }, ["h.cache.maxAgeSeconds", "cache-age"]],
  ["HSTS for no time", { hsts: { maxAgeSeconds: 0 } }, {}, ["h.cloudFront.hsts.maxAgeSeconds", "hsts-age"]],
  [
    "a regional web ACL",
    { webAclArn: WEB_ACL.replace("global", "regional") },
    {},
    ["h.cloudFront.webAclArn", "web-acl-arn"],
  ],
  [
    "a host for a log bucket",
    { logs: { ...LOGS, bucket: "l.s3.amazonaws.com" } },
    {},
    ["h.cloudFront.logs.bucket", "logs-bucket"],
  ],
  [
    "logs in an opt-in region",
    { logs: { ...LOGS, region: "eu-central-2" } },
    {},
    ["h.cloudFront.logs.region", "logs-region"],
  ],
  [
    "a log prefix without a slash",
    { logs: { ...LOGS, prefix: "a" } },
    {},
    ["h.cloudFront.logs.prefix", "logs-prefix"],
  ],
  [
    "a proxied record",
    { dns: { cloudflare: { ...ZONE, proxied: true } } },
    {},
    ["h.cloudFront.dns.cloudflare.proxied", "dns-proxied"],
  ],
  [
    "an apex at Cloudflare",
    { dns: { cloudflare: ZONE } },
    { hostname: "social.example" },
    ["h.hostname", "dns-apex"],
  ],
  [
    "a name outside the zone at Cloudflare",
    { dns: { cloudflare: ZONE } },
    { hostname: "files.other.example" },
    ["h.hostname", "dns-zone"],
  ],
  [
    "a name outside the zone at Route 53",
    { dns: { route53: { ...ZONE, zoneId: "Z1" } } },
    { hostname: "other.example" },
    ["h.hostname", "dns-zone"],
  ],
  [
    "no zone's name",
    { dns: { cloudflare: { zoneId: ZONE.zoneId } } },
    {},
    ["h.cloudFront.dns.cloudflare.zoneName", "missing-member"],
  ],
  [
    "a zone's name for its id",
    { dns: { cloudflare: { ...ZONE, zoneId: "social.example" } } },
    {},
    ["h.cloudFront.dns.cloudflare.zoneId", "dns-zone-id"],
  ],
  ["two zones", { dns: { cloudflare: ZONE, manual: {} } }, {}, ["h.cloudFront.dns", "dns-both"]],
  [
    "a name that is too long for a certificate of the component's",
    { dns: { cloudflare: ZONE }, certificateArn: undefined },
    { hostname: `${"a".repeat(60)}.social.example` },
    ["h.hostname", "certificate-hostname-length"],
  ],
  [
    "a previous host twice",
    {},
    { previousHosts: ["a.social.example", "a.social.example"] },
    ["h.previousHosts[1]", "previous-host-same"],
  ],
  [
    "the hostname as a previous host",
    {},
    { previousHosts: [hostname] },
    ["h.previousHosts[0]", "previous-host-same"],
  ],
  [
    "a previous host with a scheme",
    {},
    { previousHosts: ["https://a.social.example"] },
    ["h.previousHosts[0]", "hostname-scheme"],
  ],
  [
    "a previous host outside the zone",
    { dns: { cloudflare: ZONE } },
    { previousHosts: ["a.other.example"] },
    ["h.previousHosts[0]", "dns-zone"],
  ],
  [
    "a take-over of another name",
    { takeOver: ["b.social.example"] },
    {},
    ["h.cloudFront.takeOver[0]", "host-unlisted"],
  ],
  [
    "a record of another name",
    { dns: { cloudflare: { ...ZONE, hostRecordIds: { b: ZONE.zoneId } } } },
    {},
    ["h.cloudFront.dns.cloudflare.hostRecordIds.b", "host-unlisted"],
  ],
  [
    "a record's name for its id",
    { dns: { cloudflare: { ...ZONE, hostRecordIds: { [hostname]: "files" } } } },
    {},
    [`h.cloudFront.dns.cloudflare.hostRecordIds.${hostname}`, "dns-record-id"],
  ],
  ["a second kind of host", {}, { external: {} }, ["h", "media-host-both"]],
])("%s is a problem at its path", (_, cloudFront, host, ...expected) =>
  expect(codesOf(problems(cloudFront, host))).toEqual(expected),
);

test.each([
  ["eu-central-2", "eu-central-1"],
  ["eu-south-1", "eu-north-1"],
  ["us-esat-1", "us-east-1"],
  ["il-central-1", "eu-central-1"],
])(
  "the message about logs in %s names a region that works, a near one of the same area if there is one",
  (region, near) => {
    const [{ message } = { message: "" }] = problems({ logs: { ...LOGS, region } });
    expect(message).toContain(`use a bucket in another region, such as "${near}"`);
  },
);

describe("the store behind CloudFront", () => {
  const host = { hostname, cloudFront: { dns: {} } };

  const pathsAndCodes = (...args: Parameters<typeof storeHostProblems>) =>
    storeHostProblems(...args).map(({ path, code }) => [path, code]);

  it.each(["eu-central-1", "us-east-1", undefined])("can be AWS in %s", (region) =>
    expect(storeHostProblems(host, aws, region)).toEqual([]),
  );

  it.each(["cn-north-1", "us-gov-west-1", "eusc-de-east-1"])(
    "cannot be AWS in %s, which has no CloudFront",
    (region) => expect(pathsAndCodes(host, aws, region)).toEqual([["cloudFront", "cloudfront-partition"]]),
  );

  it.each(Object.values(S3_SERVERS))("cannot be $title", (server) =>
    expect(pathsAndCodes(host, server, "default")).toEqual([["cloudFront", "cloudfront-store"]]),
  );

  it("can be any store where the operator's own proxy serves the host", () => {
    for (const server of Object.values(S3_SERVERS))
      expect(storeHostProblems({ hostname, external: {} }, server, "default")).toEqual([]);
  });
});
