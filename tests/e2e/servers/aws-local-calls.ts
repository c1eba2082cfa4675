import { CloudFrontClient, type DistributionConfig } from "@aws-sdk/client-cloudfront";

/** What tests of the local AWS ask it with: CloudFront's own client, and bare calls for services whose clients are no dependency. */
export interface Calls {
  cloudFront: CloudFrontClient;
  acm(action: string, request: object, region?: string): Promise<Reply>;
  route53(method: string, path: string, body?: string): Promise<Reply>;
}

export interface Reply {
  status: number;
  text: string;
  /** The body of JSON APIs. */
  json: Record<string, unknown>;
}

const signature = (service: string, region: string): Record<string, string> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/${region}/${service}/aws4_request`,
});

export function callsTo(url: string): Calls {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const send = async (path: string, init: RequestInit): Promise<Reply> => {
    const reply = await fetch(url + path, init);
    const text = await reply.text();
    const json = text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status: reply.status, text, json };
  };
  return {
    cloudFront: new CloudFrontClient({ endpoint: url, region: "us-east-1", credentials, maxAttempts: 1 }),
    acm: (action, request, region = "us-east-1") =>
      send("/", {
        method: "POST",
        body: JSON.stringify(request),
        headers: {
          ...signature("acm", region),
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `CertificateManager.${action}`,
        },
      }),
    route53: (method, path, body) =>
      send(`/2013-04-01/${path}`, {
        method,
        headers: signature("route53", "us-east-1"),
        ...(body === undefined ? {} : { body }),
      }),
  };
}

/** A certificate, issued if its validation records are published. Its ARN. */
export async function requestCertificate(
  calls: Calls,
  names: string[],
  region = "us-east-1",
): Promise<string> {
  const [DomainName, ...SubjectAlternativeNames] = names;
  const request = { DomainName, SubjectAlternativeNames, ValidationMethod: "DNS" };
  return String((await calls.acm("RequestCertificate", request, region)).json["CertificateArn"]);
}

export interface ValidationOption {
  DomainName: string;
  ValidationStatus: string;
  ResourceRecord: { Name: string; Type: string; Value: string };
}

export interface CertificateDetail {
  Status: string;
  KeyAlgorithm: string;
  InUseBy: string[];
  DomainValidationOptions: ValidationOption[];
}

export async function describeCertificate(
  calls: Calls,
  arn: string,
  region = "us-east-1",
): Promise<CertificateDetail> {
  const { json } = await calls.acm("DescribeCertificate", { CertificateArn: arn }, region);
  return json["Certificate"] as CertificateDetail;
}

let references = 0;

/** The least that CloudFront takes, with more or other members. */
export function distributionConfig(more: Partial<DistributionConfig> = {}): DistributionConfig {
  const origin = { Id: "s3", DomainName: "media.s3.eu-central-1.amazonaws.com" };
  return {
    CallerReference: `test-${++references}`,
    Comment: "",
    Enabled: true,
    Origins: { Quantity: 1, Items: [{ ...origin, S3OriginConfig: { OriginAccessIdentity: "" } }] },
    DefaultCacheBehavior: {
      TargetOriginId: "s3",
      ViewerProtocolPolicy: "redirect-to-https",
      CachePolicyId: CACHING_OPTIMIZED,
    },
    ...more,
  };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html */
export const CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/** For distributions with aliases. */
export const withCertificate = (arn: string, ...aliases: string[]): Partial<DistributionConfig> => ({
  Aliases: { Quantity: aliases.length, Items: aliases },
  ViewerCertificate: {
    ACMCertificateArn: arn,
    SSLSupportMethod: "sni-only",
    MinimumProtocolVersion: "TLSv1.2_2021",
  },
});
