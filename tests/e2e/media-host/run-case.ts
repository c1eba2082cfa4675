/** Asks the requests of one case of a distribution that the model serves, and says what is not as the row has it. */
import type { S3 } from "../../rgw/s3";
import { contentOf } from "../../rgw/seeds";
import { type CloudFront, type Deployed, type FetchOrigin, startCloudFront } from "../servers/cloudfront";
import { header, splitTarget } from "../servers/cloudfront/message";
import { type RawAnswer, sendRaw } from "../servers/cloudfront/raw-request";
import type { Case, Step } from "./table";

/** What a case is asked of. */
export interface HostStage {
  deployed: Deployed;
  fetchOrigin: FetchOrigin;
  hostname: string;
  /** How long a copy is kept at most, in seconds. */
  maxAge: number;
  s3: S3;
  bucket: string;
}

/** How Mastodon uploads: app/models and config/initializers/paperclip.rb of mastodon/mastodon. */
const UPLOADED = { "cache-control": "public, max-age=315576000, immutable", "content-type": "image/png" };

/** What no answer may ever hold. */
const TELLING =
  /<(ListBucketResult|ListVersionsResult|ListMultipartUploadsResult|ListPartsResult|AccessControlPolicy|CORSConfiguration|Tagging)|"Statement"/;

/** Puts all objects as the app would, those that are shown by their ACL included. */
export async function seedHost(
  { s3, bucket }: Pick<HostStage, "s3" | "bucket">,
  objects: Record<string, string>,
  shown: string[] = [],
): Promise<void> {
  for (const [key, body] of Object.entries(objects)) await put(s3, bucket, key, body);
  for (const key of shown) await setAcl(s3, bucket, key, "public-read");
}

const put = (s3: S3, bucket: string, key: string, body: string) =>
  s3.must(s3.rgw.root, { method: "PUT", bucket, key, body, headers: UPLOADED });

const setAcl = (s3: S3, bucket: string, key: string, acl: "public-read" | "private") =>
  s3.must(s3.rgw.root, { method: "PUT", bucket, key, query: "acl", headers: { "x-amz-acl": acl } });

/** Sentences about what is wrong; empty for a case that is as it has to be. */
export async function failures(stage: HostStage, asked: Case): Promise<string[]> {
  const cloudFront = await startCloudFront(
    asked.without === "functions" ? withoutFunctions(stage.deployed) : stage.deployed,
    asked.adds === undefined ? stage.fetchOrigin : adding(stage.fetchOrigin, asked.adds),
  );
  const created = new Set<string>();
  const wrong: string[] = [];
  try {
    for (const [i, step] of asked.steps.entries()) {
      if (step.put !== undefined) {
        created.add(step.put);
        await put(stage.s3, stage.bucket, step.put, contentFor(step.put));
      }
      if (step.remove !== undefined) await remove(stage, step.remove);
      if (step.hide !== undefined) await setAcl(stage.s3, stage.bucket, step.hide, "private");
      if (step.show !== undefined) await setAcl(stage.s3, stage.bucket, step.show, "public-read");
      cloudFront.clock.advance(step.advance === "maxAge" ? stage.maxAge : (step.advance ?? 0));
      const answer = await send(stage, cloudFront, asked, step);
      wrong.push(
        ...differences(stage, cloudFront, asked, step, answer).map(
          (text) => `${asked.target}, step ${i + 1}: ${text}`,
        ),
      );
    }
    return wrong;
  } finally {
    for (const key of created) await remove(stage, key);
    await cloudFront.stop();
  }
}

const remove = ({ s3, bucket }: HostStage, key: string) =>
  s3.ask(s3.rgw.root, { method: "DELETE", bucket, key });

/** Of a key that is seeded for one case only. */
export const contentFor = (key: string): string => contentOf(key) ?? `the bytes of ${key}`;

