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
    return list(element.Service).includes(principal.service) ? "direct" : undefined;
  const found = list(element.AWS).map((name) => awsMatch(name, principal));
  return found.find((match) => match === "direct") ?? found.find((match) => match !== undefined);
}

/** Whether a Principal element is `"*"` or holds `{ AWS: "*" }`: both stand for everyone, signed or not. */
export function isEveryone(element: StatementPrincipal): boolean {
  return element === "*" || list(element.AWS).includes("*");
}

/** The account that a Principal names as a whole: `123456789012` or `arn:aws:iam::123456789012:root`. */
export function wholeAccount(name: string): string | undefined {
  if (/^\d{12}$/.test(name)) return name;
  const parts = arnParts(name);
  return parts?.[2] === "iam" && parts[5] === "root" ? parts[4] : undefined;
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
  if (principal.kind === "service") return list(element.Service).includes(principal.service);
  const names = list(element.AWS);
  if (!names.some((name) => wholeAccount(name) === principal.accountId)) return false;
  if (wholeAccount(principal.arn) !== undefined) return true;
  if (roleOfSession(principal.arn) !== undefined) return names.some((name) => isRoleOf(name, principal.arn));
  return names.includes(principal.arn);
}
