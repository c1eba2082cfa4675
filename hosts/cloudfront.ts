/** CloudFront, in front of a bucket on AWS. */
import { MediaHostSigning, type CloudFrontArgs } from "./args";
import { maxAgeSecondsOf } from "./cache";
import { CLOUDFRONT_HOST_RULES, CLOUDFRONT_RULES } from "./cloudfront/rules";
import { cloudFrontSteps, cloudFrontWarnings, invalidationCommand } from "./cloudfront/warnings";
import { dnsKindOf } from "./dns";
import type { HostDefinition } from "./host";
import { R2_REMEDY } from "./r2/remedy";
import { ownProxy } from "./web-endpoint";

export const cloudFront: HostDefinition<CloudFrontArgs> = {
  can: {
    // Without an origin access control it sends no credentials:
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
    objectAcls: true,
    // The same page: with one it signs every request.
    signsRequests: true,
    // The same page: "StringEquals": { "AWS:SourceArn": the distribution's ARN }.
    namedInPolicy: true,
    // The default behavior refuses what is below none of the prefixes (hosts/cloudfront/plan.ts).
    publishesBucket: false,
    managed: true,
  },
  inWords: "`cloudFront: { ... }`",
  rules: CLOUDFRONT_RULES,
  hostRules: CLOUDFRONT_HOST_RULES,
  // The default behavior's function (hosts/cloudfront/functions.ts).
  refusalStatus: 403,
  answersBeforeDns: true,
  purgeCommand: invalidationCommand,
  storeProblems: (store, region) =>
    (store.can.bucketPolicy ? store.cloudFrontProblems?.(region) : undefined) ?? [
      {
        code: "cloudfront-store",
        message: `cannot serve a bucket on ${store.title}, because CloudFront signs its requests for AWS S3 only; ${store.can.workers ? R2_REMEDY : `set ${ownProxy(store)} and use your own proxy`}`,
      },
    ],
  open: (host, args, use) => ({
    hostname: host.hostname,
    warnings: cloudFrontWarnings(host, args, use),
    steps: cloudFrontSteps(host, args),
    isHttps: true,
    signing: MediaHostSigning.Cdn,
    ...(args.cachePolicyId === undefined && { maxAgeSeconds: maxAgeSecondsOf(host) }),
    dns: dnsKindOf(args.dns),
  }),
};
