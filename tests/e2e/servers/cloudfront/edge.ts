/** One edge location: what CloudFront does with a request, step by step. */
import { Cache, type Clock, type Stored } from "./cache";
import { type Behavior, type Deployed, given, items } from "./deployed";
import { FunctionFailure, functionEvent, onViewerRequest, onViewerResponse } from "./edge-function";
import { errorTtl, lifetime } from "./lifetime";
import {
  type Answer,
  header,
  type HttpHeaders,
  plain,
  splitTarget,
  type ViewerRequest,
  without,
} from "./message";
import { askOrigins, type FetchOrigin, originRequest, type OriginRequest } from "./origin-request";
import { behaviorFor } from "./paths";
import { represent, rangesOf } from "./ranges";
import { unmodelled } from "./refused";
import { withPolicy } from "./response-headers";
import { keySelection, originSelection, united, type Selection } from "./selection";

/** The first word of the X-Cache header. */
export type CacheResult = "Hit" | "RefreshHit" | "Miss" | "Error" | "Redirect" | "FunctionGenerated";

/** One request, for tests to look at. */
export interface Served {
  method: string;
  /** As the viewer sent it. */
  target: string;
  status: number;
  result: CacheResult;
  /** What the origins were asked for, if anything. */
  toOrigins: OriginRequest[];
}

interface Found {
  answer: Answer;
  result: CacheResult;
  age?: number;
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-general */
const LONGEST_URL = 8_192;

export class Edge {
  readonly served: Served[] = [];
  private readonly cache: Cache;

  constructor(
    private readonly deployed: Deployed,
    private readonly fetchOrigin: FetchOrigin,
    private readonly clock: Clock,
  ) {
    const settings = unmodelled(deployed);
    if (settings.length > 0) throw new Error(`the model does not support: ${settings.join(", ")}`);
    this.cache = new Cache(clock);
  }

  async serve(viewer: ViewerRequest): Promise<Answer> {
    const toOrigins: OriginRequest[] = [];
    const { answer, result, age } = await this.found(viewer, toOrigins).catch((error: unknown) => {
      if (error instanceof FunctionFailure)
        return { answer: error.answer, result: "Error" as const, age: undefined };
      throw error;
    });
    const { method, target } = viewer;
    this.served.push({ method, target, status: answer.status, result, toOrigins });
    return {
      ...answer,
      headers: {
        ...answer.headers,
        ...(age !== undefined && { age: [String(age)] }),
        "x-cache": [`${result} from cloudfront`],
        via: ["1.1 model.cloudfront.net (CloudFront)"],
      },
    };
  }

  private async found(viewer: ViewerRequest, toOrigins: OriginRequest[]): Promise<Found> {
    const behavior = behaviorFor(this.deployed, splitTarget(viewer.target).path);
    const own = this.refusal(viewer, behavior) ?? redirection(viewer, behavior);
    if (own !== undefined) return { answer: own, result: own.status < 400 ? "Redirect" : "Error" };
    const onRequest = this.functionFor(behavior, "viewer-request");
    const continued =
      onRequest === undefined
        ? { request: viewer }
        : await onViewerRequest(onRequest, functionEvent(this.deployed, viewer), viewer);
    if ("answer" in continued) return { answer: continued.answer, result: "FunctionGenerated" };
    const found = await this.fromCacheOrOrigin(continued.request, behavior, toOrigins);
    return { ...found, answer: await this.toViewer(viewer, behavior, found.answer) };
  }

