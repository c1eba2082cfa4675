import type { EnvLine } from "../env/entry";
import type { Store } from "../stores/store";

const VARIABLES = ["AWS_REQUEST_CHECKSUM_CALCULATION", "AWS_RESPONSE_CHECKSUM_VALIDATION"] as const;

/** The names of these variables as alternatives of a regular expression. */
export const CHECKSUM_NAMES = VARIABLES.join("|");

/**
 * The lines that make an SDK of AWS use checksums only where S3 requires them; none for a store that supports the SDK's default.
 * Since 2025 the SDKs use more by default: aws-sdk-s3 1.178 (https://github.com/mastodon/mastodon/issues/33624), boto3 1.36, and the SDK
 * for JavaScript (https://github.com/aws/aws-sdk-js-v3/issues/6819). `value` is "when required" in the spelling of the SDK.
 */
export function checksumLines({ can, title }: Store, sdk: string, value: string): EnvLine<never>[] {
  if (can.sdkChecksums) return [];
  const why = `By default ${sdk} sends checksums that ${title} may refuse.`;
  return VARIABLES.map((name, i) => ({ name, value, secret: false, comment: i === 0 ? why : "" }));
}

/** The reason to remove the variables from a file for a store that supports the default. */
export const UNWANTED_CHECKSUMS: Readonly<Record<string, string>> = Object.fromEntries(
  VARIABLES.map((name) => [name, "Only stores that do not support the SDK's default checksums need it."]),
);
