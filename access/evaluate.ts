import { conditionsHold } from "./conditions";
import { type Context, type Principal, requestContext } from "./context";
import { list } from "./lists";
import { actionMatches, arnMatches, type Resolve } from "./match";
import type { PolicyDocument, Statement } from "./policy";
import { isLeftOut, type PrincipalMatch, principalMatch, wholeAccount } from "./principal";
import { isPublicPolicy } from "./public-policy";
import { resolver } from "./variables";

export type { Principal } from "./context";

/** What is asked of S3. */
export interface AccessRequest {
  principal: Principal;
  /** The IAM action: `s3:GetObject`. */
  action: string;
  /** The ARN that the action acts on; `*` for actions on the account. */
  resource: string;
  /** Condition keys and their values; those that follow from the principal are filled in. A list is a multivalued key. */
  context?: Record<string, string | string[]>;
}

/** The four settings of a public access block. */
export interface PublicAccessBlock {
  blockPublicAcls: boolean;
  ignorePublicAcls: boolean;
  blockPublicPolicy: boolean;
  restrictPublicBuckets: boolean;
}

/** All that decides a request. The documents are ones that `policyProblems` finds nothing in. */
export interface Policies {
  bucketAccountId: string;
  bucketPolicy?: PolicyDocument;
  /** The policies of the principal, user or role and groups together; an account's root needs none. */
  identityPolicies?: PolicyDocument[];
  publicAccessBlock?: Partial<PublicAccessBlock>;
}

/** What S3 answers, and why. */
export interface Decision {
  effect: "allow" | "explicit-deny" | "implicit-deny";
  /** The statements that decided, by Sid or index: `bucket policy: PublicRead`, `identity policy 1: #0`. */
  statements: string[];
  /** What denies although the policies allow: S3 answers as to an explicit deny. */
  blockedBy?: "restrictPublicBuckets";
}

interface Found {
  name: string;
  effect: Statement["Effect"];
  match: PrincipalMatch;
}

/**
 * Decides a request as S3 does: an explicit deny wins; in the bucket's own account an allow of either side is enough;
 * another account needs both sides; unsigned requests and services have the bucket policy alone. Neither object ACLs nor
 * policies of an organization are looked at.
 */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const context = requestContext(request.principal, request.context);
  const bucket = bucketStatements(request, policies.bucketPolicy, context);
  const identity = identityStatements(request, policies, context);
  const denies = [...bucket, ...identity].filter((found) => found.effect === "Deny");
  if (denies.length > 0) return { effect: "explicit-deny", statements: denies.map((found) => found.name) };
  const allows = allowing(request.principal, policies.bucketAccountId, bucket, identity);
  if (allows.length === 0) return { effect: "implicit-deny", statements: [] };
  const statements = allows.map((found) => found.name);
  if (isRestricted(request.principal, policies)) {
    return { effect: "explicit-deny", statements, blockedBy: "restrictPublicBuckets" };
  }
  return { effect: "allow", statements };
}

/** The statements that allow together, none when something is missing. */
function allowing(
  principal: Principal,
  bucketAccountId: string,
  bucket: Found[],
  identity: Found[],
): Found[] {
  const direct = bucket.filter((found) => found.match === "direct");
  if (principal.kind !== "aws") return direct;
  // Naming one's own account in the bucket policy adds nothing: it delegates to the policies that decide anyway.
  if (principal.accountId === bucketAccountId) return [...direct, ...identity];
  return bucket.length > 0 && identity.length > 0 ? [...bucket, ...identity] : [];
}

function isRestricted(principal: Principal, policies: Policies): boolean {
  if (policies.publicAccessBlock?.restrictPublicBuckets !== true || policies.bucketPolicy === undefined)
    return false;
  const outside =
    principal.kind === "anonymous" ||
    (principal.kind === "aws" && principal.accountId !== policies.bucketAccountId);
  return outside && isPublicPolicy(policies.bucketPolicy);
}

function bucketStatements(
  request: AccessRequest,
  policy: PolicyDocument | undefined,
  context: Context,
): Found[] {
  const resolve = resolver(context);
  return (policy?.Statement ?? []).flatMap((statement, index) => {
    const match = whose(statement, request.principal);
    if (match === undefined || !applies(statement, request, context, resolve)) return [];
    return [{ name: `bucket policy: ${statementName(statement, index)}`, effect: statement.Effect, match }];
  });
}

function identityStatements(request: AccessRequest, policies: Policies, context: Context): Found[] {
  const { principal } = request;
  if (principal.kind !== "aws") return [];
  if (wholeAccount(principal.arn) !== undefined) {
    return [{ name: "account root: may do everything in its account", effect: "Allow", match: "direct" }];
  }
  const resolve = resolver(context);
  return (policies.identityPolicies ?? []).flatMap((policy, i) =>
    policy.Statement.flatMap((statement, index): Found[] => {
      if (!applies(statement, request, context, resolve)) return [];
      const name = `identity policy ${i}: ${statementName(statement, index)}`;
      return [{ name, effect: statement.Effect, match: "direct" }];
    }),
  );
}

/** How messages and decisions name a statement: its Sid, or its place. */
export function statementName(statement: { Sid?: string }, index: number): string {
  return statement.Sid ?? `#${index}`;
}

function whose(statement: Statement, principal: Principal): PrincipalMatch | undefined {
  if (statement.NotPrincipal !== undefined)
    return isLeftOut(statement.NotPrincipal, principal) ? undefined : "direct";
  return statement.Principal === undefined ? undefined : principalMatch(statement.Principal, principal);
}

function applies(statement: Statement, request: AccessRequest, context: Context, resolve: Resolve): boolean {
  return (
    coversAction(statement, request.action) &&
    coversResource(statement, request.resource, resolve) &&
    conditionsHold(statement.Condition, context, resolve)
  );
}

function coversAction(statement: Statement, action: string): boolean {
  if (statement.NotAction !== undefined)
    return !list(statement.NotAction).some((name) => actionMatches(name, action));
  return list(statement.Action).some((name) => actionMatches(name, action));
}

function coversResource(statement: Statement, resource: string, resolve: Resolve): boolean {
  if (statement.NotResource !== undefined) {
    return list(statement.NotResource).every((name) => arnMatches(name, resource, resolve) === false);
  }
  return list(statement.Resource).some((name) => arnMatches(name, resource, resolve) === true);
}
