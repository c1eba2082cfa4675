/**
 * What R2's S3 API does not have. The lists are Cloudflare's: https://developers.cloudflare.com/r2/api/s3/api/ and, for the answers, its own
 * simulator (packages/miniflare/src/workers/r2/s3 of https://github.com/cloudflare/workers-sdk, captured from a real bucket in 2026-06).
 */
import { notImplemented, R2Error } from "./errors";
import { header, placeOf, type FrontRequest } from "./request";

/** Sub-resources that R2 answers with 501, whatever the method. */
const NO_SUBRESOURCES = {
  bucket: [
    "accelerate",
    "acl",
    "analytics",
    "intelligent-tiering",
    "inventory",
    "logging",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "replication",
    "requestPayment",
    "tagging",
    "versioning",
    "versions",
    "website",
  ],
  object: ["acl", "attributes", "legal-hold", "retention", "tagging", "torrent"],
};

/** Headers that R2 answers with 501 at every write. */
const NO_HEADERS = [
  "x-amz-expected-bucket-owner",
  "x-amz-tagging",
  "x-amz-grant-full-control",
  "x-amz-grant-read",
  "x-amz-grant-read-acp",
  "x-amz-grant-write-acp",
  "x-amz-website-redirect-location",
  "x-amz-object-lock-mode",
  "x-amz-object-lock-legal-hold",
  "x-amz-server-side-encryption-aws-kms-key-id",
];

/** R2 accepts these at an upload, and ignores them: it has no ACLs. */
const CANNED_ACLS = [
  "private",
  "public-read",
  "public-read-write",
  "authenticated-read",
  "aws-exec-read",
  "bucket-owner-read",
  "bucket-owner-full-control",
];

/** Throws R2's error if a request needs something that R2 does not have. */
export function checkImplemented(request: FrontRequest): void {
  const { key } = placeOf(request);
  for (const name of NO_SUBRESOURCES[key === "" ? "bucket" : "object"]) {
    if (request.url.searchParams.has(name)) throw notImplemented(`${request.method} ?${name}`);
  }
  if (header(request, "x-amz-security-token") !== undefined) {
    throw new R2Error(400, "InvalidArgument", "X-Amz-Security-Token");
  }
  if (request.method !== "PUT" && request.method !== "POST") return;
  for (const name of NO_HEADERS) {
    const value = header(request, name);
    if (value !== undefined) throw notImplemented(`Header '${name}' with value '${value}'`);
  }
  const acl = header(request, "x-amz-acl");
  if (acl !== undefined && !CANNED_ACLS.includes(acl)) {
    throw notImplemented(`Header 'x-amz-acl' with value '${acl}'`);
  }
}
