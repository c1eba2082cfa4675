/** Recognizes an endpoint of the kind "s3" that belongs to AWS or R2, which are kinds of their own. */
import { patternCheck } from "../validation/editor-check";
import type { Reason } from "../validation/problem";
import { AWS_REGIONS } from "./aws-regions";
import { placeOfHost, r2Definition, SET_R2 } from "./r2";
import { awsHost, canonicalHost } from "./same-bucket";

const isOfR2 = (endpoint: string): boolean => r2Definition.ownsEndpoint?.(endpoint) === true;

/** Whether an endpoint of the kind "s3" belongs to another kind. */
export function isOfOtherKind(endpoint: string): boolean {
  return isOfR2(endpoint) || awsHost(canonicalHost(endpoint)) !== undefined;
}

/** An address of no other kind. The validation also finds other spellings, such as capitals. */
export const OF_NO_OTHER_KIND =
  /^(?!https?:\/\/[^/]+\.r2\.cloudflarestorage\.com$|https?:\/\/([^/]*\.)?s3([-.][^/]*)?\.amazonaws\.(com|com\.cn|eu)$)/;

/** What editors check of an endpoint. */
export const OTHER_KIND_CHECK = patternCheck(
  OF_NO_OTHER_KIND,
  "is an endpoint of R2 or AWS; instead of `s3` set `r2:` or `aws:`",
);

/**
 * What is wrong with the endpoint of an S3-compatible server if it is one of AWS or R2; undefined if it is not. Under the rules of
 * another server the app would get settings that fail there. The region is only read if the host of AWS has none.
 */
export function otherKindReason(endpoint: string, settings: { region: string }): Reason | undefined {
  const code = "store-endpoint-kind";
  const host = canonicalHost(endpoint);
  if (isOfR2(endpoint)) {
    return { code, message: `is an endpoint of R2; instead of \`s3\` ${r2Remedy(host)}` };
  }
  const ofAws = awsHost(host);
  if (ofAws === undefined) return undefined;
  const region = ofAws.region ?? settings.region;
  const shown = AWS_REGIONS.includes(region) ? `"${region}"` : "...";
  return { code, message: `is an endpoint of AWS; instead of \`s3\` set \`aws: { region: ${shown} }\`` };
}

function r2Remedy(host: string): string {
  const { accountId, jurisdiction } = placeOfHost(host) ?? {};
  if (accountId === undefined) return SET_R2;
  const place = jurisdiction === undefined ? "" : `, jurisdiction: "${jurisdiction}"`;
  return `set \`r2: { accountId: "${accountId}"${place} }\``;
}
