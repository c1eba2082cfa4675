import { cachePolicy, headersPolicy } from "../../../hosts/cloudfront/shared-parts";
import { CONTENT_SECURITY_POLICY } from "../../../hosts/response-headers";

describe("the cache policy", () => {
  const { settings } = cachePolicy(3600);

  it("keys on the path alone: no query string, no cookie, no header, no encoding", () =>
    expect(settings.parametersInCacheKeyAndForwardedToOrigin).toEqual({
      cookiesConfig: { cookieBehavior: "none" },
      headersConfig: { headerBehavior: "none" },
      queryStringsConfig: { queryStringBehavior: "none" },
      enableAcceptEncodingBrotli: false,
      enableAcceptEncodingGzip: false,
    }));

  it("caps the time that the app asks for, and is the time where the app asks for none", () =>
    expect(settings).toMatchObject({ minTtl: 0, defaultTtl: 3600, maxTtl: 3600 }));

  it("is another one for another time", () =>
    expect(cachePolicy(1).variant).not.toBe(cachePolicy(2).variant));
});

describe("the response headers policy", () => {
  const { settings } = headersPolicy(undefined);

  it("answers every origin, whatever the bucket said when the copy was made", () =>
    expect(settings.corsConfig).toMatchObject({
      accessControlAllowOrigins: { items: ["*"] },
      accessControlAllowCredentials: false,
      originOverride: true,
    }));

  it("defuses uploaded HTML and SVG, and lets a picture, a sound or a film be opened by its own URL", () => {
    expect(settings.securityHeadersConfig).toEqual({
      contentTypeOptions: { override: true },
      contentSecurityPolicy: { contentSecurityPolicy: CONTENT_SECURITY_POLICY, override: true },
    });
    expect(CONTENT_SECURITY_POLICY.split("; ")).toEqual([
      "default-src 'none'",
      "img-src 'self'",
      "media-src 'self'",
      "style-src 'unsafe-inline'",
      "form-action 'none'",
    ]);
  });

  it("lets pages of other sites embed what is public", () =>
    expect(settings.customHeadersConfig.items).toEqual([
      { header: "Cross-Origin-Resource-Policy", value: "cross-origin", override: true },
    ]));

  it("removes only headers that CloudFront lets a policy remove", () => {
    const headers = settings.removeHeadersConfig.items.map(({ header }) => header);
    expect(headers).toContain("x-amz-request-id");
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html
    expect(headers.filter((header) => /^x-(amz-cf-|edge-|cache$|amzn-)/.test(header))).toEqual([]);
  });

  it.each([
    [{}, "hsts-31536000", { accessControlMaxAgeSec: 31_536_000, includeSubdomains: false, preload: false }],
    [
      { maxAgeSeconds: 60, includeSubdomains: true },
      "hsts-60-subdomains",
      { accessControlMaxAgeSec: 60, includeSubdomains: true, preload: false },
    ],
  ])("sends Strict-Transport-Security where it is asked for: %j", (hsts, variant, expected) => {
    const policy = headersPolicy(hsts);
    expect(policy.variant).toBe(variant);
    expect(policy.settings.securityHeadersConfig.strictTransportSecurity).toEqual({
      ...expected,
      override: true,
    });
  });
});
