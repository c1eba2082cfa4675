import { createHash } from "node:crypto";

/**
 * The secret key of the S3 API that belongs to the value of an API token
 * (https://developers.cloudflare.com/r2/api/tokens/#get-s3-api-credentials-from-an-api-token). Mocks may return no value.
 */
export function r2SecretKey(tokenValue: string | undefined): string {
  return tokenValue === undefined ? "" : createHash("sha256").update(tokenValue).digest("hex");
}
