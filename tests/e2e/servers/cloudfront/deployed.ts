/** A distribution with everything that it refers to, as CloudFront's API returns them. */
import {
  type CachePolicyConfig,
  CloudFrontClient,
  type CloudFrontClientConfig,
  type DistributionConfig,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetFunctionCommand,
  GetOriginAccessControlCommand,
  GetOriginRequestPolicyCommand,
  GetResponseHeadersPolicyCommand,
  type OriginAccessControlConfig,
  type OriginRequestPolicyConfig,
  type ResponseHeadersPolicyConfig,
} from "@aws-sdk/client-cloudfront";

/** What the edge locations know of one distribution. Policies and access controls by their ids, functions by their ARNs. */
export interface Deployed {
  arn: string;
  /** The host that CloudFront gave it: `d111111abcdef8.cloudfront.net`. */
  domainName: string;
  config: DistributionConfig;
  cachePolicies: Record<string, CachePolicyConfig>;
  originRequestPolicies: Record<string, OriginRequestPolicyConfig>;
  responseHeadersPolicies: Record<string, ResponseHeadersPolicyConfig>;
  originAccessControls: Record<string, OriginAccessControlConfig>;
  /** The code of each function's LIVE stage. */
  functions: Record<string, string>;
}

/** The default behavior or one of the others; all that counts in a request is the same. */
export type Behavior = NonNullable<DistributionConfig["DefaultCacheBehavior"]>;

export const items = <T>(list: { Items?: T[] | undefined } | undefined): T[] => list?.Items ?? [];

/** The behaviors in the order in which they are tried, the default last. */
export function behaviors({ config }: Pick<Deployed, "config">): Behavior[] {
  return [...items(config.CacheBehaviors), given(config.DefaultCacheBehavior, "DefaultCacheBehavior")];
}

/** Reads a distribution from an endpoint of CloudFront's. */
export async function readDeployed(client: CloudFrontClientConfig, id: string): Promise<Deployed> {
  const cloudFront = new CloudFrontClient(client);
  try {
    const { Distribution } = await cloudFront.send(new GetDistributionCommand({ Id: id }));
    const config = given(Distribution?.DistributionConfig, "DistributionConfig");
    const all = behaviors({ config });
    const named = async <T>(ids: (string | undefined)[], get: (id: string) => Promise<T>) => {
      const used = [...new Set(ids.filter((one) => one !== undefined && one !== ""))] as string[];
      return Object.fromEntries(await Promise.all(used.map(async (one) => [one, await get(one)] as const)));
    };
    return {
      arn: given(Distribution?.ARN, "ARN"),
      domainName: given(Distribution?.DomainName, "DomainName"),
      config,
      cachePolicies: await named(
        all.map(({ CachePolicyId }) => CachePolicyId),
        async (Id) =>
          given(
            (await cloudFront.send(new GetCachePolicyCommand({ Id }))).CachePolicy?.CachePolicyConfig,
            Id,
          ),
      ),
      originRequestPolicies: await named(
        all.map(({ OriginRequestPolicyId }) => OriginRequestPolicyId),
        async (Id) => {
          const { OriginRequestPolicy } = await cloudFront.send(new GetOriginRequestPolicyCommand({ Id }));
          return given(OriginRequestPolicy?.OriginRequestPolicyConfig, Id);
        },
      ),
      responseHeadersPolicies: await named(
        all.map(({ ResponseHeadersPolicyId }) => ResponseHeadersPolicyId),
        async (Id) => {
          const { ResponseHeadersPolicy } = await cloudFront.send(
            new GetResponseHeadersPolicyCommand({ Id }),
          );
          return given(ResponseHeadersPolicy?.ResponseHeadersPolicyConfig, Id);
        },
      ),
      originAccessControls: await named(
        items(config.Origins).map(({ OriginAccessControlId }) => OriginAccessControlId),
        async (Id) => {
          const { OriginAccessControl } = await cloudFront.send(new GetOriginAccessControlCommand({ Id }));
          return given(OriginAccessControl?.OriginAccessControlConfig, Id);
        },
      ),
      functions: await named(
        all.flatMap(({ FunctionAssociations }) =>
          items(FunctionAssociations).map(({ FunctionARN }) => FunctionARN),
        ),
        async (arn) => {
          const name = arn.split(":function/")[1];
          const { FunctionCode } = await cloudFront.send(
            new GetFunctionCommand({ Name: name, Stage: "LIVE" }),
          );
          return Buffer.from(given(FunctionCode, arn)).toString();
        },
      ),
    };
  } finally {
    cloudFront.destroy();
  }
}

export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`CloudFront did not say ${what}`);
  return value;
}
