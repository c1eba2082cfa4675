/** For which strangers a statement of a bucket policy is: everyone, or an AWS service that anybody can send. */
import { EXAMPLE_ACCOUNT } from "./accounts";
import {
  isCloudFront,
  isSourceKey,
  requestsThrough,
  sourceAccounts,
  type DistributionScope,
} from "./cloudfront";
import { conditionsHold } from "./evaluate/conditions";
import { requestContext } from "./evaluate/context";
import { arnParts } from "./evaluate/match";
import { isEveryone, servicesOf } from "./evaluate/principal";
import { list } from "./lists";
import type { Statement } from "./policy";

/** What a bucket means to be public. */
export interface PublicScope {
  /** The ARN of the bucket. */
  arn: string;
  /** The prefixes that everyone may read, each with its `/` at the end; none means that nothing is public. */
  publicPrefixes: readonly string[];
  /** The distributions of CloudFront that serve the bucket's media host; undefined if there are none. */
  distributions?: DistributionScope;
}

/** Strangers that a statement is for. */
export interface Strangers {
  /** As messages call them. */
  who: string;
  /** Why not even reads are allowed, if nothing is public. */
  note: string;
  /** What to change so that it is not for them. */
  remedy: string;
  /** What they may read. */
  reads: Reads;
}

/** The prefixes that may be read, and how messages call them; undefined prefixes where reads are not judged. */
interface Reads {
  prefixes?: readonly string[];
  called: string;
}

/** The strangers that can match a statement: unsigned, signed by any account there is, or with a service as their deputy. */
export function strangersOf(statement: Statement, scope: PublicScope): Strangers | undefined {
  const { Principal: named, NotPrincipal: left } = statement;
  const { publicPrefixes } = scope;
  const note = publicPrefixes.length === 0 ? ", but nothing in this bucket is public" : "";
  const reads: Reads = { prefixes: publicPrefixes, called: "the public prefixes" };
  const everyone = { who: "everyone", note, remedy: "name the user or role in principals", reads };
  if (left !== undefined) return everyone;
  // Services have none of the keys by which a condition names principals, so that it leaves them out as well.
  if (named === undefined || namesItsPrincipals(statement)) return undefined;
  if (isEveryone(named)) return everyone;
  const services = servicesOf(named);
  if (services.length === 0) return undefined;
  if (pinsItsSource(statement))
    return services.some(isCloudFront) ? throughCloudFront(statement, scope) : undefined;
  return {
    who: `every AWS customer, through ${services.join(", ")},`,
    note,
    remedy: `remove the service from principals, or set sourceArns to ARNs of your account, such as "arn:aws:cloudfront::${EXAMPLE_ACCOUNT}:distribution/*"`,
    reads,
  };
}

/** Who can read through a distribution that the statement names. The operator decides what the operator's own distributions read. */
function throughCloudFront(statement: Statement, { distributions }: PublicScope): Strangers {
  const isOurs = distributions !== undefined && reachesOneOf(statement, distributions);
  return {
    who: isOurs ? "everyone, through the media host's distribution," : "everyone, through CloudFront,",
    note: "",
    remedy: isOurs
      ? "list in sourceArns only other distributions than the media host's"
      : "remove the service from principals",
    reads: {
      ...(isOurs && { prefixes: distributions.prefixes }),
      called: "the prefixes that the host serves",
    },
  };
}

/** Whether a statement for CloudFront is for one of the distributions. What else it asks for, anybody can bring along. */
function reachesOneOf(statement: Statement, distributions: DistributionScope): boolean {
  const condition = Object.fromEntries(
    Object.entries(statement.Condition ?? {}).map(([operator, keys]) => [
      operator,
      Object.fromEntries(Object.entries(keys).filter(([key]) => isSourceKey(key))),
    ]),
  );
  return requestsThrough(distributions, statement).some(({ principal, context }) =>
    conditionsHold(condition, requestContext(principal, context), () => undefined),
  );
}

/** The distribution of another account, which nobody here can see or change; its ARN is often one that was copied. */
export function foreignDistributions(statement: Statement, { distributions }: PublicScope): string[] {
  const { Principal: named } = statement;
  const own = distributions?.accountId;
  if (own === undefined || named === undefined || !servicesOf(named).some(isCloudFront)) return [];
  return sourceAccounts(statement)
    .filter((account) => account !== own)
    .map(
      (account) =>
        `lets distributions of the account ${account} read, but the media host's distribution is in ${own}; use ARNs of ${own} in sourceArns, or remove the statement`,
    );
}

/** Whether a condition pins the account that a service asks for, so that nobody else can send it. */
function pinsItsSource(statement: Statement): boolean {
  return hasCondition(statement, (operator, key, value) => {
    if (key === "aws:sourceaccount") return operator === "StringEquals" && /^\d{12}$/.test(value);
    return key === "aws:sourcearn" && sourceOperators.includes(operator) && isOfOneAccount(operator, value);
  });
}

const sourceOperators = ["ArnEquals", "ArnLike", "StringEquals", "StringLike"];

/** ARNs are matched part by part; within texts a `*` before the account reaches over it to the name of a resource. */
function isOfOneAccount(operator: string, value: string): boolean {
  const parts = arnParts(value);
  if (parts === undefined || value.includes("${") || !/^\d{12}$/.test(parts[4])) return false;
  return operator.startsWith("Arn") || !/[*?]/.test(parts.slice(0, 4).join(":"));
}

const positive = ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"];

/** Whether there is a condition whose values, one and all, pass: any of them may hold, and all conditions have to. */
function hasCondition(
  statement: Statement,
  passes: (operator: string, key: string, value: string) => boolean,
): boolean {
  return Object.entries(statement.Condition ?? {}).some(([operator, keys]) =>
    Object.entries(keys).some(([key, values]) => {
      const texts = list(values);
      return texts.length > 0 && texts.every((value) => passes(operator, key.toLowerCase(), value));
    }),
  );
}

/**
 * Whether a condition makes anonymous impossible: it asks for a key that only signed requests have, and for values of
 * accounts or organizations that are spelled out. An address, a Referer, a User-Agent or https is something that anyone
 * can have; with IfExists, a negated operator or ForAllValues a request without the key passes.
 */
function namesItsPrincipals(statement: Statement): boolean {
  return hasCondition(
    statement,
    (operator, key, value) => positive.includes(operator) && isConcrete(key, value),
  );
}

function isConcrete(key: string, value: string): boolean {
  if (key === "aws:principalorgid") return /^o-[a-z0-9]+$/.test(value);
  // "anonymous" is the value that unsigned requests have.
  if (key === "aws:principalaccount") return /^\d{12}$/.test(value);
  if (key !== "aws:principalarn" || value.includes("${")) return false;
  const parts = arnParts(value);
  const prefix = parts?.slice(0, 5).join(":") ?? "";
  return /^\d{12}$/.test(parts?.[4] ?? "") && !/[*?]/.test(prefix);
}
