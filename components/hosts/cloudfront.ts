import type { Input } from "@pulumi/pulumi";
import { Distribution } from "@pulumi/aws/cloudfront/distribution";
import { NOBODYS_ACCOUNT } from "../../access/accounts";
import type { CloudFrontArgs } from "../../hosts/args";
import { DNS_DEFINITIONS, dnsKindOf, makesValidationRecords } from "../../hosts/dns";
import {
  BEHAVIOR,
  cloudFrontPlan,
  ORIGIN_ID,
  type CloudFrontPlan,
  type DistributionPlan,
} from "../../hosts/cloudfront/plan";
import { REFUSE } from "../../hosts/cloudfront/shared-parts";
import { createCertificate } from "./certificate";
import { dnsZone } from "./dns";
import { lateArg } from "./late-args";
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
  const parts = context.parts ?? ownParts(name, child);
  const checked = { ...args, ...lateArgs(context, args) };
  const zone = dnsZone(context, args.dns);
  const validationZone = makesValidationRecords(args.dns) ? zone : undefined;
  const { recordType } = DNS_DEFINITIONS[dnsKindOf(args.dns)];
  const created = ofHost.distributions.map((one) => {
    const { hostname } = one;
    const certificateArn = checked.certificateArn ?? createCertificate(context, hostname, validationZone);
    const distribution = createDistribution(context, ofHost, one, { ...checked, certificateArn }, parts);
    return { hostname, distribution, isTakenOver: one.isTakenOver };
  });
  return {
    distributionArns: created.map(({ distribution }) => distribution.arn),
    hosts: created.map(({ hostname, distribution }) => ({
      hostname,
      distributionId: distribution.id,
      domainName: distribution.domainName,
      recordName: hostname,
      recordType,
      recordValue: distribution.domainName,
    })),
    open: (after) => {
      for (const { hostname, distribution, isTakenOver } of created) {
        const { domainName, hostedZoneId } = distribution;
        zone?.createHostRecords({ hostname, domainName, hostedZoneId, isTakenOver }, after);
      }
    },
  };
}

const NO_ID = "00000000-0000-0000-0000-000000000000";

/** Arguments that may be outputs, which are checked when they are known. In a unit test with mocks, these values stand for them. */
const LATE_ARGS = {
  certificateArn: `arn:aws:acm:us-east-1:${NOBODYS_ACCOUNT}:certificate/${NO_ID}`,
  cachePolicyId: NO_ID,
  responseHeadersPolicyId: NO_ID,
  webAclArn: `arn:aws:wafv2:us-east-1:${NOBODYS_ACCOUNT}:global/webacl/known-after-up/${NO_ID}`,
} as const;

function lateArgs(context: HostContext, args: CloudFrontArgs): Partial<CloudFrontArgs> {
  const members = Object.entries(LATE_ARGS).flatMap(([member, standIn]) => {
    const value = args[member as keyof typeof LATE_ARGS];
    return value === undefined ? [] : [[member, lateArg(context, ["cloudFront", member], value, standIn)]];
  });
  return Object.fromEntries(members) as Partial<CloudFrontArgs>;
}

function createDistribution(
  { name, mediaHost, child, tags }: HostContext,
  { served, cachePolicy, headersPolicy, legacy, serving }: CloudFrontPlan,
  { hostname, settings, pathPatterns, isTakenOver }: DistributionPlan,
  args: CloudFrontArgs & { certificateArn: Input<string> },
  parts: SharedParts,
): Distribution {
  const behavior = {
    ...BEHAVIOR,
    cachePolicyId: cachePolicy === undefined ? (args.cachePolicyId ?? "") : parts.cachePolicy(cachePolicy),
    responseHeadersPolicyId:
      headersPolicy === undefined ? (args.responseHeadersPolicyId ?? "") : parts.headersPolicy(headersPolicy),
  };
  const refuse = { eventType: "viewer-request", functionArn: parts.edgeFunction(REFUSE) };
  const functionAssociations = serving.functions.map(({ eventType, part }) => ({
    eventType,
    functionArn: parts.edgeFunction(part),
  }));
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
        ...(legacy ? [legacy.origin] : []),
      ],
      ...(legacy && { originGroups: [legacy.group] }),
      // What is below no prefix that the host serves reaches neither the bucket nor the legacy host, whatever they would answer.
      defaultCacheBehavior: { ...behavior, functionAssociations: [refuse] },
      orderedCacheBehaviors: pathPatterns.map((pathPattern) => ({
        pathPattern,
        ...behavior,
        targetOriginId: serving.targetOriginId,
        functionAssociations,
      })),
      viewerCertificate: {
        acmCertificateArn: args.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
      ...(args.webAclArn !== undefined && { webAclId: args.webAclArn }),
      ...(tags && { tags }),
    },
    {
      ...child,
      protect: mediaHost.protect ?? true,
      retainOnDelete: false,
      // AssociateAlias adds the alias outside the program; a deployment in between must not remove it.
      ...(isTakenOver && { ignoreChanges: ["aliases"] }),
    },
  );
}
