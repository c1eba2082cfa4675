import { publicAccessBlock } from "./buckets";
import { aside, Refusal, type Answer, type Call, type Part, type Upstream } from "./call";

/** A statement as it arrives: nothing about it is certain. */
interface Statement {
  Effect?: string;
  Principal?: string | Record<string, string | string[]>;
  NotPrincipal?: unknown;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

const NOTHING: Answer = { status: 204, headers: {}, body: Buffer.alloc(0) };

/**
 * Bucket policies, kept here and not in moto, which denies every object request of everybody as soon as a statement has
 * a Condition. Nothing enforces them: they are checked when they are put, as S3 does. Each server has its own.
 */
export function bucketPolicies(): Part {
  const policies = new Map<string, string>();
  return async (call, upstream) => {
    if (!call.bucket || call.key) return undefined;
    if (call.method === "DELETE" && !call.action) {
      const answer = await upstream(call);
      if (answer.status === 204) policies.delete(call.bucket);
      return answer;
    }
    if (call.action !== "policy") return undefined;
    const bucket = await upstream(aside(call, "HEAD", `/${call.bucket}`));
    if (bucket.status === 404) throw new Refusal(404, "NoSuchBucket", "The specified bucket does not exist");
    if (call.method === "GET") return get(policies.get(call.bucket));
    if (call.method === "PUT") {
      await check(call, call.bucket, upstream);
      policies.set(call.bucket, call.body.toString());
    } else policies.delete(call.bucket);
    return NOTHING;
  };
}

function get(policy: string | undefined): Answer {
  if (policy === undefined) throw new Refusal(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
  return { status: 200, headers: { "content-type": "application/json" }, body: Buffer.from(policy) };
}

const list = (value: string | string[] | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const malformed = (message: string): Refusal => new Refusal(400, "MalformedPolicy", message);

async function check(call: Call, bucket: string, upstream: Upstream): Promise<void> {
  const statements = parse(call.body.toString());
  for (const statement of statements) {
    if (!statement.Principal && !statement.NotPrincipal) throw malformed("Missing required field Principal");
    const actions = list(statement.Action ?? statement.NotAction);
    if (actions.length === 0) throw malformed("Missing required field Action");
    checkResources(list(statement.Resource ?? statement.NotResource), actions, bucket);
  }
  if (statements.some(isPublic) && (await publicAccessBlock(call, upstream)).blockPublicPolicy)
    throw new Refusal(403, "AccessDenied", "public policies are blocked by the BlockPublicPolicy setting");
}

function parse(text: string): Statement[] {
  try {
    const { Statement: statements } = JSON.parse(text) as { Statement?: Statement | Statement[] };
    if (statements !== undefined) return Array.isArray(statements) ? statements : [statements];
  } catch (error) {
    throw malformed(`Policies must be valid JSON: ${String(error)}`);
  }
  throw malformed("Missing required field Statement");
}

const OF_OBJECTS = /^s3:(\w*Object(?!Lock)\w*|AbortMultipartUpload|ListMultipartUploadParts)$/;
const OF_BUCKETS = /^s3:(ListBucket\w*|GetBucket\w*|PutBucket\w*|DeleteBucket\w*)$/;

/** Every resource is the bucket's own, and every action fits one of them: swapped ARNs would match nothing. */
function checkResources(resources: string[], actions: string[], bucket: string): void {
  const own = new RegExp(`^(\\*|arn:aws[\\w-]*:s3:::${bucket.replaceAll(".", "\\.")}([/*].*)?)$`);
  if (resources.length === 0) throw malformed("Missing required field Resource");
  const outside = resources.find((resource) => !own.test(resource));
  if (outside !== undefined) throw malformed(`Policy has invalid resource: ${outside}`);
  const objects = resources.some((resource) => /[/*]/.test(resource));
  const buckets = resources.some((resource) => !resource.includes("/"));
  const fits = (action: string): boolean =>
    OF_OBJECTS.test(action) ? objects : OF_BUCKETS.test(action) ? buckets : true;
  if (!actions.every(fits)) throw malformed("Action does not apply to any resource(s) in statement");
}

/** Keys that narrow a statement for everybody enough for S3 not to call it public. */
const NARROWING =
  /^(aws:(Source(Arn|Account|Vpc|Vpce|Ip|OrgID)|Principal(OrgID|Arn|Account)|userid)|s3:DataAccessPoint\w+)$/i;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html, "meaning of public" */
function isPublic(statement: Statement): boolean {
  const { Effect, Principal, Condition = {} } = statement;
  const principals = typeof Principal === "object" ? list(Principal.AWS) : list(Principal);
  const keys = Object.values(Condition).flatMap((operator) => Object.keys(operator));
  return Effect === "Allow" && principals.includes("*") && !keys.some((key) => NARROWING.test(key));
}
