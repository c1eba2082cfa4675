import { Distribution } from "@pulumi/aws/cloudfront/distribution";
import type { CloudFrontArgs } from "../../hosts/args";
import {
  BEHAVIOR,
  cloudFrontPlan,
  ORIGIN_ID,
  type CloudFrontPlan,
  type DistributionPlan,
} from "../../hosts/cloudfront/plan";
import type { BucketSettings } from "../../storage/args";
import { checkedInput } from "../late-values";
import { ownParts, type SharedParts } from "./shared-parts";
import type { CreatedHost, HostContext } from "./index";

/** The distributions of a media host: each hostname has its own. */
export function createCloudFront(context: HostContext, args: CloudFrontArgs): CreatedHost {
  const { name, plan, mediaHost, child } = context;
  const { store, settings, needs } = plan;
  const ofHost = cloudFrontPlan(mediaHost, args, {
    bucket: settings.bucket,
    originHost: new URL(store.bucketUrl(settings.bucket)).host,
    prefixes: needs.hostReads?.prefixes ?? needs.publicPrefixes,
    signsRequests: needs.hostReads !== undefined,
  });
  const parts = ownParts(name, child);
  const checked = { ...args, ...checkedArns(context, args) };
  const created = ofHost.distributions.map((one) => ({
    hostname: one.hostname,
    distribution: createDistribution(context, ofHost, one, checked, parts),
  }));
  return {
    distributionArns: created.map(({ distribution }) => distribution.arn),
    hosts: created.map(({ hostname, distribution }) => ({
      hostname,
      distributionId: distribution.id,
      domainName: distribution.domainName,
      recordName: hostname,
      recordType: "CNAME",
      recordValue: distribution.domainName,
    })),
  };
}

/** What may be an output, and is judged when it is known. In a unit test with mocks, the second value stands for it. */
const LATE_ARGS = {
  certificateArn: "arn:aws:acm:us-east-1:000000000000:certificate/00000000-0000-0000-0000-000000000000",
  cachePolicyId: "00000000-0000-0000-0000-000000000000",
  responseHeadersPolicyId: "00000000-0000-0000-0000-000000000000",
  webAclArn:
    "arn:aws:wafv2:us-east-1:000000000000:global/webacl/known-after-up/00000000-0000-0000-0000-000000000000",
} as const;

function checkedArns(
  { plan: { settings }, mediaHost, check }: HostContext,
  args: CloudFrontArgs,
): Partial<CloudFrontArgs> {
  const members = Object.entries(LATE_ARGS).flatMap(([member, standIn]) => {
    const value = args[member as keyof typeof LATE_ARGS];
    if (value === undefined) return [];
    const path = `mediaHost.cloudFront.${member}`;
    const settled = (known: string): BucketSettings => {
      const cloudFront = { ...args, [member]: known };
      return { ...settings, ...{ mediaHost: { ...mediaHost, cloudFront } } };
    };
    return [[member, checkedInput(path, value, standIn, check, settled)] as const];
  });
  return Object.fromEntries(members);
}

function createDistribution(
  { name, mediaHost, child, tags }: HostContext,
  { served, cachePolicy, headersPolicy }: CloudFrontPlan,
  { hostname, settings, pathPatterns }: DistributionPlan,
  args: CloudFrontArgs,
  parts: SharedParts,
): Distribution {
  const behavior = {
    ...BEHAVIOR,
    cachePolicyId: cachePolicy === undefined ? (args.cachePolicyId ?? "") : parts.cachePolicy(cachePolicy),
    responseHeadersPolicyId:
      headersPolicy === undefined ? (args.responseHeadersPolicyId ?? "") : parts.headersPolicy(headersPolicy),
  };
  const allowOrigin = { eventType: "viewer-response", functionArn: parts.allowOrigin() };
  const refuse = { eventType: "viewer-request", functionArn: parts.refuse() };
  return new Distribution(
    `${name}-distribution-${hostname}`,
    {
      ...settings,
      origins: [
        {
          originId: ORIGIN_ID,
          // A string that is known in a preview, never an output of the bucket: a set with an unknown member is shown as a
          // replacement of the distribution (https://github.com/pulumi/pulumi-aws/issues/5229). And no s3OriginConfig, which a
          // refresh loses beside an origin access control (https://github.com/pulumi/pulumi-aws/issues/6623).
          domainName: served.originHost,
          ...(served.signsRequests && { originAccessControlId: parts.originAccess() }),
        },
      ],
      // What is below no prefix that the host serves never reaches the bucket, whatever the policy there says.
      defaultCacheBehavior: { ...behavior, functionAssociations: [refuse] },
      orderedCacheBehaviors: pathPatterns.map((pathPattern) => ({
        pathPattern,
        ...behavior,
        functionAssociations: [allowOrigin],
      })),
      viewerCertificate: {
        acmCertificateArn: args.certificateArn ?? "",
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      ...(args.webAclArn !== undefined && { webAclId: args.webAclArn }),
      ...(tags && { tags }),
    },
    { ...child, protect: mediaHost.protect ?? true, retainOnDelete: false },
  );
}
