/** Asks the requests of one case of a media host, whatever serves it, and says what is not as the row has it. */
import type { S3 } from "../../rgw/s3";
import type { Rgw } from "../../rgw/server";
import { contentOf } from "../../rgw/seeds";
import { header, splitTarget } from "../servers/cloudfront/message";
import { type RawAnswer, sendRaw, type TlsAddress } from "../servers/cloudfront/raw-request";
import type { Case, Step } from "./table";

/** The bucket behind a media host, and what the cases have to know of the host. */
export interface CaseStage {
  hostname: string;
  /** How long a copy is kept at most, in seconds. */
  maxAge: number;
  s3: S3<Rgw>;
  bucket: string;
}

/** What a host did with its last request. */
export interface Served {
  /** The request target as it arrived, if the host tells. */
  target?: string | undefined;
  /** The first word of X-Cache, if the host tells. */
  result?: string | undefined;
  /** What it asked the bucket for that, without the bucket's name. */
  toOrigins: readonly { target: string; headers: Record<string, unknown> }[];
}

/** Whether something is as it has to be. */
export type Check = [what: string, is: unknown, isRight: boolean];

/** A media host with an empty cache. */
export interface StartedHost {
  https: string | TlsAddress;
  http: string;
  /** Lets seconds pass. */
  advance(seconds: number): void | Promise<void>;
  /** What a step wants of the world around this kind of host. */
  prepare?(step: Step): void | Promise<void>;
  /** The header that a row names, where that depends on this host. */
  headerOf?(name: string, value: string): [name: string, value: string];
  served(): Served;
  /** What else has to be right after a step, beside what rows of all hosts say. */
  checks?(step: Step, target: string, answer: RawAnswer): Check[];
  stop(): Promise<void>;
}

/** How Mastodon uploads: app/models and config/initializers/paperclip.rb of mastodon/mastodon. */
const UPLOADED = { "cache-control": "public, max-age=315576000, immutable", "content-type": "image/png" };

/** What no answer may ever hold. */
const TELLING =
  /<(ListBucketResult|ListVersionsResult|ListMultipartUploadsResult|ListPartsResult|AccessControlPolicy|CORSConfiguration|Tagging)|"Statement"/;

/** Puts all objects as the app would, those that are shown by their ACL included. */
export async function seedHost(
  { s3, bucket }: Pick<CaseStage, "s3" | "bucket">,
  objects: Record<string, string>,
  shown: string[] = [],
): Promise<void> {
  for (const [key, body] of Object.entries(objects)) await put(s3, bucket, key, body);
  for (const key of shown) await setAcl(s3, bucket, key, "public-read");
}

const put = (s3: S3, bucket: string, key: string, body: string) =>
  s3.must(s3.server.root, { method: "PUT", bucket, key, body, headers: UPLOADED });

const setAcl = (s3: S3, bucket: string, key: string, acl: "public-read" | "private") =>
  s3.must(s3.server.root, { method: "PUT", bucket, key, query: "acl", headers: { "x-amz-acl": acl } });

/** Sentences about what is wrong; empty for a case that is as it has to be. Stops the host. */
export async function caseFailures(stage: CaseStage, asked: Case, host: StartedHost): Promise<string[]> {
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
      await host.prepare?.(step);
      await host.advance(step.advance === "maxAge" ? stage.maxAge : (step.advance ?? 0));
      const answer = await send(stage, host, asked, step);
      wrong.push(
        ...differences(stage, host, asked, step, answer).map(
          (text) => `${asked.target}, step ${i + 1}: ${text}`,
        ),
      );
    }
    return wrong;
  } finally {
    for (const key of created) await remove(stage, key);
    await host.stop();
  }
}

const remove = ({ s3, bucket }: CaseStage, key: string) =>
  s3.ask(s3.server.root, { method: "DELETE", bucket, key });

/** Of a key that is seeded for one case only. */
export const contentFor = (key: string): string => contentOf(key) ?? `the bytes of ${key}`;

async function send(
  { hostname, s3, bucket }: CaseStage,
  host: StartedHost,
  asked: Case,
  { method = "GET", target = asked.target, headers = {}, body, over = "https" }: Step,
): Promise<RawAnswer> {
  const all: Record<string, string> = { host: hostname };
  for (const [given, text] of Object.entries(headers)) {
    const [name, value] = host.headerOf?.(given, text) ?? [given, text];
    all[name] = value === "ETAG" ? await etagOf(s3, bucket, keyOf(target)) : value;
  }
  return sendRaw(host[over], { method, target: target.replace("HOST", hostname) }, all, body);
}

async function etagOf(s3: S3, bucket: string, key: string): Promise<string> {
  const { headers } = await s3.must(s3.server.root, { method: "HEAD", bucket, key });
  return headers["etag"] as string;
}

const keyOf = (target: string): string => splitTarget(target).path.slice(1);

/** Sentences about what an answer has that is not as its row says. */
export function differences(
  { hostname }: Pick<CaseStage, "hostname">,
  host: Pick<StartedHost, "served" | "checks">,
  asked: Case,
  step: Step,
  answer: RawAnswer,
): string[] {
  const { status, headers, text } = answer;
  const { result, toOrigins, target: arrived } = host.served();
  const target = (step.target ?? asked.target).replace("HOST", hostname);
  const object = contentFor(keyOf(target));
  const checks: Check[] = [
    ["status", status, [step.status].flat().includes(status)],
    ["result", result, step.result === undefined || result === step.result],
    ["body", text.slice(0, 200), isContent(text, step.content, object)],
    ["body tells", text.slice(0, 200), !TELLING.test(text)],
    ...Object.entries(step.answers ?? {}).map(([name, value]): Check => {
      const is = header(headers, name);
      const wanted = value === "LENGTH" ? String(object.length) : value;
      return [`header ${name}`, is, wanted === null ? is === undefined : matches(wanted, is)];
    }),
  ];
  if (step.origin !== undefined) {
    const targets = toOrigins.map((one) => one.target);
    checks.push(["origin was asked for", targets, areTargets(targets, step.origin, target)]);
  }
  const forwarded = (step.notForwarded ?? []).filter((name) =>
    toOrigins.some((one) => one.headers[name] !== undefined),
  );
  checks.push(["origin got", forwarded, forwarded.length === 0]);
  // The bytes of the request line, and not what a client made of them.
  checks.push(["target arrived as", arrived, arrived === undefined || arrived === target]);
  checks.push(...(host.checks?.(step, target, answer) ?? []));
  return checks.flatMap(([what, is, isRight]) => (isRight ? [] : [`${what} ${JSON.stringify(is)}`]));
}

/** Whether these targets were asked for, of which `same` is the reader's and a text with `^` a pattern. */
export function areTargets(targets: string[], wanted: string[], same: string): boolean {
  return (
    wanted.length === targets.length &&
    wanted.every((one, i) => matches(one === "same" ? same : one, targets[i]))
  );
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
