// CloudFront with a certificate and its DNS records at Cloudflare, as ./bare.cjs puts it before each bucket.
const aws = require("@pulumi/aws");
const cloudflare = require("@pulumi/cloudflare");
const { CORS, PREFIXES, REGION, ZONE_ID } = require("./values.cjs");

/** Of each instance: certificate, validation record, validation, distribution, host record. */
const EACH = 5;
/** Cache policy, response headers policy, two functions and the origin access control. */
const SHARED = 5;

function sharedParts() {
  const cachePolicy = new aws.cloudfront.CachePolicy("cache-policy", {
    minTtl: 0,
    defaultTtl: 86400,
    maxTtl: 86400,
    parametersInCacheKeyAndForwardedToOrigin: {
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
    },
  });
  const headersPolicy = new aws.cloudfront.ResponseHeadersPolicy("headers-policy", {
    corsConfig: {
      accessControlAllowCredentials: false,
      accessControlAllowHeaders: { items: ["*"] },
      accessControlAllowMethods: { items: ["GET", "HEAD", "OPTIONS"] },
      accessControlAllowOrigins: { items: ["*"] },
      accessControlExposeHeaders: { items: CORS.exposeHeaders },
      accessControlMaxAgeSec: CORS.maxAgeSeconds,
      originOverride: true,
    },
    customHeadersConfig: {
      items: [{ header: "Cross-Origin-Resource-Policy", value: "cross-origin", override: true }],
    },
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'", override: true },
      contentTypeOptions: { override: true },
    },
  });
  const edgeFunction = (name) =>
    new aws.cloudfront.Function(name, {
      runtime: "cloudfront-js-2.0",
      code: "function handler(event) { return event.response; }",
      publish: true,
    });
  const originAccess = new aws.cloudfront.OriginAccessControl("origin-access", {
    originAccessControlOriginType: "s3",
    signingBehavior: "always",
    signingProtocol: "sigv4",
  });
  return {
    behavior: {
      targetOriginId: "bucket",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD", "OPTIONS"],
      cachedMethods: ["GET", "HEAD"],
      cachePolicyId: cachePolicy.id,
      responseHeadersPolicyId: headersPolicy.id,
    },
    allowOrigin: edgeFunction("allow-origin"),
    refuse: edgeFunction("refuse"),
    originAccess,
  };
}

/** The media host of an instance. `child`: options that make a resource a child of its component. */
function serve(name, bucket, { behavior, allowOrigin, refuse, originAccess }, child) {
  const hostname = `files.${name}.example`;
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    { domainName: hostname, validationMethod: "DNS", keyAlgorithm: "EC_prime256v1", region: "us-east-1" },
    child,
  );
  const wanted = certificate.domainValidationOptions.apply((options) => options?.[0] ?? {});
  const record = new cloudflare.DnsRecord(
    `${name}-validation-record`,
    {
      zoneId: ZONE_ID,
      name: wanted.apply((one) => one.resourceRecordName ?? ""),
      type: wanted.apply((one) => one.resourceRecordType ?? ""),
      content: wanted.apply((one) => one.resourceRecordValue ?? ""),
      ttl: 60,
      proxied: false,
    },
    child,
  );
  const validation = new aws.acm.CertificateValidation(
    `${name}-validation`,
    { certificateArn: certificate.arn, validationRecordFqdns: [record.name], region: "us-east-1" },
    child,
  );
  const associated = (eventType, { arn }) => [{ eventType, functionArn: arn }];
  const distribution = new aws.cloudfront.Distribution(
    `${name}-distribution`,
    {
      enabled: true,
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      aliases: [hostname],
      priceClass: "PriceClass_All",
      defaultRootObject: "__root__",
      origins: [
        {
          originId: "bucket",
          domainName: `${bucket}.s3.${REGION}.amazonaws.com`,
          originAccessControlId: originAccess.id,
        },
      ],
      defaultCacheBehavior: { ...behavior, functionAssociations: associated("viewer-request", refuse) },
      orderedCacheBehaviors: PREFIXES.map((prefix) => ({
        ...behavior,
        pathPattern: `/${prefix}/*`,
        functionAssociations: associated("viewer-response", allowOrigin),
      })),
      customErrorResponses: [400, 403, 404].map((errorCode) => ({ errorCode, errorCachingMinTtl: 10 })),
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: {
        acmCertificateArn: validation.certificateArn,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    },
    { ...child, protect: true },
  );
  new cloudflare.DnsRecord(
    `${name}-record`,
    {
      zoneId: ZONE_ID,
      name: hostname,
      type: "CNAME",
      content: distribution.domainName,
      ttl: 1,
      proxied: false,
    },
    child,
  );
}

module.exports = { EACH, SHARED, serve, sharedParts };
