import { createHash, createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest, type Agent } from "node:https";
import { AwsV4Signer } from "aws4fetch";

/** An access key. */
export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Request {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** The authority that https trusts, and the connections. The caller must destroy it. */
  agent?: Agent;
  /** The address of this machine from which it is sent, such as "127.0.0.2". */
  from?: string;
  /** How long to wait for the answer. Default: a minute. */
  timeoutMs?: number;
}

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
  /** The body as text. */
  text: string;
}

export interface Signing {
  /** RGW's default zone group accepts any region, but a signature must name one. */
  region?: string;
  service?: "s3" | "iam";
  /** When the request was signed, for requests that are too old. */
  at?: Date;
  /** The hash of the body in the signature, for bodies that were changed in transit. */
  signedBody?: string | Buffer;
}

/** The gateway answers within milliseconds, on a busy machine within seconds. */
const TIMEOUT_MS = 60_000;

/**
 * Sends exactly this. Neither fetch nor an SDK: they add headers, repeat what failed, and will not send what is wrong on
 * purpose.
 */
export function send({ method, url, headers = {}, body, agent, from, timeoutMs }: Request): Promise<Answer> {
  const { hostname, port, protocol, pathname, search } = new URL(url);
  const secure = protocol === "https:";
  const length = body === undefined && ["GET", "HEAD", "OPTIONS"].includes(method) ? undefined : size(body);
  const options = {
    host: hostname,
    port,
    method,
    path: pathname + search,
    headers: { ...headers, ...(length !== undefined && { "content-length": String(length) }) },
    // Without an agent no connection is kept, because it would outlive the server.
    agent: (secure ? agent : undefined) ?? (false as const),
    timeout: timeoutMs ?? TIMEOUT_MS,
    ...(from !== undefined && { localAddress: from }),
  };
  return new Promise((resolve, reject) => {
    const outgoing = (secure ? httpsRequest : httpRequest)(options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const all = Buffer.concat(chunks);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: all,
          text: all.toString(),
        });
      });
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer: ${method} ${pathname}`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/** Signs a request in its headers and sends it. */
export async function signed(who: Credentials, request: Request, how: Signing = {}): Promise<Answer> {
  const body = how.signedBody ?? request.body ?? "";
  const headers = { ...request.headers, "x-amz-content-sha256": sha256(body) };
  const signer = signerFor(who, { ...request, headers }, how);
  const { url, headers: all } = await signer.sign();
  return send({ ...request, url: url.href, headers: Object.fromEntries(all.entries()) });
}

/** The request as a presigned URL that is valid for `seconds`. */
export async function presigned(
  who: Credentials,
  request: Request,
  seconds: number,
  how: Signing = {},
): Promise<string> {
  const url = new URL(request.url);
  url.searchParams.set("X-Amz-Expires", String(seconds));
  const signer = signerFor(who, { ...request, url: url.href }, how, true);
  return (await signer.sign()).url.href;
}

function signerFor(who: Credentials, request: Request, how: Signing, signQuery = false): AwsV4Signer {
  const { method, url, headers = {} } = request;
  const { region = "us-east-1", service = "s3", at = new Date() } = how;
  return new AwsV4Signer({ ...who, method, url, headers, region, service, signQuery, datetime: amzDate(at) });
}

/** The fields of a browser's form that can upload this key: a policy, and its signature. */
export function formFields(who: Credentials, bucket: string, key: string): Record<string, string> {
  const date = amzDate(new Date());
  const scope = [date.slice(0, 8), "us-east-1", "s3", "aws4_request"];
  const fields = {
    key,
    "x-amz-algorithm": "AWS4-HMAC-SHA256",
    "x-amz-credential": [who.accessKeyId, ...scope].join("/"),
    "x-amz-date": date,
  };
  const conditions = [{ bucket }, ...Object.entries(fields).map(([name, value]) => ({ [name]: value }))];
  const expiration = new Date(Date.now() + 60_000).toISOString();
  const policy = Buffer.from(JSON.stringify({ expiration, conditions })).toString("base64");
  const signingKey = scope.reduce<string | Buffer>(hmac, `AWS4${who.secretAccessKey}`);
  return { ...fields, policy, "x-amz-signature": hmac(signingKey, policy).toString("hex") };
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

export function sha256(body: string | Buffer): string {
  return createHash("sha256").update(body).digest("hex");
}

/** `20260131T120000Z` */
function amzDate(at: Date): string {
  return at.toISOString().replace(/[:-]|\.\d{3}/g, "");
}

function size(body: string | Buffer = ""): number {
  return Buffer.byteLength(body);
}
