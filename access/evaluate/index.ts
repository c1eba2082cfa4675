import { conditionsHold } from "./conditions";
import { type Context, type Principal, requestContext } from "./context";
import { list } from "../lists";
import { actionMatcher, arnMatcher, type ArnParts, arnParts, type Resolve } from "./match";
import type { PolicyDocument, Statement } from "../policy";
import { isLeftOut, type PrincipalMatch, principalMatch, wholeAccount } from "./principal";
import { isPublicPolicy } from "../public-policy";
import { resolver } from "./variables";

export type { Principal } from "./context";

/** What is asked of S3. */
export interface AccessRequest {
  principal: Principal;
  /** The IAM action: `s3:GetObject`. */
  action: string;
  /** The ARN that the action acts on; `*` for actions on the account. */
  resource: string;
  context?: AccessContext;
}

/** Condition keys and their values; those that follow from the principal are filled in. A list is a multivalued key. */
export type AccessContext = Record<string, string | string[]>;

/** The four settings of a public access block. */
export interface PublicAccessBlock {
  blockPublicAcls: boolean;
  ignorePublicAcls: boolean;
  blockPublicPolicy: boolean;
  restrictPublicBuckets: boolean;
}

/** All that decides a request. The documents are ones that `policyFindings` finds nothing in. */
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

/** Decides what one principal may do in one context: which action, and on which resource, an ARN in its parts. */
export type Decide = (action: string) => (resource: ArnParts | undefined) => Decision;

/** Whether a statement is about an action, and about a resource. */
interface Coverage {
  coversAction: (action: string) => boolean;
  coversResource: (resource: ArnParts | undefined) => boolean;
}

/** A statement whose patterns are read; those that have variables are read again for each context. */
interface Read {
  name: string;
  statement: Statement;
  coverage: (resolve: Resolve) => Coverage;
}

/** A statement that is for the principal and whose conditions hold, so that it decides whatever it covers. */
interface InForce extends Coverage {
  name: string;
  at: "bucket" | "identity";
  effect: Statement["Effect"];
  match: PrincipalMatch;
}

/** Decides a request as S3 does. */
export function evaluate(request: AccessRequest, policies: Policies): Decision {
  const decider = evaluator(policies);
  const decide = decider(request.principal, request.context, policies.identityPolicies);
  return decide(request.action)(arnParts(request.resource));
}

/**
 * Decides the requests of any principals as S3 does: an explicit deny wins; in the bucket's own account an allow of either
 * side is enough; another account needs both sides; unsigned requests and services have the bucket policy alone. Neither
 * object ACLs nor policies of an organization are looked at.
 */
export function evaluator({
  bucketAccountId,
  bucketPolicy,
  publicAccessBlock,
}: Omit<Policies, "identityPolicies">): (
  principal: Principal,
  context: AccessContext | undefined,
  identityPolicies: PolicyDocument[] | undefined,
) => Decide {
  const ofBucket = (bucketPolicy?.Statement ?? []).map((statement, i) => read(statement, i, "bucket policy"));
  const isRestricted =
    publicAccessBlock?.restrictPublicBuckets === true && bucketPolicy && isPublicPolicy(bucketPolicy);
  return (principal, given, identityPolicies = []) => {
    const context = requestContext(principal, given);
    const inForce = [
      ...bucketStatements(principal, ofBucket, context),
      ...identityStatements(principal, identityPolicies, context),
    ];
    const allowing = (statements: InForce[]) => together(principal, bucketAccountId, statements);
    const restricted = isRestricted === true && isOutside(principal, bucketAccountId);
    return (action) => {
      const about = inForce.filter(({ coversAction }) => coversAction(action));
      const denies = about.filter(({ effect }) => effect === "Deny");
      const allows = about.filter(({ effect }) => effect === "Allow");
      // Fewer of them do not allow either, whichever the resource is.
      if (denies.length === 0 && allowing(allows).length === 0) return () => implicitDeny;
      return (resource) => {
        const covers = ({ coversResource }: InForce): boolean => coversResource(resource);
        const denying = denies.filter(covers);
        if (denying.length > 0) return { effect: "explicit-deny", statements: names(denying) };
        const allowed = allowing(allows.filter(covers));
        if (allowed.length === 0) return implicitDeny;
        if (restricted)
          return { effect: "explicit-deny", statements: names(allowed), blockedBy: "restrictPublicBuckets" };
        return { effect: "allow", statements: names(allowed) };
      };
    };
  };
}

const implicitDeny: Decision = { effect: "implicit-deny", statements: [] };

function names(statements: InForce[]): string[] {
  return statements.map(({ name }) => name);
}

/** The statements that allow together, none when something is missing. */
function together(principal: Principal, bucketAccountId: string, statements: InForce[]): InForce[] {
  const direct = statements.filter(({ match }) => match === "direct");
  // Naming one's own account in the bucket policy adds nothing: it delegates to the policies that decide anyway.
  if (principal.kind !== "aws" || principal.accountId === bucketAccountId) return direct;
  const isSide = (side: InForce["at"]): boolean => statements.some(({ at }) => at === side);
  return isSide("bucket") && isSide("identity") ? statements : [];
}

/** Whether restrictPublicBuckets is about a principal. */
function isOutside(principal: Principal, bucketAccountId: string): boolean {
  return (
    principal.kind === "anonymous" || (principal.kind === "aws" && principal.accountId !== bucketAccountId)
  );
}

function bucketStatements(principal: Principal, statements: Read[], context: Context): InForce[] {
  const resolve = resolver(context);
  return statements.flatMap(({ name, statement, coverage }): InForce[] => {
    const match = whose(statement, principal);
    if (match === undefined || !conditionsHold(statement.Condition, context, resolve)) return [];
    return [{ name, at: "bucket", effect: statement.Effect, match, ...coverage(resolve) }];
  });
}

function identityStatements(principal: Principal, policies: PolicyDocument[], context: Context): InForce[] {
  if (principal.kind !== "aws") return [];
  const identity = { at: "identity", match: "direct" } as const;
  if (wholeAccount(principal.arn) !== undefined) {
    const name = "account root: may do everything in its account";
    return [{ name, ...identity, effect: "Allow", coversAction: () => true, coversResource: () => true }];
  }
  const resolve = resolver(context);
  return policies.flatMap((policy, i) =>
    policy.Statement.flatMap((statement, index): InForce[] => {
      if (!conditionsHold(statement.Condition, context, resolve)) return [];
      const { name, coverage } = read(statement, index, `identity policy ${i}`);
      return [{ name, ...identity, effect: statement.Effect, ...coverage(resolve) }];
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
  if (statement.Principal === undefined) return undefined;
  return principalMatch(statement.Principal, principal, statement.Effect);
}

function read(statement: Statement, index: number, where: string): Read {
  const { Action, NotAction, Resource, NotResource } = statement;
  const actions = list(NotAction ?? Action).map(actionMatcher);
  const coversAction = (action: string): boolean =>
    actions.some((matches) => matches(action)) === (NotAction === undefined);
  const patterns = list(NotResource ?? Resource).map(arnMatcher);
  const coverage = (resolve: Resolve): Coverage => {
    const resources = patterns.map((matcher) => matcher(resolve));
    const coversResource = (resource: ArnParts | undefined): boolean =>
      NotResource === undefined
        ? resources.some((matches) => matches(resource) === true)
        : resources.every((matches) => matches(resource) === false);
    return { coversAction, coversResource };
  };
  return { name: `${where}: ${statementName(statement, index)}`, statement, coverage };
}
