import { Refusal, type Answer, type Call } from "../call";
import { at, element, textAt, type Xml } from "../xml";
import { newId } from "./kinds";
import { bodyOf, checkIfMatch, listOf, NOTHING, PREFIX, write } from "./protocol";
import { functionArn, type CloudFrontStore, type EdgeFunction, type FunctionStage } from "./store";

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-functions */
const QUOTA = 100;
const LONGEST_CODE = 10 * 1024;
const NAME = /^[a-zA-Z0-9_-]{1,64}$/;
const RUNTIMES = ["cloudfront-js-1.0", "cloudfront-js-2.0"];

/** CloudFront Functions. What is created or updated is in development; publishing makes it live. */
export function answerFunctions(store: CloudFrontStore, call: Call): Answer {
  const [, name, sub = ""] = call.path.slice(PREFIX.length).split("/");
  if (name === undefined) return call.method === "POST" ? create(store, call) : list(store, call);
  const found = store.functions.get(name);
  if (!found) throw new Refusal(404, "NoSuchFunctionExists", `The function ${name} does not exist`);
  switch (`${call.method} ${sub}`) {
    case "GET ": {
      const { code, etag } = stageOf(found, call);
      return { status: 200, headers: { "content-type": "application/octet-stream", etag }, body: code };
    }
    case "GET describe":
      return write(200, summary(store, found, call), { etag: stageOf(found, call).etag });
    case "PUT ":
      checkIfMatch(call, found.development.etag);
      found.development = stage(bodyOf(call, "UpdateFunctionRequest"));
      return write(200, summary(store, found, call), { etag: found.development.etag });
    case "POST publish":
      checkIfMatch(call, found.development.etag);
      found.live = { ...found.development, etag: newId(), modified: new Date() };
      return write(200, summary(store, found, call, "LIVE"));
    case "DELETE ":
      return remove(store, found, call);
  }
  throw new Refusal(404, "NoSuchResource", `not part of this CloudFront: ${call.method} ${call.path}`);
}

function stageOf({ name, development, live }: EdgeFunction, call: Call): FunctionStage {
  const isLive = call.query.get("Stage") === "LIVE";
  if (isLive && !live)
    throw new Refusal(404, "NoSuchFunctionExists", `The function ${name} is not published`);
  return isLive && live ? live : development;
}

/** https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html */
function stage(request: Xml): FunctionStage {
  const config = at(request, "FunctionConfig");
  const code = Buffer.from(textAt(request, "FunctionCode") ?? "", "base64");
  if (!config || !RUNTIMES.includes(textAt(config, "Runtime") ?? ""))
    throw new Refusal(400, "InvalidArgument", `Runtime must be one of ${RUNTIMES.join(", ")}`);
  if (code.length === 0) throw new Refusal(400, "InvalidArgument", "FunctionCode is required");
  if (code.length > LONGEST_CODE)
    throw new Refusal(
      413,
      "FunctionSizeLimitExceeded",
      `The function has ${code.length} bytes; at most ${LONGEST_CODE} are allowed`,
    );
  return { config, code, etag: newId(), modified: new Date() };
}

function create(store: CloudFrontStore, call: Call): Answer {
  const request = bodyOf(call, "CreateFunctionRequest");
  const name = textAt(request, "Name") ?? "";
  if (!NAME.test(name)) throw new Refusal(400, "InvalidArgument", `Name must match ${NAME.source}`);
  if (store.functions.has(name))
    throw new Refusal(409, "FunctionAlreadyExists", `A function with the name ${name} exists`);
  const development = stage(request);
  if (store.functions.size >= QUOTA)
    throw new Refusal(
      400,
      "TooManyFunctions",
      `You have reached the maximum of ${QUOTA} functions for this AWS account.`,
    );
  const made = { name, arn: functionArn(name), created: new Date(), development, live: undefined };
  store.functions.set(name, made);
  const headers = { etag: development.etag, location: `${call.path}/${name}` };
  return write(201, summary(store, made, call), headers);
}

function remove(store: CloudFrontStore, { name, arn, development }: EdgeFunction, call: Call): Answer {
  checkIfMatch(call, development.etag);
  const [user] = store.usersOf(arn);
  if (user)
    throw new Refusal(
      409,
      "FunctionInUse",
      `The function ${name} is associated with the distribution ${user.id}`,
    );
  store.functions.delete(name);
  return NOTHING;
}

function summary(store: CloudFrontStore, found: EdgeFunction, call: Call, published?: "LIVE"): Xml {
  const isLive = published === "LIVE" || call.query.get("Stage") === "LIVE";
  const { config, modified } = isLive && found.live ? found.live : found.development;
  return element(
    "FunctionSummary",
    element("Name", found.name),
    element("Status", statusOf(store, found)),
    config,
    element(
      "FunctionMetadata",
      element("FunctionARN", found.arn),
      element("Stage", isLive ? "LIVE" : "DEVELOPMENT"),
      element("CreatedTime", found.created.toISOString()),
      element("LastModifiedTime", modified.toISOString()),
    ),
  );
}

function statusOf(store: CloudFrontStore, { arn, live }: EdgeFunction): string {
  if (!live) return "UNPUBLISHED";
  return store.usersOf(arn).length > 0 ? "ASSOCIATED" : "UNASSOCIATED";
}

function list(store: CloudFrontStore, call: Call): Answer {
  const wantsLive = call.query.get("Stage") === "LIVE";
  const listed = [...store.functions.values()].filter(({ live }) => !wantsLive || live);
  return write(
    200,
    listOf(
      "FunctionList",
      listed.map((one) => summary(store, one, call)),
    ),
  );
}
