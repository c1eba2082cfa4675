import { coveredActions } from "./lint/actions";
import { list } from "./lists";
import { statementName } from "./evaluate";
import type { PolicyDocument, Statement } from "./policy";
import { foreignDistributions, strangersOf, type PublicScope, type Strangers } from "./strangers";

/** A statement that lets everyone do more than read public objects, or an AWS service that anyone can send. */
export interface Exposure {
  /** The statement's Sid, or `#index`. */
  statement: string;
  index: number;
  /** Which statement, what it lets strangers do, and what to write instead. */
  message: string;
}

/**
 * The statements of a bucket policy that give strangers more than `s3:GetObject` below the public prefixes. It looks at
 * patterns, never at samples: when it finds nothing, no unsigned request, no stranger's signed one and no AWS service that
 * a stranger sends can do more.
 *
 * A service is judged like everyone until a condition pins whom it asks for: any AWS customer can point a CloudFront
 * distribution or a log delivery of their own at this bucket, and S3 sees the same service (the confused deputy,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html). A pinned service may do what its statement says,
 * as an account may that is named. CloudFront may only read, pinned or not, for it passes on what anybody sends it: with
 * s3:ListBucket a distribution without a root object shows the list at "/", with s3:PutObject one that allows PUT lets anybody write.
 * The distributions of the bucket's own media host may read no more than the prefixes that the host serves.
 *
 * Deny statements are not counted as a remedy. Whether a Deny takes back all that an Allow gave depends on conditions,
 * and one edit to either would open the bucket: what nobody may do is not allowed in the first place.
 */
export function exposures(document: PolicyDocument, bucket: PublicScope): Exposure[] {
  return document.Statement.flatMap((statement, index) => {
    if (statement.Effect !== "Allow") return [];
    const strangers = strangersOf(statement, bucket);
    const found = [
      ...(strangers === undefined ? [] : reasons(statement, strangers, bucket)),
      ...foreignDistributions(statement, bucket),
    ];
    const name = statementName(statement, index);
    return found.map((reason) => ({
      statement: name,
      index,
      message: `statement "${name}" ${reason}`,
    }));
  });
}

function reasons(
  statement: Statement,
  { who, note, remedy, reads }: Strangers,
  { arn }: PublicScope,
): string[] {
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
  if (statement.NotResource !== undefined && reads.prefixes !== undefined) {
    found.push(`allows ${who} every resource except those in NotResource${note}; ${orRead("use Resource")}`);
  }
  for (const action of list(statement.Action)) {
    const harm = actionHarm(action, who);
    if (harm !== undefined) found.push(`${harm}${note}; ${orRead('use "s3:GetObject" instead')}`);
  }
  if (reads.prefixes === undefined) return found;
  const allowed = reads.prefixes.filter(isPlainPrefix).map((prefix) => `${arn}/${prefix}`);
  for (const resource of list(statement.Resource)) {
    const harm = resourceHarm(resource, { who, called: reads.called }, arn, allowed);
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
function resourceHarm(
  resource: string,
  { who, called }: { who: string; called: string },
  arn: string,
  allowed: string[],
): string | undefined {
  if (allowed.some((prefix) => resource.startsWith(prefix))) return undefined;
  if (resource === arn)
    return `allows ${who} to act on the bucket itself ("${resource}"), which contains its list and settings`;
  return `lets ${who} read a private prefix or another bucket ("${resource}" matches more than ${called})`;
}

/** A wildcard in a prefix would make more public than the prefix says, and without its `/` `media` is also `media-private`. */
function isPlainPrefix(prefix: string): boolean {
  return prefix.endsWith("/") && prefix !== "/" && !/[*?$]/.test(prefix);
}
