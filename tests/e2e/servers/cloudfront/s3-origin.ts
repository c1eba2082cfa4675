/** A bucket on an S3-compatible server as an origin, with the permissions that S3 would check for CloudFront. */
import { createHash, createHmac } from "node:crypto";
import type { Credentials } from "../../../rgw/client";
import type { Answer, HttpHeaders } from "./message";
import { splitTarget } from "./message";
import type { FetchOrigin, OriginRequest } from "./origin-request";
import { sendTo } from "./send-to";

/** What CloudFront asks of S3 as its service principal, for this distribution. */
export interface ServiceRequest {
  action: string;
  /** An ARN. */
  resource: string;
  sourceArn: string;
}

export interface S3Origin {
  /** `http://127.0.0.1:port`, buckets in the path. */
  endpoint: string;
  owner: Credentials;
  /** What the bucket policy says. */
  allows: (request: ServiceRequest) => boolean | Promise<boolean>;
}

/**
 * Unsigned requests go to the server as anybody's, whose answer is the server's own affair. A signed one is answered only if the
 * bucket lets CloudFront in, and is then asked with the owner's key, for no other server knows service principals.
 */
export function s3Origin({ endpoint, owner, allows }: S3Origin): FetchOrigin {
  return async (domainName, request) => {
    const bucket = /^(.+?)\.s3[.-]/.exec(domainName)?.[1];
    if (bucket === undefined) throw new Error(`${domainName} is not the host of a bucket`);
    const local = { ...request, target: `/${bucket}${request.target}` };
    const { signedFor: sourceArn } = request;
    // https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html: the CORS rules alone answer a preflight.
    if (sourceArn === undefined || request.method === "OPTIONS")
      return send(endpoint, local, request.headers);
    const { action, key } = s3Action(request);
    const arn = `arn:aws:s3:::${bucket}`;
    const isAllowed = await allows({ action, resource: key === "" ? arn : `${arn}/${key}`, sourceArn });
    if (!isAllowed) return accessDenied();
    const answer = await send(endpoint, local, signedHeaders(local, endpoint, owner));
    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html: who may not list is not told that a key is missing.
    const missing = answer.status === 404 && key !== "";
    if (missing && !(await allows({ action: "s3:ListBucket", resource: arn, sourceArn })))
      return accessDenied(answer.headers);
    return answer;
  };
}

/** Sub-resources that make a request another action. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html */
const OBJECT_READS: Record<string, string> = {
  acl: "s3:GetObjectAcl",
  tagging: "s3:GetObjectTagging",
  versionId: "s3:GetObjectVersion",
  uploadId: "s3:ListMultipartUploadParts",
};
const BUCKET_READS: Record<string, string> = {
  acl: "s3:GetBucketAcl",
  cors: "s3:GetBucketCORS",
  policy: "s3:GetBucketPolicy",
  uploads: "s3:ListBucketMultipartUploads",
  versions: "s3:ListBucketVersions",
};

function s3Action({ method, target }: OriginRequest): { action: string; key: string } {
  const { path, query = "" } = splitTarget(target);
  const key = decoded(path.slice(1));
  const names = query.split("&").map((pair) => pair.split("=")[0] ?? "");
  if (method === "GET" || method === "HEAD") {
    const reads = key === "" ? BUCKET_READS : OBJECT_READS;
    const name = Object.keys(reads).find((one) => names.includes(one));
    return { action: reads[name ?? ""] ?? (key === "" ? "s3:ListBucket" : "s3:GetObject"), key };
  }
  return { action: method === "DELETE" ? "s3:DeleteObject" : "s3:PutObject", key };
}

/** With the headers of the answer that it stands for: those of CORS are on errors too. */
function accessDenied(headers: HttpHeaders = {}): Answer {
  const body = Buffer.from("<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>");
  return { status: 403, headers: { ...headers, "content-type": ["application/xml"] }, body };
}

/** To the server, by its own name. */
function send(endpoint: string, request: OriginRequest, headers: HttpHeaders): Promise<Answer> {
  return sendTo(endpoint, { ...request, headers: { ...headers, host: [new URL(endpoint).host] } });
}

/**
 * The signature of Signature Version 4 over the raw path, which S3 does not normalize; signers that take a URL have it tidied
 * before. https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
function signedHeaders(
  { method, target, headers, body }: OriginRequest,
  endpoint: string,
  who: Credentials,
): HttpHeaders {
  const { path, query } = splitTarget(target);
  const time = new Date().toISOString().replace(/[:-]|\.\d{3}/g, "");
  const scope = [time.slice(0, 8), "us-east-1", "s3", "aws4_request"];
  const payload = createHash("sha256").update(body).digest("hex");
  const signed = { host: new URL(endpoint).host, "x-amz-content-sha256": payload, "x-amz-date": time };
  const names = Object.keys(signed).join(";");
  const canonical = [
    method,
    encoded(decoded(path)).replaceAll("%2F", "/"),
    (query ?? "")
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair) => pair.split("=").map((part) => encoded(decoded(part))))
      .map(([name = "", value = ""]) => `${name}=${value}`)
      .sort()
      .join("&"),
    ...Object.entries(signed).map(([name, value]) => `${name}:${value}`),
    "",
    names,
    payload,
  ].join("\n");
  const text = [
    "AWS4-HMAC-SHA256",
    time,
    scope.join("/"),
    createHash("sha256").update(canonical).digest("hex"),
  ];
  const hmac = (key: string | Buffer, data: string): Buffer =>
    createHmac("sha256", key).update(data).digest();
  const signature = hmac(scope.reduce<string | Buffer>(hmac, `AWS4${who.secretAccessKey}`), text.join("\n"));
  return {
    ...headers,
    "x-amz-content-sha256": [payload],
    "x-amz-date": [time],
    authorization: [
      `AWS4-HMAC-SHA256 Credential=${who.accessKeyId}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature.toString("hex")}`,
    ],
  };
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
