import type { EnvLine } from "../env/entry";
import type { Store } from "../stores/store";

const VARIABLES = ["AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"] as const;

/** The names of these variables as alternatives of a regular expression. */
export const CHECKSUM_NAMES = VARIABLES.join("|");

/**
 * The lines that keep an SDK of AWS to the checksums that a request asks for; none for a store that understands the SDK's
 * default. Since 2025 SDKs send and ask for more by default: aws-sdk-s3 1.178 (https://github.com/mastodon/mastodon/issues/33624), boto3 1.36, and the SDK for JavaScript
 * (https://github.com/aws/aws-sdk-js-v3/issues/6819).
 * `value`: "when required" as the SDK spells it.
 */
export function checksumLines({ can }: Store, sdk: string, value: string): EnvLine<never>[] {
  if (can.sdkChecksums) return [];
  const why = `${sdk}'s own checksums are more than S3-compatible servers understand.`;
  return VARIABLES.map((name, i) => ({ name, value, secret: false, comment: i === 0 ? why : "" }));
}

/** Why a file for AWS does without them. */
export const UNWANTED_CHECKSUMS: Readonly<Record<string, string>> = Object.fromEntries(
  VARIABLES.map((name) => [name, "Only for S3-compatible stores; AWS checks what it is sent."]),
);
