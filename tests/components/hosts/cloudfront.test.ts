import { output } from "@pulumi/pulumi";
import {
  MastodonAccess,
  MastodonStorage,
  sharedCloudFrontParts,
  type CloudFrontArgs,
  type MastodonStorageArgs,
  type MediaHostArgs,
  type StorageOptions,
} from "../../../components";
import { mastodonPolicyNeeds } from "../../../apps/mastodon/needs";
import { Registered, SOCIAL } from "../registered";

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012";
const POLICY = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const hostname = "files.social.example";
const DISTRIBUTION = `social-distribution-${hostname}`;

const host = (
  cloudFront: Partial<CloudFrontArgs> = {},
  rest: Partial<MediaHostArgs> = {},
): { mediaHost: MediaHostArgs } => ({
  mediaHost: {
    hostname,
    cloudFront: { dns: { manual: {} }, certificateArn: CERTIFICATE, ...cloudFront },
    ...rest,
  },
});

const storage = (args: Partial<MastodonStorageArgs>): Promise<Registered> => Registered.storage(args);

interface Behavior {
  pathPattern?: string;
  functionAssociations: { eventType: string }[];
  [member: string]: unknown;
}

describe("a media host at CloudFront", () => {
  let made: Registered;
  let inputs: Record<string, unknown>;
  let behaviors: Behavior[];
  beforeAll(async () => {
    made = await storage(host());
    ({ inputs } = made.get(DISTRIBUTION));
    behaviors = [inputs["defaultCacheBehavior"], ...(inputs["orderedCacheBehaviors"] as [])] as Behavior[];
  });

  it("is a distribution and the resources that it uses, all children of the component", () => {
    expect(made.names.filter((name) => name.startsWith("aws:cloudfront/"))).toEqual([
      "aws:cloudfront/cachePolicy:CachePolicy social-cache-policy",
      `aws:cloudfront/distribution:Distribution ${DISTRIBUTION}`,
      "aws:cloudfront/function:Function social-allow-origin-function",
      "aws:cloudfront/function:Function social-refuse-function",
      "aws:cloudfront/originAccessControl:OriginAccessControl social-origin-access",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy social-headers-policy",
    ]);
    const { urn } = made.get("social");
    for (const { name, parent } of made.all)
      expect([name, parent]).toEqual([name, name === "social" ? "" : urn]);
  });

  it("leaves the physical names of its shared parts to the engine", () => {
    for (const { type, inputs: settings } of made.all.filter(({ type }) =>
      type.startsWith("aws:cloudfront/"),
    ))
      expect([type, settings["name"]]).toEqual([type, undefined]);
  });

  it("has the bucket's regional host as a string, and only an origin access control", () => {
    expect(inputs["origins"]).toEqual([
      {
        originId: "bucket",
        domainName: "social-media.s3.eu-central-1.amazonaws.com",
        originAccessControlId: expect.any(String) as string,
      },
    ]);
    expect(made.get("social-origin-access").inputs).toMatchObject({
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
  });

  it("serves exactly the public prefixes, with one behavior for each", () => {
    const { publicPrefixes } = mastodonPolicyNeeds(SOCIAL);
    expect(behaviors.slice(1).map(({ pathPattern }) => pathPattern)).toEqual(
      publicPrefixes.map((prefix) => `/${prefix}*`),
    );
  });

  it("refuses every other path before the cache and the bucket get the request", () => {
    const [normal, ...others] = behaviors;
    expect(normal?.functionAssociations.map(({ eventType }) => eventType)).toEqual(["viewer-request"]);
    for (const { functionAssociations } of others)
      expect(functionAssociations.map(({ eventType }) => eventType)).toEqual(["viewer-response"]);
    expect(made.get("social-refuse-function").inputs["code"]).toContain("403");
  });

  it.each([
    ["allowedMethods", ["GET", "HEAD", "OPTIONS"]],
    ["cachedMethods", ["GET", "HEAD"]],
    ["viewerProtocolPolicy", "redirect-to-https"],
    // CORS-S3Origin, which forwards neither the query string nor cookies.
    ["originRequestPolicyId", "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf"],
  ])("has %s %j in every behavior", (member, value) => {
    for (const behavior of behaviors) expect(behavior[member]).toEqual(value);
  });

  it("has a root object, IPv6, HTTP/3, its alias and its certificate", () => {
    expect(inputs).toMatchObject({
      enabled: true,
      aliases: [hostname],
      defaultRootObject: "__root__",
      isIpv6Enabled: true,
      httpVersion: "http2and3",
      priceClass: "PriceClass_All",
      viewerCertificate: {
        acmCertificateArn: CERTIFICATE,
        sslSupportMethod: "sni-only",
        minimumProtocolVersion: "TLSv1.2_2021",
      },
    });
    for (const member of ["webAclId", "loggingConfig", "originGroups"])
      expect(inputs).not.toHaveProperty(member);
  });

  it("caches errors for at most 10 seconds", () => {
    const errors = inputs["customErrorResponses"] as { errorCode: number; errorCachingMinTtl: number }[];
    expect(errors.map(({ errorCode }) => errorCode)).toEqual(
      expect.arrayContaining([403, 404, 416, 500, 503]),
    );
    expect(Math.max(...errors.map(({ errorCachingMinTtl }) => errorCachingMinTtl))).toBeLessThanOrEqual(10);
  });

  it("protects only the distribution", () => {
    const kept = made.all.filter(({ type, protect }) => type.startsWith("aws:cloudfront/") && protect);
    expect(kept.map(({ name }) => name)).toEqual([DISTRIBUTION]);
  });

  it("is in the env block and in the facts, also in a preview", () => {
    expect(made.get("social").outputs?.["facts"]).toMatchObject({
      mediaHost: { kind: "cloudFront", hostname, dns: "manual", maxAgeSeconds: 86_400 },
      publicBaseUrl: `https://${hostname}`,
    });
    expect(JSON.stringify(made.get("social").outputs?.["env"])).toContain(`S3_ALIAS_HOST=${hostname}`);
  });
});

describe("a media host at CloudFront with other settings", () => {
  it("limits the cache time, and never replaces the cache policy when it changes", async () => {
    const made = await storage(host({}, { cache: { maxAgeSeconds: 3600 } }));
    expect(made.get("social-cache-policy").inputs).toMatchObject({
      minTtl: 0,
      defaultTtl: 3600,
      maxTtl: 3600,
    });
  });

  it("can be deleted when protect is false", async () => {
    expect((await storage(host({}, { protect: false }))).get(DISTRIBUTION).protect).toBe(false);
  });

  it("with the operator's policies creates none", async () => {
    const made = await storage(host({ cachePolicyId: POLICY, responseHeadersPolicyId: output(POLICY) }));
    expect(made.names.filter((name) => /cachePolicy|responseHeadersPolicy/.test(name))).toEqual([]);
    expect(made.get(DISTRIBUTION).inputs["defaultCacheBehavior"]).toMatchObject({
      cachePolicyId: POLICY,
      responseHeadersPolicyId: POLICY,
    });
  });

  it("with access acl sends unsigned requests: without an origin access control", async () => {
    const made = await storage({ ...host(), access: MastodonAccess.Acl });
    expect(made.find("social-origin-access")).toBeUndefined();
    expect(made.get(DISTRIBUTION).inputs["origins"]).toEqual([
      { originId: "bucket", domainName: "social-media.s3.eu-central-1.amazonaws.com" },
    ]);
  });

  it("has logs, a web ACL, a price class, HSTS and tags if they are set", async () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/media/1";
    const made = await storage({
      ...host({
        webAclArn,
        priceClass: "PriceClass_100",
        hsts: { maxAgeSeconds: 60 },
        logs: { bucket: "social-logs", region: "eu-central-1", prefix: "media/" },
      }),
      tags: { team: "media" },
    });
    expect(made.get(DISTRIBUTION).inputs).toMatchObject({
      webAclId: webAclArn,
      priceClass: "PriceClass_100",
      loggingConfig: { bucket: "social-logs.s3.amazonaws.com", prefix: "media/", includeCookies: false },
      tags: { team: "media" },
    });
    expect(made.get("social-headers-policy").inputs).toMatchObject({
      securityHeadersConfig: { strictTransportSecurity: { accessControlMaxAgeSec: 60, override: true } },
    });
  });

  it("accepts an output without a value in a test with mocks", async () => {
    const unknown = output(undefined as unknown as string);
    await expect(storage(host({ certificateArn: unknown, webAclArn: unknown }))).resolves.toBeDefined();
  });

  it("shares equal parts between components that get the same shared parts, and creates others if settings differ", async () => {
    const { names, all } = await Registered.of(() => {
      const cloudFrontParts = sharedCloudFrontParts();
      for (let i = 0; i < 25; i++) {
        const mediaHost = host({}, { hostname: `files${i}.social.example` }).mediaHost;
        const cache = i === 24 ? { cache: { maxAgeSeconds: 60 } } : {};
        const args = { ...SOCIAL, bucket: `media-${i}`, mediaHost: { ...mediaHost, ...cache } };
        new MastodonStorage(`social${i}`, args, { cloudFrontParts });
      }
    });
    expect(names.filter((name) => /^aws:cloudfront/.test(name) && !name.includes("istribution"))).toEqual([
      "aws:cloudfront/cachePolicy:CachePolicy cloudfront_cache-policy_60",
      "aws:cloudfront/cachePolicy:CachePolicy cloudfront_cache-policy_86400",
      "aws:cloudfront/function:Function cloudfront_allow-origin-function",
      "aws:cloudfront/function:Function cloudfront_refuse-function",
      "aws:cloudfront/originAccessControl:OriginAccessControl cloudfront_origin-access",
      "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy cloudfront_headers-policy",
    ]);
    expect(names.filter((name) => name.startsWith("aws:cloudfront/distribution"))).toHaveLength(25);
    for (const { name, parent } of all.filter((one) => one.name.startsWith("cloudfront_")))
      expect([name, parent]).toEqual([name, ""]);
  });

  it("by default shares no parts with other components", async () => {
    const { names } = await Registered.of(() => {
      new MastodonStorage("one", { ...SOCIAL, ...host() });
      new MastodonStorage("two", {
        ...SOCIAL,
        ...host({}, { hostname: "two.social.example" }),
        bucket: "two-media",
      });
    });
    expect(names.filter((name) => name.includes("cachePolicy")).map((name) => name.split(" ")[1])).toEqual([
      "one-cache-policy",
      "two-cache-policy",
    ]);
  });
});

describe("a media host at CloudFront with a legacy host", () => {
  const PREVIOUS = "media.social.example";
  let made: Registered;
  beforeAll(async () => {
    made = await storage(
      host({}, { legacy: { hostname: "social.example", path: "system" }, previousHosts: [PREVIOUS] }),
    );
  });

  describe.each([DISTRIBUTION, `social-distribution-${PREVIOUS}`])("%s", (name) => {
    let inputs: Record<string, unknown>;
    let served: Behavior[];
    beforeAll(() => {
      ({ inputs } = made.get(name));
      served = inputs["orderedCacheBehaviors"] as Behavior[];
    });

    it("signs its requests to the bucket, and sends unsigned https requests to the legacy host", () =>
      expect(inputs["origins"]).toEqual([
        {
          originId: "bucket",
          domainName: "social-media.s3.eu-central-1.amazonaws.com",
          originAccessControlId: expect.any(String) as string,
        },
        {
          originId: "legacy",
          domainName: "social.example",
          originPath: "/system",
          connectionAttempts: 2,
          connectionTimeout: 5,
          customOriginConfig: {
            httpPort: 80,
            httpsPort: 443,
            originProtocolPolicy: "https-only",
            originSslProtocols: ["TLSv1.2"],
          },
        },
      ]));

    it("falls back if the bucket answers that a file is missing", () =>
      expect(inputs["originGroups"]).toEqual([
        {
          originId: "bucket-or-legacy",
          failoverCriteria: { statusCodes: [403, 404] },
          members: [{ originId: "bucket" }, { originId: "legacy" }],
        },
      ]));

    it("falls back for the public prefixes only, and refuses everything else", () => {
      expect(served.map(({ targetOriginId }) => targetOriginId)).toEqual(
        served.map(() => "bucket-or-legacy"),
      );
      expect(served.map(({ pathPattern }) => pathPattern)).toEqual(
        mastodonPolicyNeeds(SOCIAL).publicPrefixes.map((prefix) => `/${prefix}*`),
      );
      const usual = inputs["defaultCacheBehavior"] as Behavior;
      expect(usual["targetOriginId"]).toBe("bucket");
      expect(usual.functionAssociations.map(({ eventType }) => eventType)).toEqual(["viewer-request"]);
    });

    it("allows only methods with failover, and forwards neither the reader's host nor query string nor cookies", () => {
      for (const behavior of served)
        expect(behavior).toMatchObject({
          allowedMethods: ["GET", "HEAD", "OPTIONS"],
          originRequestPolicyId: "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
        });
    });

    it("runs functions on every request and response of a public prefix", () => {
      for (const { functionAssociations } of served)
        expect(functionAssociations.map(({ eventType }) => eventType)).toEqual([
          "viewer-request",
          "viewer-response",
        ]);
    });
  });

  it("has only the functions that it uses", () =>
    expect(made.names.filter((name) => name.startsWith("aws:cloudfront/function"))).toEqual([
      "aws:cloudfront/function:Function social-legacy-request-function",
      "aws:cloudfront/function:Function social-legacy-response-function",
      "aws:cloudfront/function:Function social-refuse-function",
    ]));

  it("lets nobody else read the bucket", async () => {
    const without = await storage(host({}, { previousHosts: [PREVIOUS] }));
    expect(made.policy("social-policy")).toEqual(without.policy("social-policy"));
  });

  it("works without a path", async () => {
    const bare = await storage(host({}, { legacy: { hostname: "old-media.s3.eu-west-1.amazonaws.com" } }));
    const [, legacy] = bare.get(DISTRIBUTION).inputs["origins"] as object[];
    expect(legacy).toMatchObject({ domainName: "old-media.s3.eu-west-1.amazonaws.com" });
    expect(legacy).not.toHaveProperty("originPath");
  });

  it("is in the facts and in a warning, and does not change the env block", async () => {
    const without = await storage(host());
    const { outputs } = (
      await storage(host({}, { legacy: { hostname: "social.example", path: "system" } }))
    ).get("social");
    expect(outputs?.["facts"]).toMatchObject({
      mediaHost: { legacy: { hostname: "social.example", path: "system" } },
      warnings: expect.arrayContaining([
        expect.stringMatching(/missing in the bucket at https:\/\/social\.example\/system\/ .*remove legacy/),
      ]) as string[],
    });
    expect(outputs?.["env"]).toEqual(without.get("social").outputs?.["env"]);
  });
});

describe("the bucket behind CloudFront", () => {
  it("lets only the distribution read what it serves", async () => {
    const made = await storage(host());
    const read = made.policy("social-policy").Statement.find(({ Sid }) => Sid === "CloudFrontRead");
    expect(read).toMatchObject({
      Effect: "Allow",
      Principal: { Service: "cloudfront.amazonaws.com" },
      Action: "s3:GetObject",
      Condition: { StringEquals: { "aws:SourceArn": expect.stringContaining(":distribution/") as string } },
    });
    expect(JSON.stringify(read?.Resource)).not.toContain("backups");
  });

  it("with access acl has no statement for CloudFront", async () => {
    const made = await storage({ ...host(), access: MastodonAccess.Acl });
    expect(JSON.stringify(made.policy("social-policy"))).not.toContain("cloudfront");
  });
});

describe("the names of a component's functions have at most 64 characters", () => {
  const make = (length: number, opts?: StorageOptions) => () =>
    new MastodonStorage("n".repeat(length), { ...SOCIAL, ...host() }, opts);
  const longest = "-legacy-response-function-1234567".length;

  it.each([
    ["the longest possible name", make(64 - longest)],
    ["any name with shared parts", make(60, { cloudFrontParts: sharedCloudFrontParts() })],
  ])("%s is fine", async (_, made) => expect((await Registered.of(made)).all.length).toBeGreaterThan(5));

  it("a longer name is an error before anything is created", async () => {
    await expect(Registered.of(make(65 - longest))).rejects.toThrow(
      /mediaHost\.cloudFront: .* has 32 characters; use at most 31, or pass the option `cloudFrontParts/,
    );
  });
});
