/** The rules about the arguments of CloudFront. */
import { EXAMPLE_ACCOUNT } from "../../access/accounts";
import { patternCheck } from "../../validation/editor-check";
import { nearest } from "../../validation/nearest";
import { patternRule } from "../../validation/pattern-rule";
import { isPrivateUrl } from "../../validation/private-url";
import type { Reason } from "../../validation/problem";
import { nested, type Finding, type Rules } from "../../validation/rules";
import { wholeNumberRule } from "../../validation/whole-number";
import type { AccessLogsArgs, CloudFrontArgs, HstsArgs, MediaHostArgs } from "../args";
import { DNS_RULES, zoneFindings } from "../dns/rules";
import { eachValidHostname } from "../hostname-findings";
import { unreachableLegacyRule } from "../legacy";

/** The regular expression of a UUID, without its ends. */
const UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const CERTIFICATE = new RegExp(`^arn:aws:acm:([a-z0-9-]+):\\d{12}:certificate/${UUID}$`);
const POLICY_ID = new RegExp(`^${UUID}$`);
const WEB_ACL = /^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[^/]+$/;

/**
 * The regions that are on in every account. CloudFront cannot write its standard logs to the others
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html).
 */
const LOG_REGIONS = [
  ...["ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2"],
  ...["ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1"],
  ...["us-east-1", "us-east-2", "us-west-1", "us-west-2"],
];

function logRegionProblems(region: string): Reason[] {
  if (LOG_REGIONS.includes(region)) return [];
  const [area = ""] = region.split("-");
  const ofArea = LOG_REGIONS.filter((one) => one.startsWith(`${area}-`));
  const near = nearest(region, ofArea) ?? "eu-central-1";
  const message = `is not a region to which CloudFront can write logs (a region that an account has to enable first never is); use a bucket in another region, such as "${near}"`;
  return [{ code: "logs-region", message }];
}

