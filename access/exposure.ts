import { coveredActions } from "./lint-actions";
import { list } from "./lists";
import { statementName } from "./evaluate";
import { arnParts } from "./match";
import type { PolicyDocument, Statement } from "./policy";
import { isEveryone } from "./principal";

/** A statement that lets everyone do more than read public objects. */
export interface Exposure {
  /** The statement's Sid, or `#index`. */
  statement: string;
  index: number;
  /** Which statement, what it lets everyone do, and what to write instead. */
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
 * The statements of a bucket policy that give everyone more than `s3:GetObject` below the public prefixes. It looks at
 * patterns, never at samples: when it finds nothing, no unsigned request and no stranger's signed one can do more.
 *
 * Deny statements are not counted as a remedy. Whether a Deny takes back all that an Allow gave depends on conditions,
 * and one edit to either would open the bucket: what nobody may do is not allowed in the first place.
 */
export function exposures(document: PolicyDocument, bucket: PublicScope): Exposure[] {
  return document.Statement.flatMap((statement, index) => {
    if (statement.Effect !== "Allow" || !isForEveryone(statement)) return [];
    const name = statementName(statement, index);
    return reasons(statement, bucket).map((reason) => ({
      statement: name,
      index,
      message: `statement "${name}" ${reason}`,
    }));
  });
}

/** Whether strangers can match a statement, unsigned or signed by any account there is. */
function isForEveryone(statement: Statement): boolean {
  if (statement.NotPrincipal !== undefined) return true;
  return (
    statement.Principal !== undefined && isEveryone(statement.Principal) && !namesItsPrincipals(statement)
  );
}

const positive = ["StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike"];

/**
 * Whether a condition makes anonymous impossible: it asks for a key that only signed requests have, and for values of
 * accounts or organizations that are spelled out. An address, a Referer, a User-Agent or https is something that anyone
 * can have; with IfExists, a negated operator or ForAllValues a request without the key passes.
 */
function namesItsPrincipals(statement: Statement): boolean {
  return Object.entries(statement.Condition ?? {}).some(
    ([operator, keys]) =>
      positive.includes(operator) &&
      Object.entries(keys).some(([key, values]) => {
        const texts = list(values);
        return texts.length > 0 && texts.every((value) => isConcrete(key.toLowerCase(), value));
      }),
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

function reasons(statement: Statement, bucket: PublicScope): string[] {
  const remedy =
    bucket.publicPrefixes.length === 0
      ? "nothing in this bucket is public: name the user or role as Principal"
      : "name the user or role as Principal";
  if (statement.NotPrincipal !== undefined) {
    return [`allows everyone but the principals it lists, unsigned requests too; ${remedy}`];
  }
  const found: string[] = [];
  if (statement.NotAction !== undefined) {
    found.push(
      `allows everyone every action but those in NotAction; write Action: "s3:GetObject", or ${remedy}`,
    );
  }
  if (statement.NotResource !== undefined) {
    found.push(`allows everyone every resource but those in NotResource; write Resource, or ${remedy}`);
  }
  for (const action of list(statement.Action)) {
    const harm = actionHarm(action);
    if (harm !== undefined) found.push(`${harm}; write "s3:GetObject" in its place, or ${remedy}`);
  }
  for (const resource of list(statement.Resource)) {
    const harm = resourceHarm(resource, bucket);
    if (harm !== undefined) found.push(`${harm}, or ${remedy}`);
  }
  return found;
}

/**
 * What an action does in everyone's hands; `undefined` for `s3:GetObject` alone, which is GET and HEAD of what is there
 * now. Patterns are refused even when they cover nothing else today: AWS adds actions.
 */
function actionHarm(action: string): string | undefined {
  if (action.toLowerCase() === "s3:getobject") return undefined;
  const covered = coveredActions(action);
  const harms = harmsOf.filter(([test]) => covered.some((name) => test.test(name))).map(([, harm]) => harm);
  if (covered.length === 0) return `allows everyone "${action}", an action that is not known here`;
  const what = harms.length > 0 ? harms.join(", ") : "read more than the objects themselves";
  return `lets everyone ${what} ("${action}")`;
}

const harmsOf: readonly [RegExp, string][] = [
  [/^List/, "list what the bucket holds"],
  [
    /^(Put|Create|Replicate|Restore|Update|Initiate|Abort|Bypass|ObjectOwner|Tag|Untag)(?!.*(Policy|Acl))/,
    "write",
  ],
  [/^Delete/, "delete"],
  [/^Get.*Version(?!ing)/, "read old versions, deleted ones too"],
  [/^(Get|Put|Delete).*(Policy|Acl)/, "read or change policies and ACLs"],
];

function resourceHarm(resource: string, { arn, publicPrefixes }: PublicScope): string | undefined {
  const allowed = publicPrefixes.filter(isPlainPrefix).map((prefix) => `${arn}/${prefix}`);
  if (allowed.some((prefix) => resource.startsWith(prefix))) return undefined;
  const write =
    allowed.length === 0 ? "drop it" : `write ${allowed.map((prefix) => `"${prefix}*"`).join(", ")}`;
  if (resource === arn)
    return `is for everyone and about the bucket itself ("${resource}"), which is for lists and settings; ${write}`;
  return `lets everyone read a private prefix or another bucket ("${resource}" reaches beyond what is public); ${write}`;
}

/** A wildcard in a prefix would make more public than the prefix says, and without its `/` `media` is also `media-private`. */
function isPlainPrefix(prefix: string): boolean {
  return prefix.endsWith("/") && prefix !== "/" && !/[*?$]/.test(prefix);
}
