/** How large a policy may be, and how its size is counted. */
import type { Problem } from "../validation/problem";
import type { PolicyDocument } from "./policy";

/** The largest policy that one place takes. */
export interface PolicyLimit {
  most: number;
  /** S3 servers count the bytes that are sent, IAM the characters without the white space. */
  unit: "bytes" | "characters";
  /** The place in messages: "a bucket policy on AWS". */
  of: string;
}

/** The size of a policy in the unit of the limit. */
export function policySize(document: PolicyDocument, { unit }: Pick<PolicyLimit, "unit">): number {
  // JSON.stringify writes no white space outside of strings.
  const text = JSON.stringify(document);
  return unit === "bytes" ? new TextEncoder().encode(text).length : text.replace(/\s/g, "").length;
}

/** The argument that makes a policy too large, and how to make it smaller. */
export interface SizeCause {
  path: string;
  remedy: string;
}

/** A policy that is too large. The cause is asked for only then, because finding it may take another policy. */
export function sizeProblems(
  document: PolicyDocument,
  limit: PolicyLimit,
  cause: () => SizeCause,
): Problem[] {
  const size = policySize(document, limit);
  const { most, unit, of } = limit;
  if (size <= most) return [];
  const { path, remedy } = cause();
  const shown = (count: number): string => count.toLocaleString("en-US");
  const message = `makes a policy of ${shown(size)} ${unit}, but ${of} can have at most ${shown(most)}; ${remedy}`;
  return [{ code: "policy-size", path, message }];
}
