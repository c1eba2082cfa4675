import { randomBytes } from "node:crypto";
import type { Certificates } from "../acm/certificates";
import { Refusal, type Answer, type Call, type Upstream } from "../call";
import type { PublicDns } from "../public-dns";
import { at, element, textAt, type Xml } from "../xml";
import { associateAlias } from "./aliases";
import { completed } from "./defaults";
import { checkConfig } from "./distribution-checks";
import { answerInvalidations } from "./invalidations";
import { newId } from "./kinds";
import { checkLogBucket } from "./log-bucket";
import { bodyOf, checkIfMatch, NOTHING, pageOf, PREFIX, write } from "./protocol";
import { distributionArn, isEnabled, type CloudFrontStore, type Distribution } from "./store";
import { putTags } from "./tags";
import { checkAliases, checkCertificate } from "./viewer-certificate";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-web-distributions */
const QUOTA = 500;

export interface CloudFrontContext {
  store: CloudFrontStore;
  certificates: Certificates;
  dns: PublicDns;
  upstream: Upstream;
}

/** Distributions, which are deployed at once. */
export async function answerDistributions(context: CloudFrontContext, call: Call): Promise<Answer> {
  const { store } = context;
  const [, id, sub = ""] = call.path.slice(PREFIX.length).split("/");
  if (id === undefined) return call.method === "POST" ? create(context, call) : list(store);
  const distribution = store.distributions.get(id);
  if (!distribution)
    throw new Refusal(404, "NoSuchDistribution", `The specified distribution does not exist: ${id}`);
  switch (`${call.method} ${sub}`) {
    case "GET ":
      return write(200, described(distribution), { etag: distribution.etag });
    case "GET config":
      return write(200, distribution.config, { etag: distribution.etag });
    case "PUT config":
      return update(context, distribution, call);
    case "PUT associate-alias":
      return associateAlias(context, distribution, call);
    case "DELETE ":
      return remove(store, distribution, call);
  }
  if (sub === "invalidation") return answerInvalidations(distribution, call);
  throw new Refusal(404, "NoSuchResource", `not part of this CloudFront: ${call.method} ${call.path}`);
}

async function checked(context: CloudFrontContext, given: Xml, call: Call, own?: Distribution): Promise<Xml> {
  const { store, certificates, upstream } = context;
  const config = completed(given);
  checkConfig(store, given);
  checkCertificate(certificates, config);
  checkAliases(context, config, own);
  await checkLogBucket(config, call, upstream);
  return config;
}

async function create(context: CloudFrontContext, call: Call): Promise<Answer> {
  const { store } = context;
  const withTags = call.query.has("WithTags");
  const body = bodyOf(call, withTags ? "DistributionConfigWithTags" : "DistributionConfig");
  const given = withTags ? at(body, "DistributionConfig") : body;
  if (!given) throw new Refusal(400, "MissingBody", "DistributionConfig is required");
  const config = await checked(context, given, call);
  const reference = textAt(config, "CallerReference");
  const all = [...store.distributions.values()];
  if (all.some((other) => textAt(other.config, "CallerReference") === reference))
    throw new Refusal(
      409,
      "DistributionAlreadyExists",
      "The caller reference that you are using to create a distribution is associated with another distribution.",
    );
  if (all.length >= QUOTA)
    throw new Refusal(
      400,
      "TooManyDistributions",
      `You have reached the maximum of ${QUOTA} distributions for this AWS account.`,
    );
  const id = newId();
  const distribution: Distribution = {
    id,
    arn: distributionArn(id),
    domainName: `d${randomBytes(7).toString("hex").slice(0, 13)}.cloudfront.net`,
    config,
    etag: newId(),
    modified: new Date(),
    invalidations: [],
  };
  store.distributions.set(id, distribution);
  putTags(store, distribution.arn, at(body, "Tags"));
  const headers = { etag: distribution.etag, location: `${PREFIX}distribution/${id}` };
  return write(201, described(distribution), headers);
}

async function update(context: CloudFrontContext, distribution: Distribution, call: Call): Promise<Answer> {
  checkIfMatch(call, distribution.etag);
  const given = bodyOf(call, "DistributionConfig");
  if (textAt(given, "CallerReference") !== textAt(distribution.config, "CallerReference"))
    throw new Refusal(400, "IllegalUpdate", "The caller reference cannot be changed");
  const config = await checked(context, given, call, distribution);
  Object.assign(distribution, { config, etag: newId(), modified: new Date() });
  return write(200, described(distribution), { etag: distribution.etag });
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DeleteDistribution.html */
function remove(store: CloudFrontStore, { id, arn, etag, config }: Distribution, call: Call): Answer {
  checkIfMatch(call, etag);
  if (isEnabled(config))
    throw new Refusal(
      409,
      "DistributionNotDisabled",
      "The distribution you are trying to delete has not been disabled.",
    );
  store.distributions.delete(id);
  store.tags.delete(arn);
  return NOTHING;
}

const identity = ({ id, arn, modified, domainName }: Distribution): Xml[] => [
  element("Id", id),
  element("ARN", arn),
  element("Status", "Deployed"),
  element("LastModifiedTime", modified.toISOString()),
  element("DomainName", domainName),
];

const nobody = (name: string): Xml => element(name, element("Enabled", false), element("Quantity", 0));

const described = (distribution: Distribution): Xml =>
  element(
    "Distribution",
    ...identity(distribution),
    element("InProgressInvalidationBatches", 0),
    nobody("ActiveTrustedSigners"),
    nobody("ActiveTrustedKeyGroups"),
    distribution.config,
  );

function list(store: CloudFrontStore): Answer {
  const summary = (one: Distribution): Xml =>
    element("DistributionSummary", ...identity(one), element("ETag", one.etag), ...one.config.children);
  return write(200, pageOf("DistributionList", [...store.distributions.values()].map(summary)));
}
