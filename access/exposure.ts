import { coveredActions } from "./lint/actions";
import { list } from "./lists";
import { statementName } from "./evaluate";
import { arnParts } from "./evaluate/match";
import type { PolicyDocument, Statement } from "./policy";
import { isEveryone, servicesOf } from "./evaluate/principal";

/** A statement that lets everyone do more than read public objects, or an AWS service that anyone can send. */
export interface Exposure {
  /** The statement's Sid, or `#index`. */
  statement: string;
  index: number;
  /** Which statement, what it lets strangers do, and what to write instead. */
  message: string;
}

/** What a bucket means to be public. */
export interface PublicScope {
  /** The ARN of the bucket. */
  arn: string;
  /** The prefixes that everyone may read, each with its `/` at the end; none means that nothing is public. */
  publicPrefixes: readonly string[];
}

/**
 * The statements of a bucket policy that give strangers more than `s3:GetObject` below the public prefixes. It looks at
 * patterns, never at samples: when it finds nothing, no unsigned request, no stranger's signed one and no AWS service that
 * a stranger sends can do more.
 *
 * A service is judged like everyone until a condition pins whom it asks for: any AWS customer can point a CloudFront
 * distribution or a log delivery of their own at this bucket, and S3 sees the same service (the confused deputy,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html). A pinned service may do what its statement says,
 * as an account may that is named.
 *
 * Deny statements are not counted as a remedy. Whether a Deny takes back all that an Allow gave depends on conditions,
 * and one edit to either would open the bucket: what nobody may do is not allowed in the first place.
 */
export function exposures(document: PolicyDocument, bucket: PublicScope): Exposure[] {
  return document.Statement.flatMap((statement, index) => {
    const strangers = strangersOf(statement, bucket);
    if (statement.Effect !== "Allow" || strangers === undefined) return [];
    const name = statementName(statement, index);
    return reasons(statement, strangers, bucket).map((reason) => ({
      statement: name,
      index,
      message: `statement "${name}" ${reason}`,
    }));
  });
}

/** Strangers that a statement is for. */
interface Strangers {
  /** As messages call them. */
  who: string;
  /** Why not even reads are allowed, if nothing is public. */
  note: string;
  /** What to change so that it is not for them. */
  remedy: string;
}

/** The strangers that can match a statement: unsigned, signed by any account there is, or with a service as their deputy. */
function strangersOf(statement: Statement, { publicPrefixes }: PublicScope): Strangers | undefined {
  const { Principal: named, NotPrincipal: left } = statement;
  const note = publicPrefixes.length === 0 ? ", but nothing in this bucket is public" : "";
  const everyone = { who: "everyone", note, remedy: "name the user or role in principals" };
  if (left !== undefined) return everyone;
  // Services have none of the keys by which a condition names principals, so that it leaves them out as well.
  if (named === undefined || namesItsPrincipals(statement)) return undefined;
  if (isEveryone(named)) return everyone;
  const services = servicesOf(named).join(", ");
  if (services === "" || pinsItsSource(statement)) return undefined;
  return {
    who: `every AWS customer, through ${services},`,
    note,
    remedy:
      'remove the service from principals, or set sourceArns to ARNs of your account, such as "arn:aws:cloudfront::123456789012:distribution/*"',
  };
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

function reasons(statement: Statement, { who, note, remedy }: Strangers, bucket: PublicScope): string[] {
  const orRead = (read: string): string => (note === "" ? `${read}, or ${remedy}` : remedy);
  if (statement.NotPrincipal !== undefined) {
    return [`allows everyone except the principals that it lists, even unsigned requests${note}; ${remedy}`];
  }
  const found: string[] = [];
  if (statement.NotAction !== undefined) {
    found.push(
      `allows ${who} every action except those in NotAction${note}; ${orRead('use Action: "s3:GetObject"')}`,
    );
  }
  if (statement.NotResource !== undefined) {
    found.push(`allows ${who} every resource except those in NotResource${note}; ${orRead("use Resource")}`);
  }
  for (const action of list(statement.Action)) {
    const harm = actionHarm(action, who);
    if (harm !== undefined) found.push(`${harm}${note}; ${orRead('use "s3:GetObject" instead')}`);
  }
  const allowed = bucket.publicPrefixes.filter(isPlainPrefix).map((prefix) => `${bucket.arn}/${prefix}`);
  for (const resource of list(statement.Resource)) {
    const harm = resourceHarm(resource, who, bucket.arn, allowed);
    if (harm === undefined) continue;
    const instead = allowed.map((prefix) => `"${prefix}*"`).join(", ");
    found.push(`${harm}${note}; ${instead === "" ? "remove it" : `use ${instead}`}, or ${remedy}`);
  }
  return found;
}

/**
 * What an action does in strangers' hands; `undefined` for `s3:GetObject` alone, which is GET and HEAD of what is there
 * now. Patterns are refused even when they cover nothing else today: AWS adds actions.
 */
function actionHarm(action: string, who: string): string | undefined {
  if (action.toLowerCase() === "s3:getobject") return undefined;
  const covered = [...coveredActions(action)];
  const harms = harmsOf.filter(([test]) => covered.some((name) => test.test(name))).map(([, harm]) => harm);
  if (covered.length === 0) return `allows ${who} "${action}", an action that this library does not know`;
  const what = harms.length > 0 ? harms.join(", ") : "read more than the objects themselves";
  return `lets ${who} ${what} ("${action}")`;
}

const harmsOf: readonly [RegExp, string][] = [
  [/^List/, "list the objects in the bucket"],
  [
    /^(Put|Create|Replicate|Restore|Update|Initiate|Abort|Bypass|ObjectOwner|Tag|Untag)(?!.*(Policy|Acl))/,
    "write",
  ],
  [/^Delete/, "delete"],
  [/^Get.*Version(?!ing)/, "read old versions, even of deleted objects"],
  [/^(Get|Put|Delete).*(Policy|Acl)/, "read or change policies and ACLs"],
];

/** `allowed`: what may be read, each as the beginning of its ARNs. */
function resourceHarm(resource: string, who: string, arn: string, allowed: string[]): string | undefined {
  if (allowed.some((prefix) => resource.startsWith(prefix))) return undefined;
  if (resource === arn)
    return `allows ${who} to act on the bucket itself ("${resource}"), which contains its list and settings`;
  return `lets ${who} read a private prefix or another bucket ("${resource}" matches more than the public prefixes)`;
}

/** A wildcard in a prefix would make more public than the prefix says, and without its `/` `media` is also `media-private`. */
function isPlainPrefix(prefix: string): boolean {
  return prefix.endsWith("/") && prefix !== "/" && !/[*?$]/.test(prefix);
}
