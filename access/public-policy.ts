/**
 * Whether S3 calls a bucket policy public: what blockPublicPolicy refuses and restrictPublicBuckets cuts down. The rule is
 * the one under 'The meaning of "public"' in the user guide, "Blocking public access to your Amazon S3 storage":
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 *
 * It goes by the text of the policy, so it is no measure of safety: `exposures` is.
 */
import { ipRange } from "./evaluate/ip";
import { list } from "./lists";
import { arnParts } from "./evaluate/match";
import type { ConditionBlock, PolicyDocument, Statement } from "./policy";
import { isEveryone } from "./evaluate/principal";

/** A policy is public until each of its grants is found to be for fixed values only; one that is not is enough. */
export function isPublicPolicy(policy: PolicyDocument): boolean {
  return policy.Statement.some(
    (statement) =>
      statement.Effect === "Allow" &&
      !hasFixedPrincipals(statement) &&
      !isLimitedToFixedValues(statement.Condition ?? {}),
  );
}

/** "Values that don't contain a wildcard or a policy variable": by the text, whatever the operator makes of a `*`. */
function isFixed(value: string): boolean {
  return !/[*?]|\$\{/.test(value);
}

/** Identity providers are not on the page's list, and its first example of a public policy is a grant to one. */
const fixedKinds = ["AWS", "Service", "CanonicalUser"];

function hasFixedPrincipals({ Principal: named }: Statement): boolean {
  if (named === undefined || named === "*" || isEveryone(named)) return false;
  return Object.entries(named).every(
    ([kind, names]) => fixedKinds.includes(kind) && list(names).every(isFixed),
  );
}

/** The condition keys of the page, in lower case, with what a value has to be. No other key makes a grant non-public. */
const limits: ReadonlyMap<string, (value: string) => boolean> = new Map([
  // "An AWS principal, user, role, or service principal (e.g. aws:PrincipalOrgID)": the keys that say who it is.
  ["aws:principalarn", isFixed],
  ["aws:principalaccount", isFixed],
  ["aws:principalorgid", isFixed],
  ["aws:principalorgpaths", isFixed],
  ["aws:principalservicename", isFixed],
  ["aws:principalservicenameslist", isFixed],
  ["aws:sourceip", isNarrowRange],
  ["aws:sourcearn", isFixed],
  ["aws:sourcevpc", isFixed],
  ["aws:sourcevpce", isFixed],
  ["aws:sourceowner", isFixed],
  ["aws:sourceaccount", isFixed],
  ["s3:x-amz-server-side-encryption-aws-kms-key-id", isFixed],
  ["aws:userid", isFixedUserId],
  ["s3:dataaccesspointarn", isOfOneAccount],
  ["s3:dataaccesspointaccount", isFixed],
]);

/**
 * Public are ranges "broader than /8 for IPv4 and /32 for IPv6 (excluding RFC1918 private ranges)". No private range is
 * broader than /8, so that they need no rule of their own.
 */
function isNarrowRange(value: string): boolean {
  const range = ipRange(value);
  return range !== undefined && range.prefix >= (range.bits === 32 ? 8 : 32);
}

/** "Outside the pattern AROLEID:*": the ids of roles' sessions do not count, and those of roles begin with AROA. */
function isFixedUserId(value: string): boolean {
  return isFixed(value) && !/^AROA[^:]*:/.test(value);
}

/** "This value can contain a wildcard for the access point name ... as long as the account id is fixed." */
function isOfOneAccount(value: string): boolean {
  const parts = arnParts(value);
  if (parts === undefined || value.includes("${")) return false;
  return parts.slice(0, 5).every(isFixed) && /^\d{12}$/.test(parts[4]) && parts[5].startsWith("accesspoint/");
}

/**
 * The operators that let nothing but the values pass. The page does not name any; with a negated one, IfExists or
 * ForAllValues a request without the key passes, so the grant is not only to the values.
 */
const limiting = /^(ForAnyValue:)?(String(Equals|EqualsIgnoreCase|Like)|Arn(Equals|Like)|IpAddress)$/;

/** One condition of fixed values is enough, for all conditions have to hold; all its values are, for any of them may. */
function isLimitedToFixedValues(conditions: ConditionBlock): boolean {
  return Object.entries(conditions)
    .filter(([operator]) => limiting.test(operator))
    .flatMap(([, keys]) => Object.entries(keys))
    .some(([key, values]) => {
      const ok = limits.get(key.toLowerCase());
      const all = list(values);
      return ok !== undefined && all.length > 0 && all.every(ok);
    });
}
