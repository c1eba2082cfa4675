import {
  AssociateAliasCommand,
  CreateCachePolicyCommand,
  CreateDistributionCommand,
  CreateDistributionWithTagsCommand,
  CreateFunctionCommand,
  CreateInvalidationCommand,
  CreateOriginAccessControlCommand,
  CreateResponseHeadersPolicyCommand,
  DeleteCachePolicyCommand,
  DeleteDistributionCommand,
  DeleteFunctionCommand,
  DeleteOriginAccessControlCommand,
  DeleteResponseHeadersPolicyCommand,
  DescribeFunctionCommand,
  GetCachePolicyCommand,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  GetFunctionCommand,
  GetOriginAccessControlCommand,
  GetResponseHeadersPolicyCommand,
  ListCachePoliciesCommand,
  ListConflictingAliasesCommand,
  ListDistributionsCommand,
  ListInvalidationsCommand,
  ListTagsForResourceCommand,
  PublishFunctionCommand,
  UpdateCachePolicyCommand,
  UpdateDistributionCommand,
  UpdateDomainAssociationCommand,
  UpdateFunctionCommand,
  type CachePolicyConfig,
  type CloudFrontClient,
  type DefaultCacheBehavior,
  type Distribution,
  type DistributionConfig,
  type ResponseHeadersPolicyConfig,
} from "@aws-sdk/client-cloudfront";
import { describeWithEngine } from "../engine";
import { startAwsLocal, type AwsLocal } from "./aws-local";
import {
  CACHING_OPTIMIZED,
  callsTo,
  describeCertificate,
  distributionConfig,
  requestCertificate,
  withCertificate,
  type Calls,
} from "./aws-local-calls";
import { issuedCertificate } from "./issued-certificate";

const CORS_S3_ORIGIN = "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf";

let aws: AwsLocal;
let calls: Calls;
let cloudFront: CloudFrontClient;

const error = (status: number, name: string): object => ({
  name,
  $metadata: expect.objectContaining({ httpStatusCode: status }) as object,
});

async function createDistribution(
  more: Partial<DistributionConfig> = {},
): Promise<Distribution & { etag: string }> {
  const { Distribution: made, ETag } = await cloudFront.send(
    new CreateDistributionCommand({ DistributionConfig: distributionConfig(more) }),
  );
  return { ...made!, etag: ETag! };
}

const update = (
  { Id, DistributionConfig: config, etag }: Distribution & { etag: string },
  more: Partial<DistributionConfig>,
): Promise<unknown> =>
  cloudFront.send(
    new UpdateDistributionCommand({ Id, IfMatch: etag, DistributionConfig: { ...config!, ...more } }),
  );

const behavior = (more: Partial<DefaultCacheBehavior>): Partial<DistributionConfig> => ({
  DefaultCacheBehavior: { ...distributionConfig().DefaultCacheBehavior!, ...more },
});

const keys = {
  EnableAcceptEncodingGzip: true,
  EnableAcceptEncodingBrotli: true,
  HeadersConfig: { HeaderBehavior: "none" as const },
  CookiesConfig: { CookieBehavior: "none" as const },
  QueryStringsConfig: { QueryStringBehavior: "none" as const },
};
const cachePolicy = (name: string, more: Partial<CachePolicyConfig> = {}): CachePolicyConfig => ({
  Name: name,
  MinTTL: 0,
  DefaultTTL: 60,
  MaxTTL: 86_400,
  ParametersInCacheKeyAndForwardedToOrigin: keys,
  ...more,
});
const cors = {
  AccessControlAllowCredentials: false,
  AccessControlAllowOrigins: { Quantity: 1, Items: ["*"] },
  AccessControlAllowHeaders: { Quantity: 1, Items: ["*"] },
  AccessControlAllowMethods: { Quantity: 2, Items: ["GET" as const, "HEAD" as const] },
  OriginOverride: true,
};
const headersPolicy = (
  name: string,
  more: Partial<ResponseHeadersPolicyConfig> = {},
): ResponseHeadersPolicyConfig => ({ Name: name, CorsConfig: cors, ...more });

const createFunction = async (
  name: string,
  code = "function handler(e) { return e.response; }",
): Promise<string> => {
  const { ETag } = await cloudFront.send(
    new CreateFunctionCommand({
      Name: name,
      FunctionConfig: { Comment: "", Runtime: "cloudfront-js-2.0" },
      FunctionCode: Buffer.from(code),
    }),
  );
  return ETag!;
};
const functionArn = (name: string): string => `arn:aws:cloudfront::123456789012:function/${name}`;
const runs = (name: string): Partial<DefaultCacheBehavior> => ({
  FunctionAssociations: {
    Quantity: 1,
    Items: [{ EventType: "viewer-response", FunctionARN: functionArn(name) }],
  },
});