  /** What CloudFront refuses by itself. */
  private refusal(
    { method, target, headers, secure, body }: ViewerRequest,
    behavior: Behavior,
  ): Answer | undefined {
    const host = (header(headers, "host") ?? "").replace(/:\d+$/, "").toLowerCase();
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html
    const names = [this.deployed.domainName, ...items(this.deployed.config.Aliases)];
    if (!names.some((name) => isHost(name, host))) return plain(403, `No distribution has the name ${host}`);
    if (this.deployed.config.Enabled !== true) return plain(403, "The distribution is disabled");
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html#RequestS3MaxRequestStringLength
    if (target.length > LONGEST_URL) return plain(413, "The URL is too long");
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-invalid-method.html
    const allowed = items(behavior.AllowedMethods) as string[];
    if (!(allowed.length === 0 ? ["GET", "HEAD"] : allowed).includes(method))
      return plain(403, `The distribution does not allow ${method}`);
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html#RequestS3-get-body
    if (method === "GET" && body.length > 0) return plain(403, "A GET request has no body");
    if (!secure && behavior.ViewerProtocolPolicy === "https-only") return plain(403, "https only");
    return undefined;
  }

  /** Runs on answers from the cache and from the origin alike, except where the origin answered 400 or more. */
  private async toViewer(viewer: ViewerRequest, behavior: Behavior, answer: Answer): Promise<Answer> {
    const id = behavior.ResponseHeadersPolicyId;
    const policy =
      id === undefined
        ? undefined
        : given(this.deployed.responseHeadersPolicies[id], `response headers policy ${id}`);
    const withHeaders = { ...answer, headers: withPolicy(answer.headers, policy, viewer) };
    const code = this.functionFor(behavior, "viewer-response");
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html#function-restrictions-status-codes
    if (code === undefined || answer.status >= 400) return withHeaders;
    return onViewerResponse(code, functionEvent(this.deployed, viewer, withHeaders), withHeaders);
  }

  private functionFor(behavior: Behavior, event: "viewer-request" | "viewer-response"): string | undefined {
    const arn = items(behavior.FunctionAssociations).find(
      ({ EventType }) => EventType === event,
    )?.FunctionARN;
    return arn === undefined ? undefined : given(this.deployed.functions[arn], `function ${arn}`);
  }

  private async fromCacheOrOrigin(
    viewer: ViewerRequest,
    behavior: Behavior,
    toOrigins: OriginRequest[],
  ): Promise<Found> {
    const { deployed, cache } = this;
    const { method } = viewer;
    const { query, ...split } = splitTarget(viewer.target);
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DefaultRootObject.html
    const path = split.path === "/" ? `/${deployed.config.DefaultRootObject ?? ""}` : split.path;
    const asked = { query, headers: viewer.headers };
    const cachePolicy = given(deployed.cachePolicies[behavior.CachePolicyId ?? ""], "a cache policy");
    const keyed = keySelection(asked, cachePolicy);
    const originPolicy = deployed.originRequestPolicies[behavior.OriginRequestPolicyId ?? ""];
    const chosen = united(asked, keyed, originSelection(asked, originPolicy));
    // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html
    const key = JSON.stringify([method === "OPTIONS", path, keyed]);
    const cached = items(behavior.AllowedMethods?.CachedMethods) as string[];
    const isCached = method === "GET" || method === "HEAD" || cached.includes(method);
    const selection = isCached ? chosen : withAuthorization(chosen, viewer);

    const whole = isCached ? cache.whole(key, method) : undefined;
    const stored = whole ?? (method === "GET" ? cache.part(key, header(viewer.headers, "range")) : undefined);
    if (stored !== undefined && cache.isFresh(stored)) return this.hit(stored, viewer, "Hit");

    const ask = async (validators: HttpHeaders, sent: ViewerRequest): Promise<Answer> =>
      askOrigins(
        deployed,
        behavior,
        async (origin) => {
          const request = originRequest(deployed, origin, { viewer: sent, path, selection, validators });
          toOrigins.push(request);
          return ofOrigin(await this.fetchOrigin(origin.DomainName ?? "", request), selection.headers);
        },
        method,
      );
    const keep = (answer: Answer, hasBody = method !== "HEAD"): void => {
      const seconds = lifetime(answer, cachePolicy, deployed.config, this.clock.now());
      if (isCached) cache.store(key, answer, hasBody, seconds);
    };

    if (whole?.answer.status === 200) {
      const answer = await ask(validatorsOf(whole.answer), withoutRange(viewer));
      if (answer.status === 304) {
        // https://www.rfc-editor.org/rfc/rfc9111#section-4.3.4
        const refreshed = {
          ...whole.answer,
          headers: { ...whole.answer.headers, ...defined(answer.headers) },
        };
        keep(refreshed, whole.hasBody);
        return { answer: represent(refreshed, viewer), result: "RefreshHit" };
      }
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html#HTTPStatusCodes-no-custom-error-pages-in-cache
      if (answer.status >= 500) {
        cache.store(key, whole.answer, whole.hasBody, errorTtl(answer.status, deployed.config));
        return this.hit(whole, viewer, "Hit");
      }
      keep(answer);
      return { answer: represent(answer, viewer), result: answer.status < 400 ? "Miss" : "Error" };
    }
    const answer = await ask({}, isUsableRange(viewer) ? viewer : withoutRange(viewer));
    keep(answer);
    return {
      answer: represent(answer, conditionsOnly(viewer)),
      result: answer.status < 400 ? "Miss" : "Error",
    };
  }

