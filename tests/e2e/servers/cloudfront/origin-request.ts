/** What CloudFront sends to an origin, to which one, and as whom. */
import type { Origin } from "@aws-sdk/client-cloudfront";
import { type Behavior, type Deployed, given, items } from "./deployed";
import { type Answer, header, type HttpHeaders, type ViewerRequest } from "./message";
import type { Selection } from "./selection";

export interface OriginRequest {
  method: string;
  /** Path and query as they are sent. */
  target: string;
  headers: HttpHeaders;
  body: Buffer;
  /** Signed as this distribution, which asks as the service principal cloudfront.amazonaws.com; undefined if it is not signed. */
  signedFor?: string;
}

/** Asks an origin; it rejects when the origin cannot be reached. */
export type FetchOrigin = (domainName: string, request: OriginRequest) => Promise<Answer>;

export function originRequest(
  deployed: Deployed,
  origin: Origin,
  { viewer, path, selection, validators }: Sent,
): OriginRequest {
  const signed = isSigned(deployed, origin, selection.headers);
  const { authorization, ...unsigned } = selection.headers;
  const range = viewer.headers["range"];
  return {
    method: viewer.method,
    target: `${origin.OriginPath ?? ""}${path}${selection.query === "" ? "" : `?${selection.query}`}`,
    headers: {
      ...unsigned,
      ...(signed === undefined && authorization !== undefined && { authorization }),
      ...(range !== undefined && { range }),
      ...validators,
      ...Object.fromEntries(
        items(origin.CustomHeaders).map(({ HeaderName = "", HeaderValue = "" }) => [
          HeaderName.toLowerCase(),
          [HeaderValue],
        ]),
      ),
      host: [origin.DomainName ?? ""],
      "user-agent": selection.headers["user-agent"] ?? ["Amazon CloudFront"],
      // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorS3Origin.html#RequestS3IPAddresses
      "x-forwarded-for": [[header(viewer.headers, "x-forwarded-for"), viewer.ip].filter(Boolean).join(", ")],
      via: ["1.1 model.cloudfront.net (CloudFront)"],
    },
    body: viewer.body,
    ...(signed !== undefined && { signedFor: signed }),
  };
}

export interface Sent {
  viewer: ViewerRequest;
  /** With the default root object, as it was sent in all else. */
  path: string;
  selection: Selection;
  /** Those of a stored object that has expired. */
  validators: HttpHeaders;
}

/**
 * The distribution's ARN when the origin request is signed.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html#oac-advanced-settings-s3
 */
function isSigned(deployed: Deployed, origin: Origin, headers: HttpHeaders): string | undefined {
  const id = origin.OriginAccessControlId ?? "";
  if (id === "") return undefined;
  const control = given(deployed.originAccessControls[id], `origin access control ${id}`);
  const signs =
    control.SigningBehavior === "always" ||
    (control.SigningBehavior === "no-override" && headers["authorization"] === undefined);
  return signs ? deployed.arn : undefined;
}

/** Only these fail over. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html */
const FAILING_OVER = ["GET", "HEAD", "OPTIONS"];

/** The answer of a behavior's origin, or of the second of its group. */
export async function askOrigins(
  deployed: Deployed,
  behavior: Behavior,
  ask: (origin: Origin) => Promise<Answer>,
  method: string,
): Promise<Answer> {
  const { config } = deployed;
  const target = behavior.TargetOriginId;
  const group = items(config.OriginGroups).find(({ Id }) => Id === target);
  const byId = (id: string | undefined): Origin =>
    given(
      items(config.Origins).find(({ Id }) => Id === id),
      `origin ${id}`,
    );
  if (group === undefined) return reached(() => ask(byId(target)));
  const [primary, secondary] = items(group.Members).map(({ OriginId }) => byId(OriginId));
  const first = await reached(() => ask(given(primary, "a primary origin")));
  const failing = items(group.FailoverCriteria?.StatusCodes).includes(first.status) || "unreached" in first;
  if (!failing || !FAILING_OVER.includes(method)) return first;
  return reached(() => ask(given(secondary, "a secondary origin")));
}

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-504-gateway-timeout.html */
async function reached(ask: () => Promise<Answer>): Promise<Answer & { unreached?: true }> {
  try {
    return await ask();
  } catch (error) {
    const text = Buffer.from(`The origin could not be reached: ${String(error)}\n`);
    return { status: 504, headers: { "content-type": ["text/plain"] }, body: text, unreached: true };
  }
}
