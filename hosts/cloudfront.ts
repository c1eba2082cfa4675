/** CloudFront, in front of a bucket on AWS. */
import { MediaHostSigning, type CloudFrontArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import { CLOUDFRONT_HOST_RULES, CLOUDFRONT_RULES } from "./cloudfront/rules";
import { cloudFrontSteps, cloudFrontWarnings, invalidationCommand } from "./cloudfront/warnings";
import { dnsKindOf } from "./dns";
import type { HostDefinition } from "./host";

export const cloudFront: HostDefinition<CloudFrontArgs> = {
  can: {
    // Without an origin access control it sends no credentials:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    objectAcls: true,
    // The same page: with one it signs every request.
    signsRequests: true,
    // The same page: "StringEquals": { "AWS:SourceArn": the distribution's ARN }.
    namedInPolicy: true,
    managed: true,
  },
  inWords: "`cloudFront: { ... }`",
  rules: CLOUDFRONT_RULES,
  hostRules: CLOUDFRONT_HOST_RULES,
  purgeCommand: invalidationCommand,
  storeProblems: (store, region) =>
    (store.can.bucketPolicy ? store.cloudFrontProblems?.(region) : undefined) ?? [
      {
        code: "cloudfront-store",
        message: `cannot serve a bucket on ${store.title}, because CloudFront signs its requests for AWS S3 only; set \`external: {}\` and use your own proxy`,
      },
    ],
  open: (host, args) => ({
    hostname: host.hostname,
    warnings: cloudFrontWarnings(host, args),
    steps: cloudFrontSteps(host, args),
    isHttps: true,
    signing: MediaHostSigning.Cdn,
    ...(args.cachePolicyId === undefined && { maxAgeSeconds: maxAgeSecondsOf(host) }),
    dns: dnsKindOf(args.dns),
  }),
};
