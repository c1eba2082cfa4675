/** The real provider with the local AWS's CloudFront, ACM and Route 53: nothing of the library is here. */
import { GetDistributionCommand } from "@aws-sdk/client-cloudfront";
import { describeWithEngine, testsAreSteps } from "../engine";
import { otherProgram } from "../programs";
import { TestStack } from "../workspace";
import { startAwsLocal, type AwsLocal } from "./aws-local";
import { callsTo, describeCertificate, type Calls } from "./aws-local-calls";

const program = otherProgram({
  "index.ts": `
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const host = "media.engine.example";
const region = "us-east-1";
const maxAge = new pulumi.Config().getNumber("maxAge") ?? 86400;
const zone = new aws.route53.Zone("zone", { name: "engine.example" });
const certificate = new aws.acm.Certificate("certificate", {
  domainName: host, validationMethod: "DNS", keyAlgorithm: "EC_prime256v1", region,
});
const option = certificate.domainValidationOptions[0];
const record = new aws.route53.Record("validation", {
  zoneId: zone.zoneId, name: option.resourceRecordName, type: option.resourceRecordType,
  records: [option.resourceRecordValue], ttl: 60, allowOverwrite: true,
});
const validation = new aws.acm.CertificateValidation("issued", {
  certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn], region,
});
const bucket = new aws.s3.Bucket("media", { bucket: "engine-example-media" });
const control = new aws.cloudfront.OriginAccessControl("control", {
  originAccessControlOriginType: "s3", signingBehavior: "always", signingProtocol: "sigv4",
});
const cache = new aws.cloudfront.CachePolicy("cache", {
  minTtl: 0, defaultTtl: maxAge, maxTtl: maxAge,
  parametersInCacheKeyAndForwardedToOrigin: {
    enableAcceptEncodingGzip: true, enableAcceptEncodingBrotli: true,
    headersConfig: { headerBehavior: "none" },
    cookiesConfig: { cookieBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "none" },
  },
});
const headers = new aws.cloudfront.ResponseHeadersPolicy("headers", {
  corsConfig: {
    accessControlAllowCredentials: false, originOverride: true, accessControlMaxAgeSec: 3600,
    accessControlAllowOrigins: { items: ["*"] },
    accessControlAllowHeaders: { items: ["*"] },
    accessControlAllowMethods: { items: ["GET", "HEAD"] },
  },
  securityHeadersConfig: {
    contentTypeOptions: { override: true },
    contentSecurityPolicy: { override: true, contentSecurityPolicy: "default-src 'none'" },
    strictTransportSecurity: { override: true, accessControlMaxAgeSec: 31536000 },
  },
  customHeadersConfig: { items: [{ header: "Cross-Origin-Resource-Policy", value: "cross-origin", override: true }] },
});
const cors = new aws.cloudfront.Function("cors", {
  runtime: "cloudfront-js-2.0", comment: "CORS", publish: true,
  code: "function handler(event) { return event.response; }",
});
const forwarded = aws.cloudfront.getOriginRequestPolicyOutput({ name: "Managed-CORS-S3Origin" });
const distribution = new aws.cloudfront.Distribution("distribution", {
  enabled: true, isIpv6Enabled: true, httpVersion: "http2and3", priceClass: "PriceClass_100",
  aliases: [host], defaultRootObject: "__root__", comment: host,
  origins: [{
    originId: "s3", domainName: "engine-example-media.s3.eu-central-1.amazonaws.com",
    originAccessControlId: control.id,
  }],
  defaultCacheBehavior: {
    targetOriginId: "s3", viewerProtocolPolicy: "redirect-to-https", compress: true,
    allowedMethods: ["GET", "HEAD", "OPTIONS"], cachedMethods: ["GET", "HEAD"],
    cachePolicyId: cache.id, responseHeadersPolicyId: headers.id, originRequestPolicyId: forwarded.apply(({ id }) => id!),
    functionAssociations: [{ eventType: "viewer-response", functionArn: cors.arn }],
  },
  customErrorResponses: [403, 404].map((errorCode) => ({ errorCode, errorCachingMinTtl: 10 })),
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: {
    acmCertificateArn: validation.certificateArn, sslSupportMethod: "sni-only",
    minimumProtocolVersion: "TLSv1.2_2021",
  },
  tags: { app: "social" },
}, { dependsOn: [bucket] });
for (const type of ["A", "AAAA"])
  new aws.route53.Record("host-" + type, {
    zoneId: zone.zoneId, name: host, type,
    aliases: [{ name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false }],
  });
export const id = distribution.id;
export const certificateArn = certificate.arn;
`,
});

const RESOURCES = 13;

describeWithEngine("the AWS provider on aws-local's CloudFront, ACM and Route 53", () => {
  testsAreSteps();
  let aws: AwsLocal;
  let calls: Calls;
  let stack: TestStack;
  beforeAll(async () => {
    aws = await startAwsLocal();
    calls = callsTo(aws.url);
    stack = await TestStack.create(program, aws.url);
    stack.configure({ "aws:s3UsePathStyle": true });
  });
  afterAll(async () => {
    try {
      await stack.dispose();
    } finally {
      await aws.stop();
    }
  });

  it("creates a distribution with certificate, policies, function and records", async () => {
    expect((await stack.up()).changes).toEqual({ create: RESOURCES });
    const { id, certificateArn } = await stack.outputs();
    const { Distribution: made } = await calls.cloudFront.send(
      new GetDistributionCommand({ Id: String(id?.value) }),
    );
    expect(made?.DistributionConfig).toMatchObject({
      Aliases: { Items: ["media.engine.example"] },
      DefaultRootObject: "__root__",
      HttpVersion: "http2and3",
      DefaultCacheBehavior: { FunctionAssociations: { Items: [{ EventType: "viewer-response" }] } },
    });
    expect(await describeCertificate(calls, String(certificateArn?.value))).toMatchObject({
      Status: "ISSUED",
      KeyAlgorithm: "EC_prime256v1",
    });
  });

  it("changes nothing the second time, nor after a refresh", async () => {
    expect(await stack.up()).toMatchObject({ changes: { same: RESOURCES }, steps: [] });
    expect(await stack.refresh()).toMatchObject({ changes: { same: RESOURCES } });
    expect(await stack.up()).toMatchObject({ changes: { same: RESOURCES }, steps: [] });
    expect(stack.dropped()).toEqual([]);
  });

  it("changes a policy in place", async () => {
    stack.configure({ "other:maxAge": 3600 });
    expect((await stack.up()).changes).toEqual({ update: 1, same: RESOURCES - 1 });
  });

  it("destroys all of it", async () => {
    expect((await stack.destroy()).changes).toEqual({ delete: RESOURCES });
  });
});
