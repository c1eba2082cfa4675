/**
 * Signature Version 4 as R2 checks it. R2's answers, which are not S3's, are from Cloudflare's own simulator of the S3 API:
 * https://github.com/cloudflare/workers-sdk/blob/main/packages/miniflare/src/workers/r2/s3/auth.worker.ts
 */
import { AwsV4Signer } from "aws4fetch";
import { sha256, type Credentials } from "../../../rgw/client";
import { R2Error } from "./errors";
import { header, type FrontRequest } from "./request";

/** What a request says about its signature, in its headers or, if it is a presigned URL, in its query. */
interface Claim {
  accessKeyId: string;
  day: string;
  region: string;
  /** `20260131T120000Z` */
  at: string;
  signedHeaders: string[];
  signature: string;
  /** Seconds that a presigned URL lives; undefined for signatures in headers. */
  expires: number | undefined;
}

/** `auto`, and the two values that stand for it: https://developers.cloudflare.com/r2/api/s3/api/#bucket-region */
const REGIONS = ["auto", "", "us-east-1"];
const MAX_SKEW_MS = 15 * 60 * 1000;

/** Throws R2's error unless these credentials signed the request. */
export async function checkSignature(request: FrontRequest, credentials: Credentials): Promise<void> {
  const claim = claimOf(request);
  checkTime(claim);
  if (!REGIONS.includes(claim.region)) {
    // The text is not documented; clients only need the status and the code.
    throw new R2Error(
      400,
      "InvalidRegionName",
      `The region name '${claim.region}' is not valid. Must be one of: auto`,
    );
  }
  if (claim.accessKeyId !== credentials.accessKeyId) throw new R2Error(401, "Unauthorized", "Unauthorized");
  if ((await expectedSignature(request, claim, credentials)) !== claim.signature) {
    throw new R2Error(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided.",
    );
  }
  checkPayload(request);
}

function claimOf(request: FrontRequest): Claim {
  const authorization = header(request, "authorization");
  if (authorization !== undefined) return claimInHeaders(request, authorization);
  const { searchParams } = request.url;
  if (searchParams.has("X-Amz-Credential")) return claimInQuery(searchParams);
  // There are no anonymous reads at the S3 endpoint: https://developers.cloudflare.com/r2/buckets/public-buckets/
  throw new R2Error(400, "InvalidArgument", "Authorization");
}

function claimInHeaders(request: FrontRequest, authorization: string): Claim {
  const field = (name: string): string => new RegExp(`\\b${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? "";
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) throw unknownAlgorithm();
  if (header(request, "x-amz-content-sha256") === undefined) {
    throw new R2Error(400, "InvalidRequest", "Missing x-amz-content-sha256");
  }
  const at = header(request, "x-amz-date") ?? "";
  return claim(field("Credential"), at, field("SignedHeaders"), field("Signature"), undefined);
}

function claimInQuery(query: URLSearchParams): Claim {
  const parameter = (name: string): string => query.get(`X-Amz-${name}`) ?? "";
  if (parameter("Algorithm") !== "AWS4-HMAC-SHA256") throw unknownAlgorithm();
  const [credential, at, headers, signature] = ["Credential", "Date", "SignedHeaders", "Signature"].map(
    parameter,
  ) as [string, string, string, string];
  return claim(credential, at, headers, signature, Number(parameter("Expires")));
}

function claim(
  credential: string,
  at: string,
  headers: string,
  signature: string,
  expires: number | undefined,
): Claim {
  const [accessKeyId = "", day = "", region = "", service, end] = credential.split("/");
  if (service !== "s3" || end !== "aws4_request" || !at.startsWith(day)) {
    throw new R2Error(400, "InvalidArgument", `Credential ${credential} is not valid at ${at}`);
  }
  return { accessKeyId, day, region, at, signedHeaders: headers.split(";"), signature, expires };
}

function unknownAlgorithm(): R2Error {
  return new R2Error(400, "InvalidRequest", "Please use AWS4-HMAC-SHA256");
}

function checkTime({ at, expires }: Claim): void {
  const signedAt = Date.parse(at.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5"));
  if (expires !== undefined) {
    if (!(Date.now() <= signedAt + expires * 1000))
      throw new R2Error(403, "ExpiredRequest", "Request has expired");
  } else if (!(Math.abs(Date.now() - signedAt) <= MAX_SKEW_MS)) {
    throw new R2Error(403, "RequestTimeTooSkewed", "The difference between the times is too large.");
  }
}

/** Signs the same request again, with exactly the headers that the client has signed. */
async function expectedSignature(
  request: FrontRequest,
  { region, at, signedHeaders, expires }: Claim,
  credentials: Credentials,
): Promise<string> {
  const url = new URL(request.url);
  if (expires !== undefined) {
    // The signer adds them itself, but for the time that the URL lives.
    for (const name of ["Signature", "Credential", "Algorithm", "Date", "SignedHeaders"])
      url.searchParams.delete(`X-Amz-${name}`);
  }
  const headers = signedHeaders
    .filter((name) => name !== "host")
    .map((name) => [name, header(request, name) ?? ""] as [string, string]);
  const signer = new AwsV4Signer({
    ...credentials,
    method: request.method,
    url: url.href,
    headers: Object.fromEntries(headers),
    service: "s3",
    region,
    datetime: at,
    signQuery: expires !== undefined,
    allHeaders: true,
  });
  return signer.signature();
}

/** A hash of the body that was signed must be the body's. */
function checkPayload(request: FrontRequest): void {
  const hash = header(request, "x-amz-content-sha256") ?? "UNSIGNED-PAYLOAD";
  if (/^[0-9a-f]{64}$/.test(hash) && hash !== sha256(request.body)) {
    throw new R2Error(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}