async function send(
  { hostname, s3, bucket }: HostStage,
  cloudFront: CloudFront,
  asked: Case,
  { method = "GET", target = asked.target, headers = {}, body, over = "https" }: Step,
): Promise<RawAnswer> {
  const all: Record<string, string> = { host: hostname };
  for (const [name, value] of Object.entries(headers))
    all[name] = value === "ETAG" ? await etagOf(s3, bucket, keyOf(target)) : value;
  return sendRaw(cloudFront[over], { method, target: target.replace("HOST", hostname) }, all, body);
}

async function etagOf(s3: S3, bucket: string, key: string): Promise<string> {
  const { headers } = await s3.must(s3.rgw.root, { method: "HEAD", bucket, key });
  return headers["etag"] as string;
}

const keyOf = (target: string): string => splitTarget(target).path.slice(1);

function differences(
  { hostname }: HostStage,
  cloudFront: CloudFront,
  asked: Case,
  step: Step,
  answer: RawAnswer,
): string[] {
  const { status, headers, text } = answer;
  const served = cloudFront.served.at(-1)!;
  const target = (step.target ?? asked.target).replace("HOST", hostname);
  const object = contentFor(keyOf(target));
  const checks: [what: string, is: unknown, isRight: boolean][] = [
    ["status", status, [step.status].flat().includes(status)],
    ["result", served.result, step.result === undefined || served.result === step.result],
    ["body", text.slice(0, 200), isContent(text, step.content, object)],
    ["body tells", text.slice(0, 200), !TELLING.test(text)],
    ...Object.entries(step.answers ?? {}).map(([name, value]): [string, unknown, boolean] => {
      const is = header(headers, name);
      const wanted = value === "LENGTH" ? String(object.length) : value;
      return [`header ${name}`, is, wanted === null ? is === undefined : matches(wanted, is)];
    }),
  ];
  const targets = served.toOrigins.map((one) => one.target);
  if (step.origin !== undefined) {
    const wanted = step.origin.map((one) => (one === "same" ? target : one));
    const isSame = wanted.length === targets.length && wanted.every((one, i) => matches(one, targets[i]));
    checks.push(["origin was asked for", targets, isSame]);
  }
  const forwarded = (step.notForwarded ?? []).filter((name) =>
    served.toOrigins.some((one) => one.headers[name] !== undefined),
  );
  checks.push(["origin got", forwarded, forwarded.length === 0]);
  // The bytes of the request line, and not what a client made of them.
  checks.push(["target arrived as", served.target, served.target === target]);
  return checks.flatMap(([what, is, isRight]) => (isRight ? [] : [`${what} ${JSON.stringify(is)}`]));
}

function isContent(text: string, content: Step["content"], object: string): boolean {
  if (content === undefined) return !text.includes("the bytes of");
  if (content === "any") return true;
  if (content === "none") return text === "";
  if (content === "whole") return text === object;
  if (typeof content === "string") return text === contentFor(content);
  return text === object.slice(content[0], content[1]);
}

const matches = (wanted: string, is: string | undefined): boolean =>
  is !== undefined && (wanted.startsWith("^") ? new RegExp(wanted, "s").test(is) : is === wanted);

/** As somebody would leave it who detached them. */
export function withoutFunctions(deployed: Deployed): Deployed {
  const { config } = deployed;
  const detached = <T extends object>(behavior: T): T => ({
    ...behavior,
    FunctionAssociations: { Quantity: 0 },
  });
  return {
    ...deployed,
    config: {
      ...config,
      DefaultCacheBehavior: config.DefaultCacheBehavior && detached(config.DefaultCacheBehavior),
      CacheBehaviors: {
        Quantity: 0,
        ...config.CacheBehaviors,
        Items: config.CacheBehaviors?.Items?.map(detached) ?? [],
      },
    },
  };
}

/** An origin that says more than it should. */
function adding(fetchOrigin: FetchOrigin, added: Record<string, string>): FetchOrigin {
  return async (domainName, request) => {
    const answer = await fetchOrigin(domainName, request);
    const lines = Object.fromEntries(Object.entries(added).map(([name, value]) => [name, [value]]));
    return { ...answer, headers: { ...answer.headers, ...lines } };
  };
}