  private hit(stored: Stored, viewer: ViewerRequest, result: CacheResult): Found {
    const isError = stored.answer.status >= 400;
    return {
      answer: represent(stored.answer, viewer),
      result: isError ? "Error" : result,
      age: this.cache.age(stored),
    };
  }
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-https-viewers-to-cloudfront.html */
function redirection(
  { method, target, secure, headers }: ViewerRequest,
  behavior: Behavior,
): Answer | undefined {
  if (secure || behavior.ViewerProtocolPolicy !== "redirect-to-https") return undefined;
  const host = (header(headers, "host") ?? "").replace(/:\d+$/, "");
  const { path, query } = splitTarget(target);
  const location = `https://${host}${path}${query === undefined ? "" : `?${query}`}`;
  const status = method === "GET" || method === "HEAD" ? 301 : 307;
  return plain(status, "https only", { location: [location] });
}

/** `*` stands for one label at the start. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html */
const isHost = (name: string, host: string): boolean =>
  name.startsWith("*.") ? host.replace(/^[^.]+/, "*") === name.toLowerCase() : host === name.toLowerCase();

/**
 * The header reaches the origin with each method whose answers are not cached, whatever the policies say.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html#request-custom-headers-behavior
 */
function withAuthorization(selection: Selection, { headers: { authorization } }: ViewerRequest): Selection {
  if (authorization === undefined) return selection;
  return { ...selection, headers: { ...selection.headers, authorization } };
}

const OF_CONNECTION = ["trailer", "upgrade", "transfer-encoding", "connection", "keep-alive", "via"];

/**
 * Cookies only where they are forwarded.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html#response-s3-removed-headers
 */
function ofOrigin(answer: Answer, forwarded: HttpHeaders): Answer {
  const cookies = forwarded["cookie"] === undefined ? ["set-cookie"] : [];
  return { ...answer, headers: without(answer.headers, [...OF_CONNECTION, ...cookies]) };
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html#RequestS3ConditionalGETs */
function validatorsOf({ headers }: Answer): HttpHeaders {
  const { etag, "last-modified": modified } = headers;
  return { ...(etag && { "if-none-match": etag }), ...(modified && { "if-modified-since": modified }) };
}

const withoutRange = (viewer: ViewerRequest): ViewerRequest => ({
  ...viewer,
  headers: { ...viewer.headers, range: undefined },
});

/** The origin has answered the range; what is left are the viewer's conditions. */
const conditionsOnly = withoutRange;

/** Ranges that are not in order, overlap or are invalid are not meant. The length is not known yet. */
const isUsableRange = ({ method, headers }: ViewerRequest): boolean =>
  method === "GET" && rangesOf(header(headers, "range"), Number.MAX_SAFE_INTEGER) !== undefined;

const defined = (headers: HttpHeaders): HttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name, values]) => values && name !== "content-length"));
