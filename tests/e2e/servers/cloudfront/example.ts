/** A distribution as CloudFront's API returns one, and an origin in this process, for the tests of the model. */
import type { Deployed } from "./deployed";
import type { Answer, HttpHeaders } from "./message";
import type { FetchOrigin, OriginRequest } from "./origin-request";

export const EXAMPLE_HOST = "files.social.example";
export const EXAMPLE_ARN = "arn:aws:cloudfront::111111111111:distribution/EDFDVBD6EXAMPLE";
const FUNCTION = "arn:aws:cloudfront::111111111111:function/add-cors";

const list = <T>(...Items: T[]) => ({ Quantity: Items.length, Items });

/** What AWS's pages show of a private bucket behind CloudFront. */
export function example(): Deployed {
  return {
    arn: EXAMPLE_ARN,
    domainName: "d111111abcdef8.cloudfront.net",
    config: {
      CallerReference: "example",
      Comment: "",
      Enabled: true,
      Aliases: list(EXAMPLE_HOST),
      DefaultRootObject: "__root__",
      Origins: list({
        Id: "bucket",
        DomainName: "media.s3.eu-central-1.amazonaws.com",
        OriginAccessControlId: "control",
      }),
      DefaultCacheBehavior: {
        TargetOriginId: "bucket",
        ViewerProtocolPolicy: "redirect-to-https",
        CachePolicyId: "cache",
        ResponseHeadersPolicyId: "headers",
        AllowedMethods: { ...list("GET" as const, "HEAD" as const), CachedMethods: list("GET", "HEAD") },
        FunctionAssociations: list({ EventType: "viewer-response" as const, FunctionARN: FUNCTION }),
      },
      CustomErrorResponses: list({ ErrorCode: 403, ErrorCachingMinTTL: 5 }),
    },
    cachePolicies: {
      cache: {
        Name: "cache",
        MinTTL: 0,
        DefaultTTL: 3_600,
        MaxTTL: 86_400,
        ParametersInCacheKeyAndForwardedToOrigin: {
          EnableAcceptEncodingGzip: false,
          HeadersConfig: { HeaderBehavior: "none" },
          CookiesConfig: { CookieBehavior: "none" },
          QueryStringsConfig: { QueryStringBehavior: "none" },
        },
      },
    },
    originRequestPolicies: {},
    responseHeadersPolicies: {
      headers: {
        Name: "headers",
        CorsConfig: {
          AccessControlAllowOrigins: list("*"),
          AccessControlAllowHeaders: list("*"),
          AccessControlAllowMethods: list("GET" as const, "HEAD" as const),
          AccessControlAllowCredentials: false,
          OriginOverride: true,
        },
        SecurityHeadersConfig: { ContentTypeOptions: { Override: true } },
        RemoveHeadersConfig: list({ Header: "X-Amz-Request-Id" }),
      },
    },
    originAccessControls: {
      control: {
        Name: "control",
        SigningProtocol: "sigv4",
        SigningBehavior: "always",
        OriginAccessControlOriginType: "s3",
      },
    },
    functions: {
      [FUNCTION]: `function handler(event) {
        var response = event.response;
        if (!response.headers['access-control-allow-origin'])
          response.headers['access-control-allow-origin'] = { value: '*' };
        return response;
      }`,
    },
  };
}

/** An origin with these objects, by their paths; everything else is 403. It answers ranges, and If-None-Match. */
export class ExampleOrigin {
  readonly requests: (OriginRequest & { domainName: string })[] = [];
  objects: Record<
    string,
    { body: string; headers?: HttpHeaders } | { status: number; headers?: HttpHeaders }
  > = {};

  readonly fetch: FetchOrigin = (domainName, request) => {
    this.requests.push({ ...request, domainName });
    return Promise.resolve(this.answer(request));
  };

  private answer({ target, method, headers: asked }: OriginRequest): Answer {
    const object = this.objects[target.split("?")[0] ?? ""];
    if (object === undefined) return { status: 403, headers: {}, body: Buffer.from("AccessDenied") };
    if ("status" in object)
      return { status: object.status, headers: object.headers ?? {}, body: Buffer.from("failed") };
    const body = Buffer.from(object.body);
    const etag = `"${object.body}"`;
    const headers = { etag: [etag], "x-amz-request-id": ["1"], ...object.headers };
    if (asked["if-none-match"]?.includes(etag) === true)
      return { status: 304, headers, body: Buffer.alloc(0) };
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(asked["range"]?.[0] ?? "") ?? [];
    if (start === undefined)
      return {
        status: 200,
        headers: { ...headers, "content-length": [`${body.length}`] },
        body: method === "HEAD" ? Buffer.alloc(0) : body,
      };
    if (Number(start) >= body.length) return { status: 416, headers: {}, body: Buffer.alloc(0) };
    const range = {
      "content-range": [`bytes ${start}-${Math.min(Number(end), body.length - 1)}/${body.length}`],
    };
    return {
      status: 206,
      headers: { ...headers, ...range },
      body: body.subarray(Number(start), Number(end) + 1),
    };
  }
}
