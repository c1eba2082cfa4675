/** How large a policy may be, and how its size is counted. */
import type { Problem } from "../validation/problem";
import type { PolicyDocument } from "./policy";

/** The most that each place takes. */
export const POLICY_LIMITS = {
  /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html ("limited to 20 KB in size") */
  awsBucket: { most: 20_480, unit: "bytes", of: "a bucket policy on AWS" },
  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html (all inline policies of a user together) */
  awsUser: { most: 2_048, unit: "characters", of: "the policies inside an IAM user" },
  /** The same page (all inline policies of a role together). */
  awsRole: { most: 10_240, unit: "characters", of: "the policies inside an IAM role" },
  /** The default of rgw_max_put_param_size; RGW 16.2.15 answers 416 InvalidRange to one byte more. */
  cephBucket: { most: 1_048_576, unit: "bytes", of: "a bucket policy on Ceph" },
} as const;
export type PolicyPlace = keyof typeof POLICY_LIMITS;

/** S3 counts the bytes that are sent, IAM the characters without white space between them. */
export function policySize(document: PolicyDocument, place: PolicyPlace): number {
  // There is no white space outside of strings in it.
  const text = JSON.stringify(document);
  return POLICY_LIMITS[place].unit === "bytes"
    ? new TextEncoder().encode(text).length
    : text.replace(/\s/g, "").length;
}

/** A policy that is too large; `remedy` says how to make it smaller. */
export function sizeProblems(
  document: PolicyDocument,
  place: PolicyPlace,
  path: string,
  remedy: string,
): Problem[] {
  const size = policySize(document, place);
  const { most, unit, of } = POLICY_LIMITS[place];
  if (size <= most) return [];
  const shown = (count: number): string => count.toLocaleString("en-US");
  const message = `makes a policy of ${shown(size)} ${unit}, and ${of} may have ${shown(most)}; ${remedy}`;
  return [{ code: "policy-size", path, message }];
}