const LOG_RULES: Rules<AccessLogsArgs> = [
  patternRule(
    "bucket",
    "logs-bucket",
    /^(?!.*\.amazonaws\.com$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'is not the name of a bucket; set only the name, such as "social-logs"',
  ),
  { at: "region", reasons: logRegionProblems, editor: { values: LOG_REGIONS } },
  patternRule(
    "prefix",
    "logs-prefix",
    /^[^/].{0,254}\/$/,
    'must end with "/" and not begin with it, with at most 256 characters; change it, or remove it',
  ),
];

const LONGEST_HSTS = 63_072_000;

const HSTS_RULES: Rules<HstsArgs> = [
  wholeNumberRule("maxAgeSeconds", "hsts-age", "seconds", { most: LONGEST_HSTS }),
];

export const CLOUDFRONT_RULES: Rules<CloudFrontArgs, MediaHostArgs> = [
  nested("dns", DNS_RULES),
  patternRule(
    "certificateArn",
    "certificate-arn",
    CERTIFICATE,
    `is not the ARN of a certificate in ACM; set one such as "arn:aws:acm:us-east-1:${EXAMPLE_ACCOUNT}:certificate/12345678-1234-1234-1234-123456789012"`,
  ),
  {
    at: "certificateArn",
    code: "certificate-region",
    isValid: (arn) => ["us-east-1", undefined].includes(CERTIFICATE.exec(String(arn))?.[1]),
    message:
      "is a certificate in another region, but CloudFront uses only those in us-east-1; request or import it there, and set that ARN",
    editor: patternCheck(
      /^(?!arn:aws:acm:(?!us-east-1:))/,
      "is a certificate in another region; CloudFront uses only those in us-east-1",
    ),
  },
  {
    at: "certificateArn",
    code: "certificate-needed",
    when: ({ certificateArn, dns }) => certificateArn === undefined && dns.manual !== undefined,
    editor: {
      isRequired: true,
      when: [{ at: "dns.manual" }],
      message:
        "With `dns: { manual: {} }` set certificateArn: nobody creates the record that validates a new certificate.",
    },
    message:
      "is missing, but with `dns: { manual: {} }` nobody creates the record that validates a new certificate; set the ARN of an issued certificate in us-east-1",
  },
  ...(["cloudflare", "route53"] as const).map((kind) => ({
    at: `dns.${kind}.validationRecords`,
    code: "validation-records-unused" as const,
    when: ({ certificateArn, dns }: CloudFrontArgs) =>
      certificateArn !== undefined && dns[kind]?.validationRecords !== undefined,
    editor: {
      isRefused: true as const,
      when: [{ at: "certificateArn" }],
      message: "has no effect with certificateArn; remove one of the two",
    },
    message: "has no effect with certificateArn, because no certificate is created; remove one of the two",
  })),
  ...["cachePolicyId", "responseHeadersPolicyId"].map((member) =>
    patternRule<CloudFrontArgs>(
      member,
      "cloudfront-policy-id",
      POLICY_ID,
      'is not the id of a policy of CloudFront; set one such as "658327ea-f89d-4fab-a63d-7e88639e58f6" (not its name or ARN)',
    ),
  ),
  patternRule(
    "webAclArn",
    "web-acl-arn",
    WEB_ACL,
    `is not the ARN of a web ACL for CloudFront, which has the scope CLOUDFRONT and is in us-east-1; set one such as "arn:aws:wafv2:us-east-1:${EXAMPLE_ACCOUNT}:global/webacl/media/12345678-1234-1234-1234-123456789012"`,
  ),
  nested("logs", LOG_RULES),
  nested("hsts", HSTS_RULES),
  {
    at: "hsts",
    code: "hsts-unused",
    when: ({ hsts, responseHeadersPolicyId }) => hsts !== undefined && responseHeadersPolicyId !== undefined,
    editor: {
      isRefused: true,
      when: [{ at: "responseHeadersPolicyId" }],
      message: "has no effect with responseHeadersPolicyId; remove one of the two",
    },
    message:
      "has no effect with responseHeadersPolicyId, because that policy says which headers are sent; remove one of the two",
  },
];

/** The rules about a media host with `cloudFront`. */
export const CLOUDFRONT_HOST_RULES: Rules<MediaHostArgs> = [
  {
    at: "cloudFront.takeOver",
    findings: (host) =>
      (host.cloudFront?.takeOver ?? []).flatMap((name, i) => unlisted(host, name, `[${i}]`)),
  },
  {
    at: "cloudFront.dns.cloudflare.hostRecordIds",
    findings: (host) =>
      Object.keys(host.cloudFront?.dns.cloudflare?.hostRecordIds ?? {}).flatMap((name) =>
        unlisted(host, name, name),
      ),
  },
  { at: "", findings: (host) => eachHostname(host, certificateFindings) },
  {
    at: "",
    findings: (host) => {
      const dns = host.cloudFront?.dns;
      return dns === undefined ? [] : eachHostname(host, (hostname) => zoneFindings(hostname, dns));
    },
  },
  unreachableLegacyRule("cloudFront", "CloudFront"),
  {
    at: "cache",
    code: "cache-unused",
    when: ({ cache, cloudFront }) => cache !== undefined && cloudFront?.cachePolicyId !== undefined,
    message:
      "has no effect with cloudFront.cachePolicyId, because that policy decides how long files are cached; remove one of the two",
  },
];

/** A name that is none of the host's. */
function unlisted({ hostname, previousHosts = [] }: MediaHostArgs, name: string, path: string): Finding[] {
  if (name === hostname || previousHosts.includes(name)) return [];
  const message = `"${name}" is neither mediaHost.hostname nor in mediaHost.previousHosts; change it or remove it`;
  return [{ code: "host-unlisted", path, message }];
}

function eachHostname(
  host: MediaHostArgs,
  findings: (hostname: string, args: CloudFrontArgs) => Finding[],
): Finding[] {
  const { cloudFront } = host;
  return cloudFront === undefined ? [] : eachValidHostname(host, (name) => findings(name, cloudFront));
}

/** The longest common name in a certificate; ACM refuses a longer first name (RFC 5280, ub-common-name). */
const LONGEST_COMMON_NAME = 64;

/** Names that no certificate authority may issue for, names of AWS, and names that are too long for a certificate of the component's. */
function certificateFindings(hostname: string, { certificateArn }: CloudFrontArgs): Finding[] {
  if (/\.(cloudfront\.net|amazonaws\.com|amazonaws\.com\.cn)$/.test(hostname)) {
    const message =
      "is a name of AWS, which no certificate of yours can cover; set a name in a DNS zone of yours";
    return [{ code: "certificate-hostname", message }];
  }
  if (isPrivateUrl(`https://${hostname}`)) {
    const message =
      "is known only in private networks, so no public certificate can cover it; set a public name";
    return [{ code: "certificate-hostname", message }];
  }
  if (certificateArn !== undefined || hostname.length <= LONGEST_COMMON_NAME) return [];
  const message = `has ${hostname.length} characters, but ACM accepts at most ${LONGEST_COMMON_NAME} in the first name of a certificate; use a shorter name, or set cloudFront.certificateArn to a certificate that has it as a further name`;
  return [{ code: "certificate-hostname-length", message }];
}