describeWithEngine("aws-local's CloudFront", () => {
  beforeAll(async () => {
    aws = await startAwsLocal();
    calls = callsTo(aws.url);
    ({ cloudFront } = calls);
  });
  afterAll(() => aws.stop());

  describe("distributions", () => {
    it("are deployed at once, and given back with what was left out", async () => {
      const { Id, Status, DomainName, ARN } = await createDistribution();
      expect({ Status, ARN }).toEqual({
        Status: "Deployed",
        ARN: `arn:aws:cloudfront::123456789012:distribution/${Id!}`,
      });
      expect(DomainName).toMatch(/^d\w{13}\.cloudfront\.net$/);
      const { Distribution: found } = await cloudFront.send(new GetDistributionCommand({ Id }));
      expect(found?.DistributionConfig).toMatchObject({
        Aliases: { Quantity: 0 },
        HttpVersion: "http2",
        PriceClass: "PriceClass_All",
        ViewerCertificate: { CloudFrontDefaultCertificate: true },
        DefaultCacheBehavior: {
          CachePolicyId: CACHING_OPTIMIZED,
          Compress: false,
          FunctionAssociations: { Quantity: 0 },
        },
        Restrictions: { GeoRestriction: { RestrictionType: "none" } },
      });
    });

    it("keep all that they were given, in lists and in texts", async () => {
      const { Id } = await createDistribution({
        Comment: "a < b & c",
        DefaultRootObject: "__root__",
        CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 403, ErrorCachingMinTTL: 10 }] },
        ...behavior({
          AllowedMethods: {
            Quantity: 3,
            Items: ["GET", "HEAD", "OPTIONS"],
            CachedMethods: { Quantity: 2, Items: ["GET", "HEAD"] },
          },
        }),
      });
      const { DistributionConfig: config } = await cloudFront.send(new GetDistributionConfigCommand({ Id }));
      expect(config).toMatchObject({
        Comment: "a < b & c",
        DefaultRootObject: "__root__",
        CustomErrorResponses: { Items: [{ ErrorCode: 403, ErrorCachingMinTTL: 10 }] },
        DefaultCacheBehavior: {
          AllowedMethods: { Items: ["GET", "HEAD", "OPTIONS"], CachedMethods: { Quantity: 2 } },
        },
      });
    });

    it("are listed and tagged", async () => {
      const { Distribution: made } = await cloudFront.send(
        new CreateDistributionWithTagsCommand({
          DistributionConfigWithTags: {
            DistributionConfig: distributionConfig(),
            Tags: { Items: [{ Key: "app", Value: "social" }] },
          },
        }),
      );
      const { Tags } = await cloudFront.send(new ListTagsForResourceCommand({ Resource: made!.ARN }));
      expect(Tags?.Items).toEqual([{ Key: "app", Value: "social" }]);
      const { DistributionList: all } = await cloudFront.send(new ListDistributionsCommand({}));
      expect(all?.Items?.map(({ Id }) => Id)).toContain(made!.Id);
    });

    it("change only for who has seen the current version, and keep their caller reference", async () => {
      const made = await createDistribution();
      await update(made, { Comment: "new" });
      await expect(update(made, {})).rejects.toMatchObject(error(412, "PreconditionFailed"));
      await expect(update({ ...made, etag: "" }, {})).rejects.toMatchObject(
        error(400, "InvalidIfMatchVersion"),
      );
      const { ETag } = await cloudFront.send(new GetDistributionConfigCommand({ Id: made.Id }));
      await expect(update({ ...made, etag: ETag! }, { CallerReference: "other" })).rejects.toMatchObject(
        error(400, "IllegalUpdate"),
      );
    });

    it("are deleted only when they are disabled", async () => {
      const { Id, etag, ...rest } = await createDistribution();
      const remove = (IfMatch?: string): Promise<unknown> =>
        cloudFront.send(new DeleteDistributionCommand({ Id, IfMatch }));
      await expect(remove(etag)).rejects.toMatchObject(error(409, "DistributionNotDisabled"));
      const { ETag } = (await update({ Id, etag, ...rest }, { Enabled: false })) as { ETag: string };
      await remove(ETag);
      await expect(remove(ETag)).rejects.toMatchObject(error(404, "NoSuchDistribution"));
    });

    const origin = distributionConfig().Origins!.Items![0]!;
    const group = (codes: number[], ...members: string[]): Partial<DistributionConfig> => ({
      Origins: { Quantity: 2, Items: [origin, { ...origin, Id: "old" }] },
      OriginGroups: {
        Quantity: 1,
        Items: [
          {
            Id: "both",
            FailoverCriteria: { StatusCodes: { Quantity: codes.length, Items: codes } },
            Members: { Quantity: members.length, Items: members.map((OriginId) => ({ OriginId })) },
          },
        ],
      },
    });
    const methods = (
      ...Items: ("GET" | "HEAD" | "OPTIONS" | "PUT" | "POST" | "PATCH" | "DELETE")[]
    ): Partial<DefaultCacheBehavior> => ({
      AllowedMethods: { Quantity: Items.length, Items },
    });
    const everything = methods("GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE");
    const zero = "00000000-0000-4000-8000-000000000000";
    const behaviors = (count: number): Partial<DistributionConfig> => {
      const one = distributionConfig().DefaultCacheBehavior!;
      const Items = Array.from({ length: count }, (_, index) => ({ ...one, PathPattern: `${index}/*` }));
      return { CacheBehaviors: { Quantity: count, Items } };
    };

    it.each<[string, Partial<DistributionConfig>, number, string]>([
      [
        "an origin that is no hostname",
        { Origins: { Quantity: 1, Items: [{ ...origin, DomainName: "https://a" }] } },
        400,
        "InvalidOrigin",
      ],
      [
        "an unknown origin access control",
        { Origins: { Quantity: 1, Items: [{ ...origin, OriginAccessControlId: "E1" }] } },
        400,
        "InvalidOriginAccessControl",
      ],
      [
        "an origin of no kind",
        { Origins: { Quantity: 1, Items: [{ Id: "s3", DomainName: origin.DomainName }] } },
        400,
        "InvalidArgument",
      ],
      [
        "an origin path that ends with a slash",
        { Origins: { Quantity: 1, Items: [{ ...origin, OriginPath: "/a/" }] } },
        400,
        "InvalidRelativePath",
      ],
      ["a behavior without an origin", behavior({ TargetOriginId: "other" }), 404, "NoSuchOrigin"],
      ["an unknown cache policy", behavior({ CachePolicyId: zero }), 404, "NoSuchCachePolicy"],
      [
        "an unknown origin request policy",
        behavior({ OriginRequestPolicyId: zero }),
        404,
        "NoSuchOriginRequestPolicy",
      ],
      [
        "an unknown response headers policy",
        behavior({ ResponseHeadersPolicyId: zero }),
        404,
        "NoSuchResponseHeadersPolicy",
      ],
      [
        "no cache policy and no forwarded values",
        behavior({ CachePolicyId: undefined }),
        400,
        "InvalidArgument",
      ],
      ["TTLs beside a cache policy", behavior({ ["MaxTTL" as string]: 60 }), 400, "InvalidArgument"],
      ["GET alone", behavior(methods("GET")), 400, "InvalidArgument"],
      ["a function that does not exist", behavior(runs("absent")), 400, "InvalidFunctionAssociation"],
      [
        "a default root object with a slash",
        { DefaultRootObject: "/index.html" },
        400,
        "InvalidDefaultRootObject",
      ],
      [
        "an error code that has no caching",
        { CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 418 }] } },
        400,
        "InvalidErrorCode",
      ],
      ["an unknown price class", { PriceClass: "PriceClass_300" as never }, 400, "InvalidArgument"],
      [
        "a regional web ACL",
        { WebACLId: "arn:aws:wafv2:us-east-1:123456789012:regional/webacl/a/b" },
        400,
        "InvalidWebACLId",
      ],
      [
        "a wrong quantity",
        { Aliases: { Quantity: 2, Items: ["media.example.com"] } },
        400,
        "InconsistentQuantities",
      ],
      ["a group of one origin", group([403], "s3"), 400, "InvalidArgument"],
      ["a group with an unknown origin", group([403], "s3", "other"), 404, "NoSuchOrigin"],
      ["a group that fails over at 401", group([401], "s3", "old"), 400, "InvalidArgument"],
      [
        "writing methods for a group",
        { ...group([403], "s3", "old"), ...behavior({ TargetOriginId: "both", ...everything }) },
        400,
        "InvalidArgument",
      ],
      [
        "two behaviors for a path",
        {
          CacheBehaviors: {
            Quantity: 2,
            Items: [1, 2].map(() => ({ ...distributionConfig().DefaultCacheBehavior!, PathPattern: "a/*" })),
          },
        },
        400,
        "InvalidArgument",
      ],
      [
        "logs in a bucket that does not exist",
        { Logging: { Enabled: true, IncludeCookies: false, Bucket: "absent.s3.amazonaws.com", Prefix: "" } },
        400,
        "InvalidArgument",
      ],
      ["no default behavior", { DefaultCacheBehavior: undefined }, 400, "InvalidArgument"],
      ["no origins", { Origins: { Quantity: 0, Items: [] } }, 400, "InvalidArgument"],
      ["no caller reference", { CallerReference: "" }, 400, "InvalidArgument"],
      ["76 behaviors", behaviors(76), 400, "TooManyCacheBehaviors"],
      [
        "a behavior without a path",
        { CacheBehaviors: { Quantity: 1, Items: [distributionConfig().DefaultCacheBehavior as never] } },
        400,
        "InvalidArgument",
      ],
      [
        "an unknown viewer protocol policy",
        behavior({ ViewerProtocolPolicy: "http-only" as never }),
        400,
        "InvalidArgument",
      ],
      [
        "a cached method that is not read",
        behavior({
          AllowedMethods: {
            Quantity: 2,
            Items: ["GET", "HEAD"],
            CachedMethods: { Quantity: 1, Items: ["GET"] },
          },
        }),
        400,
        "InvalidArgument",
      ],
      [
        "forwarded values beside an origin request policy",
        behavior({
          CachePolicyId: undefined,
          OriginRequestPolicyId: CORS_S3_ORIGIN,
          ["ForwardedValues" as string]: { QueryString: false, Cookies: { Forward: "none" } },
        }),
        400,
        "InvalidArgument",
      ],
      [
        "a function at the origin's request",
        behavior({
          FunctionAssociations: {
            Quantity: 1,
            Items: [{ EventType: "origin-request", FunctionARN: functionArn("absent") }],
          },
        }),
        400,
        "InvalidFunctionAssociation",
      ],
      [
        "two functions at one event",
        behavior({
          FunctionAssociations: {
            Quantity: 2,
            Items: [1, 2].map(() => ({
              EventType: "viewer-request" as const,
              FunctionARN: functionArn("absent"),
            })),
          },
        }),
        400,
        "TooManyFunctionAssociations",
      ],
      [
        "a page for errors without a status",
        { CustomErrorResponses: { Quantity: 1, Items: [{ ErrorCode: 404, ResponsePagePath: "/404" }] } },
        400,
        "InvalidResponseCode",
      ],
      ["an id twice", { Origins: { Quantity: 2, Items: [origin, origin] } }, 400, "InvalidArgument"],
      [
        "logs in something else than a bucket",
        { Logging: { Enabled: true, IncludeCookies: false, Bucket: "logs", Prefix: "" } },
        400,
        "InvalidArgument",
      ],
    ])("cannot have %s", async (_, more, status, name) => {
      await expect(createDistribution(more)).rejects.toMatchObject(error(status, name));
    });

    it("can have a group of two origins that fails over for reads", async () => {
      const more = {
        ...group([403, 404], "s3", "old"),
        ...behavior({ TargetOriginId: "both", ...methods("GET", "HEAD") }),
      };
      await expect(createDistribution(more)).resolves.toMatchObject({ Status: "Deployed" });
    });

    it("are made once for a caller reference", async () => {
      await createDistribution({ CallerReference: "once" });
      await expect(createDistribution({ CallerReference: "once" })).rejects.toMatchObject(
        error(409, "DistributionAlreadyExists"),
      );
    });

    it("write logs into a bucket with ACLs only", async () => {
      const Logging = {
        Enabled: true,
        IncludeCookies: false,
        Bucket: "e2e-logs.s3.eu-central-1.amazonaws.com",
        Prefix: "",
      };
      const s3 = (path: string, body?: string): Promise<Response> =>
        fetch(aws.url + path, {
          method: "PUT",
          headers: { authorization: "AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/s3/aws4_request" },
          ...(body ? { body } : {}),
        });
      await s3("/e2e-logs");
      await expect(createDistribution({ Logging })).rejects.toThrow("does not enable ACL access");
      const rule = "<Rule><ObjectOwnership>BucketOwnerPreferred</ObjectOwnership></Rule>";
      await s3(
        "/e2e-logs?ownershipControls",
        `<OwnershipControls xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${rule}</OwnershipControls>`,
      );
      await expect(createDistribution({ Logging })).resolves.toMatchObject({ Status: "Deployed" });
      const elsewhere = { ...Logging, Bucket: "e2e-logs.s3.eu-central-2.amazonaws.com" };
      await expect(createDistribution({ Logging: elsewhere })).rejects.toThrow("opt-in Region");
    });

    it("are invalidated at once", async () => {
      const { Id: DistributionId } = await createDistribution();
      const invalidate = (...Items: string[]): Promise<object> =>
        cloudFront.send(
          new CreateInvalidationCommand({
            DistributionId,
            InvalidationBatch: { CallerReference: Items.join(), Paths: { Quantity: Items.length, Items } },
          }),
        );
      await expect(invalidate("/a/b.png")).resolves.toMatchObject({ Invalidation: { Status: "Completed" } });
      await expect(invalidate("a/b.png")).rejects.toMatchObject(error(400, "InvalidArgument"));
      const { InvalidationList: all } = await cloudFront.send(
        new ListInvalidationsCommand({ DistributionId }),
      );
      expect(all?.Quantity).toBe(1);
    });
  });

  describe("aliases", () => {
    it("need a certificate that is issued, in us-east-1, and covers them", async () => {
      const host = "media.deep.aliases.example";
      const wrong = error(400, "InvalidViewerCertificate");
      const Aliases = { Quantity: 1, Items: [host] };
      await expect(createDistribution({ Aliases })).rejects.toMatchObject(wrong);
      const pending = await requestCertificate(calls, [host]);
      await expect(createDistribution(withCertificate(pending, host))).rejects.toMatchObject(wrong);
      const other = await issuedCertificate(aws, "other.aliases.example");
      await expect(createDistribution(withCertificate(other, host))).rejects.toMatchObject(wrong);
      const above = await issuedCertificate(aws, "*.aliases.example");
      await expect(createDistribution(withCertificate(above, host))).rejects.toMatchObject(wrong);
      const own = await issuedCertificate(aws, host);
      const elsewhere = await requestCertificate(calls, [host], "eu-central-1");
      expect(await describeCertificate(calls, elsewhere, "eu-central-1")).toMatchObject({ Status: "ISSUED" });
      await expect(createDistribution(withCertificate(elsewhere, host))).rejects.toMatchObject(wrong);
      await expect(createDistribution(withCertificate(own, host))).resolves.toMatchObject({
        Status: "Deployed",
      });
    });

    it("are covered by a wildcard of their own level", async () => {
      const arn = await issuedCertificate(aws, "*.wildcards.example");
      await expect(
        createDistribution(withCertificate(arn, "media.wildcards.example")),
      ).resolves.toBeDefined();
    });

    it.each([
      ["in upper case", "Media.Upper.example"],
      ["without a dot", "media"],
    ])("cannot be %s", async (_, alias) => {
      const arn = await issuedCertificate(aws, alias.includes(".") ? alias : "media.dots.example");
      await expect(createDistribution(withCertificate(arn, alias))).rejects.toBeDefined();
    });

    it("need a way to serve the certificate, and a protocol that CloudFront knows", async () => {
      const host = "media.protocols.example";
      const arn = await issuedCertificate(aws, host);
      const create = (more: object): Promise<unknown> =>
        createDistribution({
          Aliases: { Quantity: 1, Items: [host] },
          ViewerCertificate: { ACMCertificateArn: arn, ...more },
        });
      await expect(create({})).rejects.toMatchObject(error(400, "InvalidArgument"));
      await expect(
        create({ SSLSupportMethod: "sni-only", MinimumProtocolVersion: "TLSv9" }),
      ).rejects.toMatchObject(error(400, "InvalidMinimumProtocolVersion"));
    });

    it("belong to one distribution, until it gives them up", async () => {
      const host = "media.owner.example";
      const arn = await issuedCertificate(aws, host);
      const first = await createDistribution(withCertificate(arn, host));
      const taken = error(409, "CNAMEAlreadyExists");
      await expect(createDistribution(withCertificate(arn, host))).rejects.toMatchObject(taken);
      const second = await createDistribution(withCertificate(arn));
      await expect(update(second, withCertificate(arn, host))).rejects.toMatchObject(taken);
      await update(first, { Aliases: { Quantity: 0 } });
      await expect(update(second, withCertificate(arn, host))).resolves.toBeDefined();
    });

    it("are not added while their DNS record leads to another distribution", async () => {
      const host = "media.records.example";
      const arn = await issuedCertificate(aws, host);
      const [old, target] = [await createDistribution(), await createDistribution(withCertificate(arn))];
      aws.dns.publish({ name: host, type: "CNAME", value: `${old.DomainName!}.` });
      const add = update(target, withCertificate(arn, host));
      await expect(add).rejects.toMatchObject(error(409, "CNAMEAlreadyExists"));
      await expect(createDistribution(withCertificate(arn, host))).rejects.toThrow(
        "points to another CloudFront",
      );
      await expect(update(old, withCertificate(arn, host))).resolves.toBeDefined();
    });

    it.each([
      [
        "AssociateAlias",
        (Id: string, Alias: string) => new AssociateAliasCommand({ TargetDistributionId: Id, Alias }),
      ],
      [
        "UpdateDomainAssociation",
        (Id: string, Domain: string) =>
          new UpdateDomainAssociationCommand({ Domain, TargetResource: { DistributionId: Id } }),
      ],
    ])("move without a gap by %s, once a TXT record says where to", async (name, command) => {
      const host = `${name.toLowerCase()}.moves.example`;
      const arn = await issuedCertificate(aws, host);
      const source = await createDistribution(withCertificate(arn, host));
      const bare = await createDistribution();
      const target = await createDistribution(withCertificate(arn));
      const move = (to: Distribution): Promise<unknown> =>
        cloudFront.send(command(to.Id!, host) as AssociateAliasCommand);
      await expect(cloudFront.send(command(target.Id!, "media") as AssociateAliasCommand)).rejects.toThrow(
        "is not valid",
      );
      await expect(move({ ...target, Id: "EABSENT" })).rejects.toThrow("does not exist");
      await expect(move(bare)).rejects.toThrow("certificate of the target distribution");
      await expect(move(target)).rejects.toThrow(`_${host}`);
      aws.dns.publish({ name: `_${host}`, type: "TXT", value: target.DomainName! });
      await move(target);
      const aliasesOf = async ({ Id }: Distribution): Promise<unknown> =>
        (await cloudFront.send(new GetDistributionConfigCommand({ Id }))).DistributionConfig?.Aliases?.Items;
      expect([await aliasesOf(source), await aliasesOf(target)]).toEqual([undefined, [host]]);
      await expect(update(target, withCertificate(arn, host))).rejects.toMatchObject(
        error(412, "PreconditionFailed"),
      );
    });

    it("are found where they are, with half of the id", async () => {
      const arn = await issuedCertificate(aws, "*.found.example", "media.found.example");
      const { Id } = await createDistribution(withCertificate(arn, "*.found.example", "media.found.example"));
      const { ConflictingAliasesList: list } = await cloudFront.send(
        new ListConflictingAliasesCommand({ DistributionId: Id, Alias: "media.found.example" }),
      );
      expect(list?.Items).toEqual(
        ["*.found.example", "media.found.example"].map((Alias) => ({
          Alias,
          DistributionId: `*******${Id!.slice(7)}`,
          AccountId: "*******89012",
        })),
      );
    });
  });

  describe("policies", () => {
    it("of AWS's own are there by id and name, and stay as they are", async () => {
      const { CachePolicy: policy, ETag } = await cloudFront.send(
        new GetCachePolicyCommand({ Id: CACHING_OPTIMIZED }),
      );
      expect(policy?.CachePolicyConfig).toMatchObject({
        Name: "Managed-CachingOptimized",
        MaxTTL: 31_536_000,
      });
      const { CachePolicyList: all } = await cloudFront.send(
        new ListCachePoliciesCommand({ Type: "managed" }),
      );
      expect(all?.Items?.map(({ CachePolicy: one }) => one?.CachePolicyConfig?.Name)).toContain(
        "Managed-CachingOptimized",
      );
      await expect(
        cloudFront.send(new DeleteCachePolicyCommand({ Id: CACHING_OPTIMIZED, IfMatch: ETag })),
      ).rejects.toMatchObject(error(400, "IllegalDelete"));
      await expect(
        cloudFront.send(
          new UpdateCachePolicyCommand({
            Id: CACHING_OPTIMIZED,
            IfMatch: ETag,
            CachePolicyConfig: cachePolicy("x"),
          }),
        ),
      ).rejects.toMatchObject(error(400, "IllegalUpdate"));
      const simple = { Id: "60669652-455b-4ae9-85a4-c4c02393f86c" };
      const { ResponseHeadersPolicy: headers } = await cloudFront.send(
        new GetResponseHeadersPolicyCommand(simple),
      );
      expect(headers?.ResponseHeadersPolicyConfig).toMatchObject({ Name: "Managed-SimpleCORS" });
    });

    it("have names of their own, and change and go only when nothing uses them", async () => {
      const create = (Name: string): Promise<{ CachePolicy?: { Id?: string }; ETag?: string }> =>
        cloudFront.send(new CreateCachePolicyCommand({ CachePolicyConfig: cachePolicy(Name) })) as never;
      const { CachePolicy: policy, ETag } = await create("one");
      const Id = policy!.Id!;
      await expect(create("one")).rejects.toMatchObject(error(409, "CachePolicyAlreadyExists"));
      const changed = await cloudFront.send(
        new UpdateCachePolicyCommand({
          Id,
          IfMatch: ETag,
          CachePolicyConfig: cachePolicy("one", { MaxTTL: 60 }),
        }),
      );
      const remove = (IfMatch?: string): Promise<unknown> =>
        cloudFront.send(new DeleteCachePolicyCommand({ Id, IfMatch }));
      await expect(remove(ETag)).rejects.toMatchObject(error(412, "PreconditionFailed"));
      const used = await createDistribution(behavior({ CachePolicyId: Id }));
      await expect(remove(changed.ETag)).rejects.toMatchObject(error(409, "CachePolicyInUse"));
      await update(used, behavior({}));
      await remove(changed.ETag);
      await expect(cloudFront.send(new GetCachePolicyCommand({ Id }))).rejects.toMatchObject(
        error(404, "NoSuchCachePolicy"),
      );
    });

    it.each<[string, CachePolicyConfig]>([
      ["a minimum above the default", cachePolicy("x", { MinTTL: 61 })],
      ["a default above the maximum", cachePolicy("x", { MaxTTL: 59 })],
      ["encodings without caching", cachePolicy("x", { DefaultTTL: 0, MaxTTL: 0 })],
      [
        "a list of headers without headers",
        cachePolicy("x", {
          ParametersInCacheKeyAndForwardedToOrigin: {
            ...keys,
            HeadersConfig: { HeaderBehavior: "whitelist" },
          },
        }),
      ],
      ["a long name", cachePolicy("x".repeat(129))],
    ])("of caching cannot have %s", async (_, CachePolicyConfig) => {
      await expect(
        cloudFront.send(new CreateCachePolicyCommand({ CachePolicyConfig })),
      ).rejects.toMatchObject(error(400, "InvalidArgument"));
    });

    const custom = (...headers: string[]): Partial<ResponseHeadersPolicyConfig> => ({
      CustomHeadersConfig: {
        Quantity: headers.length,
        Items: headers.map((Header) => ({ Header, Value: "1", Override: true })),
      },
    });
    it.each<[string, Partial<ResponseHeadersPolicyConfig>, string]>([
      ["a security header as a custom one", custom("X-Frame-Options"), "InvalidArgument"],
      ["a custom header twice", custom("X-A", "x-a"), "InvalidArgument"],
      [
        "eleven custom headers",
        custom(...Array.from({ length: 11 }, (_, index) => `x-${index}`)),
        "TooManyCustomHeadersInResponseHeadersPolicy",
      ],
      [
        "credentials for everybody",
        { CorsConfig: { ...cors, AccessControlAllowCredentials: true } },
        "InvalidArgument",
      ],
      [
        "CORS without methods",
        { CorsConfig: { ...cors, AccessControlAllowMethods: { Quantity: 0, Items: [] } } },
        "InvalidArgument",
      ],
      [
        "a content security policy of 2 KB",
        {
          SecurityHeadersConfig: {
            ContentSecurityPolicy: { Override: true, ContentSecurityPolicy: "x".repeat(2000) },
          },
        },
        "TooLongCSPInResponseHeadersPolicy",
      ],
    ])("of response headers cannot have %s", async (_, more, name) => {
      const command = new CreateResponseHeadersPolicyCommand({
        ResponseHeadersPolicyConfig: headersPolicy("x", more),
      });
      await expect(cloudFront.send(command)).rejects.toMatchObject(error(400, name));
    });

    it("are at most twenty of a kind", async () => {
      const made: [id: string, etag: string][] = [];
      const create = async (number: number): Promise<void> => {
        const policy = { ResponseHeadersPolicyConfig: headersPolicy(`quota-${number}`) };
        const { ResponseHeadersPolicy: one, ETag } = await cloudFront.send(
          new CreateResponseHeadersPolicyCommand(policy),
        );
        made.push([one!.Id!, ETag!]);
      };
      for (let number = 0; number < 20; number++) await create(number);
      await expect(create(20)).rejects.toMatchObject(error(400, "TooManyResponseHeadersPolicies"));
      for (const [Id, IfMatch] of made)
        await cloudFront.send(new DeleteResponseHeadersPolicyCommand({ Id, IfMatch }));
      await create(21);
    });
  });

  describe("origin access controls", () => {
    it("are for S3 hostnames, without an identity beside them, and go only when nothing uses them", async () => {
      const config = {
        Name: "media",
        OriginAccessControlOriginType: "s3" as const,
        SigningBehavior: "always" as const,
        SigningProtocol: "sigv4" as const,
      };
      const create = new CreateOriginAccessControlCommand({ OriginAccessControlConfig: config });
      const { OriginAccessControl: control, ETag } = await cloudFront.send(create);
      const Id = control!.Id!;
      await expect(cloudFront.send(create)).rejects.toMatchObject(
        error(409, "OriginAccessControlAlreadyExists"),
      );
      await expect(
        cloudFront.send(
          new CreateOriginAccessControlCommand({
            OriginAccessControlConfig: { ...config, Name: "x".repeat(65) },
          }),
        ),
      ).rejects.toMatchObject(error(400, "InvalidArgument"));
      expect(await cloudFront.send(new GetOriginAccessControlCommand({ Id }))).toMatchObject({
        OriginAccessControl: { OriginAccessControlConfig: config },
      });
      const origin = { ...distributionConfig().Origins!.Items![0]!, OriginAccessControlId: Id };
      const of = (more: object): Partial<DistributionConfig> => ({
        Origins: { Quantity: 1, Items: [{ ...origin, ...more }] },
      });
      await expect(createDistribution(of({ DomainName: "media.example.com" }))).rejects.toMatchObject(
        error(400, "InvalidDomainNameForOriginAccessControl"),
      );
      await expect(
        createDistribution(
          of({ S3OriginConfig: { OriginAccessIdentity: "origin-access-identity/cloudfront/E1" } }),
        ),
      ).rejects.toMatchObject(error(400, "IllegalOriginAccessConfiguration"));
      const used = await createDistribution(of({}));
      const remove = new DeleteOriginAccessControlCommand({ Id, IfMatch: ETag });
      await expect(cloudFront.send(remove)).rejects.toMatchObject(error(409, "OriginAccessControlInUse"));
      await update(used, { Origins: distributionConfig().Origins });
      await cloudFront.send(remove);
    });
  });

  describe("functions", () => {
    it("run only when they are published, as they were then", async () => {
      const etag = await createFunction("cors");
      await expect(createDistribution(behavior(runs("cors")))).rejects.toMatchObject(
        error(400, "InvalidFunctionAssociation"),
      );
      const codeOf = async (Stage: "LIVE" | "DEVELOPMENT"): Promise<string> =>
        Buffer.from(
          (await cloudFront.send(new GetFunctionCommand({ Name: "cors", Stage }))).FunctionCode!,
        ).toString();
      await expect(codeOf("LIVE")).rejects.toMatchObject(error(404, "NoSuchFunctionExists"));
      await cloudFront.send(new PublishFunctionCommand({ Name: "cors", IfMatch: etag }));
      await cloudFront.send(
        new UpdateFunctionCommand({
          Name: "cors",
          IfMatch: etag,
          FunctionConfig: { Comment: "", Runtime: "cloudfront-js-2.0" },
          FunctionCode: Buffer.from("new"),
        }),
      );
      expect([await codeOf("LIVE"), await codeOf("DEVELOPMENT")]).toEqual([
        expect.stringContaining("e.response"),
        "new",
      ]);
      await createDistribution(behavior(runs("cors")));
      const { ETag, FunctionSummary: summary } = await cloudFront.send(
        new DescribeFunctionCommand({ Name: "cors" }),
      );
      expect(summary).toMatchObject({
        Status: "ASSOCIATED",
        FunctionMetadata: { FunctionARN: functionArn("cors"), Stage: "DEVELOPMENT" },
      });
      await expect(
        cloudFront.send(new DeleteFunctionCommand({ Name: "cors", IfMatch: ETag })),
      ).rejects.toMatchObject(error(409, "FunctionInUse"));
    });

    it("have names of their own, at most 10 KB, and are at most a hundred", async () => {
      await createFunction("twice");
      await expect(createFunction("twice")).rejects.toMatchObject(error(409, "FunctionAlreadyExists"));
      await expect(createFunction("with.dot")).rejects.toMatchObject(error(400, "InvalidArgument"));
      await expect(createFunction("large", "x".repeat(10_241))).rejects.toMatchObject(
        error(413, "FunctionSizeLimitExceeded"),
      );
      const fill = async (): Promise<void> => {
        for (let number = 0; number < 100; number++) await createFunction(`quota-${number}`);
      };
      await expect(fill()).rejects.toMatchObject(error(400, "TooManyFunctions"));
    });
  });
});
