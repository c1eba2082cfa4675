/** The checksums of S3 that R2 has: https://developers.cloudflare.com/r2/api/s3/api/#checksum-types */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { notImplemented, R2Error } from "./errors";
import { header, type FrontRequest } from "./request";

/** By algorithm: which checksum of an object in parts R2 has. */
const TYPES: Record<string, string> = {
  CRC64NVME: "FULL_OBJECT",
  CRC32: "COMPOSITE",
  CRC32C: "COMPOSITE",
  SHA1: "COMPOSITE",
  SHA256: "COMPOSITE",
};

/** The algorithms that the apps' SDKs send; a body with another one would pass here unchecked, so it is refused. */
const DIGESTS: Record<string, (body: Buffer) => Buffer> = {
  crc32(body) {
    const digest = Buffer.alloc(4);
    digest.writeUInt32BE(crc32(body));
    return digest;
  },
  sha1: (body) => createHash("sha1").update(body).digest(),
  sha256: (body) => createHash("sha256").update(body).digest(),
};

/** Throws R2's error if the request has a checksum that R2 does not have, or one that its body does not have. */
export function checkChecksums(request: FrontRequest): void {
  checkStreaming(request);
  if (header(request, "x-amz-copy-source") !== undefined) refuse(request, "x-amz-checksum-algorithm");
  const algorithm = header(request, "x-amz-checksum-algorithm");
  const type = header(request, "x-amz-checksum-type");
  if (algorithm !== undefined && type !== undefined && TYPES[algorithm.toUpperCase()] !== type)
    refuse(request, "x-amz-checksum-type");
  for (const name of Object.keys(request.headers)) {
    const [, of] = /^x-amz-checksum-(crc\w+|sha\w+)$/.exec(name) ?? [];
    // At completion it is the whole object's, which the parts' checksums do not give.
    if (of === undefined || request.url.searchParams.has("uploadId")) continue;
    const digest = DIGESTS[of];
    if (digest === undefined) throw notImplemented(`the checksum ${of} in this stand-in`);
    if (digest(request.body).toString("base64") !== header(request, name)) {
      throw new R2Error(
        400,
        "BadDigest",
        `The ${of.toUpperCase()} you specified did not match what we received.`,
      );
    }
  }
}

/**
 * Bodies in signed chunks are not implemented (https://developers.cloudflare.com/r2/examples/aws/aws-sdk-net/). Whether R2 takes unsigned
 * chunks with a checksum behind them is documented nowhere, so the stand-in refuses them: a block must work without them.
 */
function checkStreaming(request: FrontRequest): void {
  const payload = header(request, "x-amz-content-sha256") ?? "";
  if (payload.startsWith("STREAMING-")) throw notImplemented(payload);
}

function refuse(request: FrontRequest, name: string): void {
  const value = header(request, name);
  if (value !== undefined) throw notImplemented(`Header '${name}' with value '${value}'`);
}
