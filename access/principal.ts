import { type Principal, roleOfSession } from "./context";
import { list } from "./lists";
import { arnParts } from "./match";
import type { StatementPrincipal } from "./policy";

/**
 * How a statement's Principal covers a principal: `direct` by name or `*`, `account` by the account it belongs to. The
 * second delegates: the account's own policies decide which of its principals may.
 */
export type PrincipalMatch = "direct" | "account";

/** How a Principal element covers a principal, if it does. */
export function principalMatch(
  element: StatementPrincipal,
  principal: Principal,
): PrincipalMatch | undefined {
  if (isEveryone(element)) return "direct";
  if (principal.kind === "anonymous" || element === "*") return undefined;
  if (principal.kind === "service")
    return servicesOf(element).includes(principal.service) ? "direct" : undefined;
  const found = list(element.AWS).map((name) => awsMatch(name, principal));
  return found.find((match) => match === "direct") ?? found.find((match) => match !== undefined);
}

/** Whether a Principal element is `"*"` or holds `{ AWS: "*" }`: both stand for everyone, signed or not. */
export function isEveryone(element: StatementPrincipal): boolean {
  return element === "*" || list(element.AWS).includes("*");
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
