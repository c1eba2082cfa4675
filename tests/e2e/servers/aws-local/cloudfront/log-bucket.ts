import { objectOwnership } from "../buckets";
import { aside, Refusal, type Call, type Upstream } from "../call";
import { textAt, type Xml } from "../xml";

const invalid = (message: string): Refusal => new Refusal(400, "InvalidArgument", message);

/** Regions that an account must opt in to: standard logs cannot go there. */
const OPT_IN =
  /^(af-south-1|ap-east-[12]|ap-south-2|ap-southeast-[3-7]|ca-west-1|eu-central-2|eu-south-[12]|il-central-1|me-central-1|me-south-1|mx-central-1)$/;

/**
 * Standard logs are written by an ACL, into a bucket that exists and takes them.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html
 */
export async function checkLogBucket(config: Xml, call: Call, upstream: Upstream): Promise<void> {
  const host = textAt(config, "Logging", "Bucket");
  if (textAt(config, "Logging", "Enabled") !== "true" || host === undefined) return;
  const bucket = /^([a-z0-9.-]+)\.s3(?:[.-]([a-z0-9-]+))?\.amazonaws\.com$/.exec(host);
  if (!bucket) throw invalid(`The parameter Logging Bucket does not refer to a valid S3 bucket: ${host}`);
  const [, name, region] = bucket;
  if (OPT_IN.test(region ?? ""))
    throw invalid(`The S3 bucket that you specified for CloudFront logs is in an opt-in Region: ${host}`);
  const there = await upstream(aside(call, "HEAD", `/${name!}`));
  if (there.status === 404)
    throw invalid(`The S3 bucket that you specified for CloudFront logs doesn't exist: ${host}`);
  const ownership = await objectOwnership({ ...call, bucket: name }, upstream);
  if (ownership === "BucketOwnerEnforced")
    throw invalid(`The S3 bucket that you specified for CloudFront logs does not enable ACL access: ${host}`);
}
