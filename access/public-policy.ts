import { ipRange } from "./ip";
import { list } from "./lists";
import { arnParts } from "./match";
import type { PolicyDocument, Statement } from "./policy";
import { isEveryone } from "./principal";

/**
 * Whether S3 counts a bucket policy as public: what blockPublicPolicy refuses to store and restrictPublicBuckets cuts
 * down to the bucket's own account and AWS services. It is a rule about the text of the policy, not about requests: a
 * wildcard principal is public unless a condition fixes one of the keys below to values without wildcards.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function isPublicPolicy(policy: PolicyDocument): boolean {
  return policy.Statement.some((statement) => statement.Effect === "Allow" && isPublic(statement));
}

function isPublic(statement: Statement): boolean {
  if (statement.Principal === undefined) return true;
  return isEveryone(statement.Principal) && !isNarrowed(statement);
}

const fixedKeys = [
  "aws:principalorgid",
  "aws:principalaccount",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "aws:sourceaccount",
];
const arnKeys = ["aws:principalarn", "aws:sourcearn"];

function isNarrowed(statement: Statement): boolean {
  return Object.entries(statement.Condition ?? {}).some(([operator, keys]) =>
    Object.entries(keys).some(([key, values]) => narrows(operator, key.toLowerCase(), list(values))),
  );
}

function narrows(operator: string, key: string, values: readonly string[]): boolean {
  if (fixedKeys.includes(key)) {
    if (operator === "StringEquals" || operator === "StringEqualsIgnoreCase") return true;
    return operator === "StringLike" && !values.some(hasWildcard);
  }
  if (arnKeys.includes(key)) {
    if (operator === "ArnEquals") return values.every((value) => hasFixed(value, [4]));
    return (
      key === "aws:principalarn" &&
      operator === "ArnLike" &&
      values.every((value) => hasFixed(value, [1, 2, 3, 4]))
    );
  }
  return key === "aws:sourceip" && operator === "IpAddress" && values.every(isNarrowRange);
}

/** Whether an ARN names an account, and has no wildcard in the parts given. */
function hasFixed(arn: string, parts: number[]): boolean {
  const split = arnParts(arn);
  return split !== undefined && split[4] !== "" && parts.every((part) => !hasWildcard(split[part] ?? ""));
}

function hasWildcard(value: string): boolean {
  return /[*?]/.test(value);
}

/** Ranges wider than /8 (IPv4) or /32 (IPv6) are as good as everybody. */
function isNarrowRange(value: string): boolean {
  const range = ipRange(value);
  return range !== undefined && range.prefix >= (range.bits === 32 ? 8 : 32);
}
