import { type Principal, roleOfSession } from "./context";
import { list } from "../lists";
import { arnParts } from "./match";
import type { Statement, StatementPrincipal } from "../policy";

/**
 * How a statement's Principal covers a principal: `direct` by name or `*`, `account` by the account it belongs to. The
 * second delegates: the account's own policies decide which of its principals may.
 */
export type PrincipalMatch = "direct" | "account";

/** How the Principal element of a statement covers a principal, if it does. */
export function principalMatch(
  element: StatementPrincipal,
  principal: Principal,
  effect: Statement["Effect"] = "Allow",
): PrincipalMatch | undefined {
  if (element === "*") return "direct";
  // To allow unsigned requests is to allow everybody; to deny them denies nobody else.
  if (list(element.AWS).some(effect === "Allow" ? meansEveryone : coversEveryone)) return "direct";
  if (principal.kind === "anonymous") return isEveryone(element) ? "direct" : undefined;
  if (principal.kind === "service")
    return servicesOf(element).includes(principal.service) ? "direct" : undefined;
  const found = list(element.AWS).map((name) => awsMatch(name, principal));
  return found.find((match) => match === "direct") ?? found.find((match) => match !== undefined);
}

/**
 * Whether a Principal element lets everybody in: `"*"`, `{ AWS: "*" }`, or one of Ceph's names for unsigned requests. Whoever
 * can sign a request can leave the signature out, so what anonymous may do everybody may.
 */
export function isEveryone(element: StatementPrincipal): boolean {
  return element === "*" || list(element.AWS).some(meansEveryone);
}

/** Whether the name of an AWS principal lets everybody in, on any of the servers that are known here. */
export function meansEveryone(name: string): boolean {
  return coversEveryone(name) || isAnonymousUser(name) || matchesNoName(name);
}

/**
 * Whether a server that takes names for patterns lets unsigned requests in by this one. Those have the empty name in MinIO
 * (MatchSimple in wildcard/match.go of github.com/minio/pkg, where a `?` matches what is not there, with all that follows it) and
 * in RustFS (crates/policy/src/policy/principal.rs), and the name "*" in SeaweedFS (buildPrincipalARN in
 * weed/s3api/auth_credentials.go). versitygw knows "*" alone (auth/bucket_policy_principals.go), and Garage has no bucket policies.
 */
function matchesNoName(name: string): boolean {
  return /^\**(\?|$)/.test(name);
}

/**
 * Whether a name covers each principal there is. Ceph takes the account of an ARN for a tenant, so the root of no account is
 * everybody without a tenant, unsigned requests too; so is the empty name (measured on 16.2.15, src/rgw/rgw_iam_policy.cc).
 */
function coversEveryone(name: string): boolean {
  return name === "*" || name === "" || resourceWithoutAccount(name) === "root";
}

/**
 * Whether a name is the user that Ceph runs unsigned requests as (RGW_USER_ANON_ID in src/rgw/rgw_common.h), alone or with all
 * of its subusers. Partition, service and region do not matter there; with an account it is an ordinary user.
 */
function isAnonymousUser(name: string): boolean {
  return /^user\/anonymous(:\*)?$/.test(resourceWithoutAccount(name) ?? "");
}

function resourceWithoutAccount(name: string): string | undefined {
  const parts = arnParts(name);
  return parts?.[4] === "" ? parts[5] : undefined;
}

/** The AWS services that a Principal element names. */
export function servicesOf(element: StatementPrincipal): readonly string[] {
  return element === "*" ? [] : list(element.Service);
}

/** The partitions of AWS, `aws-iso*` among them: no ARN is in another one. */
export const partitionNames = /^aws(-cn|-us-gov|-eusc|-iso(-[a-z])?)?$/;

const isAccount = /^\d{12}$/;

/**
 * The account that a Principal names as a whole: `123456789012` or `arn:aws:iam::123456789012:root`. Nothing else is one:
 * `arn:aws:iam::*:root` would be no account but all of them, and `arn:aws:iam::anonymous:root` the unsigned requests.
 */
export function wholeAccount(name: string): string | undefined {
  if (isAccount.test(name)) return name;
  const [, partition = "", service, region, account = "", resource] = arnParts(name) ?? [];
  const isRoot = service === "iam" && region === "" && resource === "root";
  return isRoot && partitionNames.test(partition) && isAccount.test(account) ? account : undefined;
}

function awsMatch(name: string, principal: { arn: string; accountId: string }): PrincipalMatch | undefined {
  const account = wholeAccount(name);
  if (account !== undefined) return account === principal.accountId ? "account" : undefined;
  if (name === principal.arn || isRoleOf(name, principal.arn)) return "direct";
  return undefined;
}

function isRoleOf(name: string, arn: string): boolean {
  const session = roleOfSession(arn);
  const parts = arnParts(name);
  if (session === undefined || parts?.[2] !== "iam" || !parts[5].startsWith("role/")) return false;
  const role = parts[5].slice(parts[5].lastIndexOf("/") + 1);
  return parts[1] === session.partition && parts[4] === session.accountId && role === session.role;
}

/**
 * Whether a NotPrincipal element leaves a principal out. AWS checks the account first, then the user or role, and one that
 * is not listed is enough for the statement to apply: to leave out a user, its account has to be listed too.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function isLeftOut(element: StatementPrincipal, principal: Principal): boolean {
  if (isEveryone(element)) return true;
  if (principal.kind === "anonymous" || element === "*") return false;
  if (principal.kind === "service") return servicesOf(element).includes(principal.service);
  const names = list(element.AWS);
  if (!names.some((name) => wholeAccount(name) === principal.accountId)) return false;
  if (wholeAccount(principal.arn) !== undefined) return true;
  if (roleOfSession(principal.arn) !== undefined) return names.some((name) => isRoleOf(name, principal.arn));
  return names.includes(principal.arn);
}
