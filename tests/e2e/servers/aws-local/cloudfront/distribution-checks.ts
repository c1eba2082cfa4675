import { Refusal } from "../call";
import { itemsAt, textAt, type Xml } from "../xml";
import { checkBehaviors } from "./behavior-checks";
import type { CloudFrontStore } from "./store";

const invalid = (message: string): Refusal => new Refusal(400, "InvalidArgument", message);

/**
 * What CloudFront refuses in a distribution's config, but for its certificate and aliases.
 * https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateDistribution.html#API_CreateDistribution_Errors
 */
export function checkConfig(store: CloudFrontStore, config: Xml): void {
  for (const name of ["CallerReference", "Enabled"])
    if (textAt(config, name) === undefined) throw invalid(`${name} is required`);
  checkValues(config);
  const origins = itemsAt(config, "Origins");
  if (origins.length === 0) throw invalid("The parameter Origins is required");
  for (const origin of origins) checkOrigin(store, origin);
  checkGroups(config);
  checkBehaviors(store, config);
  checkErrors(config);
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html */
const VALUES: Record<string, string[]> = {
  PriceClass: ["PriceClass_100", "PriceClass_200", "PriceClass_All"],
  HttpVersion: ["http1.1", "http2", "http3", "http2and3"],
};
const WEB_ACL =
  /^(arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\/[^/]+\/[\da-f-]+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/;

function checkValues(config: Xml): void {
  for (const [name, values] of Object.entries(VALUES)) {
    const value = textAt(config, name);
    if (value !== undefined && !values.includes(value))
      throw invalid(`${name} must be one of ${values.join(", ")}`);
  }
  const root = textAt(config, "DefaultRootObject") ?? "";
  if (root.startsWith("/") || root.length > 255)
    throw new Refusal(400, "InvalidDefaultRootObject", `The default root object is not valid: ${root}`);
  const webAcl = textAt(config, "WebACLId");
  if (webAcl !== undefined && !WEB_ACL.test(webAcl))
    throw new Refusal(400, "InvalidWebACLId", `The web ACL is not valid: ${webAcl}`);
}

const HOSTNAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/i;
const S3_HOSTNAME = /^[a-z0-9.-]+\.s3([.-][a-z0-9-]+)?\.amazonaws\.com$/;

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_Origin.html */
function checkOrigin(store: CloudFrontStore, origin: Xml): void {
  const host = textAt(origin, "DomainName") ?? "";
  if (!HOSTNAME.test(host))
    throw new Refusal(400, "InvalidOrigin", `The origin's domain name is not valid: ${host}`);
  const path = textAt(origin, "OriginPath") ?? "";
  if (path !== "" && !/^\/.*[^/]$/.test(path))
    throw new Refusal(
      400,
      "InvalidRelativePath",
      `The origin path must begin with / and not end with it: ${path}`,
    );
  const kinds = ["S3OriginConfig", "CustomOriginConfig", "VpcOriginConfig"].filter((name) =>
    origin.children.some((child) => child.name === name),
  );
  if (kinds.length !== 1)
    throw invalid(`The origin ${host} must have one of S3OriginConfig and CustomOriginConfig`);
  const control = textAt(origin, "OriginAccessControlId");
  if (control === undefined) return;
  if (textAt(origin, "S3OriginConfig", "OriginAccessIdentity") !== undefined)
    throw new Refusal(
      400,
      "IllegalOriginAccessConfiguration",
      "An origin cannot have both an origin access control and an origin access identity",
    );
  const item = store.of("origin-access-control").get(control);
  if (!item)
    throw new Refusal(
      400,
      "InvalidOriginAccessControl",
      `The origin access control does not exist: ${control}`,
    );
  const isForS3 = textAt(item.config, "OriginAccessControlOriginType") === "s3";
  if (isForS3 && !S3_HOSTNAME.test(host))
    throw new Refusal(
      400,
      "InvalidDomainNameForOriginAccessControl",
      `${host} is no hostname of an S3 bucket`,
    );
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_OriginGroup.html */
const FAILOVER_CODES = ["400", "403", "404", "416", "429", "500", "502", "503", "504"];

function checkGroups(config: Xml): void {
  const ids = itemsAt(config, "Origins").map((origin) => textAt(origin, "Id"));
  const groups = itemsAt(config, "OriginGroups");
  const all = [...ids, ...groups.map((group) => textAt(group, "Id"))];
  if (new Set(all).size < all.length) throw invalid("The ids of origins and origin groups must be unique");
  for (const group of groups) {
    const members = itemsAt(group, "Members").map((member) => textAt(member, "OriginId"));
    if (members.length !== 2) throw invalid("An origin group must have two members");
    const missing = members.find((member) => !ids.includes(member));
    if (missing !== undefined)
      throw new Refusal(404, "NoSuchOrigin", `No origin exists with the id ${missing}`);
    const codes = itemsAt(group, "FailoverCriteria", "StatusCodes").map(({ text }) => text);
    const code = codes.find((one) => !FAILOVER_CODES.includes(one));
    if (codes.length === 0 || code !== undefined)
      throw invalid(`An origin group cannot fail over at ${String(code)}`);
  }
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CustomErrorResponse.html */
const ERROR_CODES = [...["400", "403", "404", "405", "414", "416"], ...["500", "501", "502", "503", "504"]];

function checkErrors(config: Xml): void {
  for (const error of itemsAt(config, "CustomErrorResponses")) {
    const code = textAt(error, "ErrorCode") ?? "";
    if (!ERROR_CODES.includes(code))
      throw new Refusal(400, "InvalidErrorCode", `An invalid error code was specified: ${code}`);
    const [page, response] = [textAt(error, "ResponsePagePath"), textAt(error, "ResponseCode")];
    if ((page === undefined) !== (response === undefined))
      throw new Refusal(400, "InvalidResponseCode", "ResponsePagePath and ResponseCode must be set together");
  }
}
