import { arnParts } from "./match";

/** Who makes a request. */
export type Principal =
  | { kind: "anonymous" }
  /** An IAM user, a role, a session of a role (`arn:aws:sts::<account>:assumed-role/<role>/<session>`) or an account's root. */
  | { kind: "aws"; arn: string; accountId: string }
  | { kind: "service"; service: string };

/** Condition keys in lower case (keys know no case) with their values; a list is a key that has several values. */
export type Context = ReadonlyMap<string, string | string[]>;

/**
 * The keys that AWS derives from who signed the request: what a caller says about them counts only for signed requests,
 * and never for those that the principal itself decides. An unsigned request has none of them but the three below.
 */
const ofSigners = [
  "aws:principalarn",
  "aws:principalorgid",
  "aws:principalorgpaths",
  "aws:principalservicename",
  "aws:principalservicenameslist",
  "aws:username",
  "aws:multifactorauthpresent",
  "aws:multifactorauthage",
  "aws:tokenissuetime",
  "aws:sourceidentity",
  "aws:federatedprovider",
];

/** The condition keys of a request: what the caller says, and what follows from the principal. */
export function requestContext(
  principal: Principal,
  given: Readonly<Record<string, string | string[]>> = {},
): Context {
  const context = new Map<string, string | string[]>();
  for (const [key, value] of Object.entries(given)) context.set(key.toLowerCase(), value);
  if (principal.kind === "anonymous") {
    for (const key of context.keys()) {
      if (ofSigners.includes(key) || key.startsWith("aws:principaltag/")) context.delete(key);
    }
  }
  for (const [key, value] of derived(principal)) {
    if (value === undefined) context.delete(key);
    else context.set(key, value);
  }
  return context;
}

/**
 * The values for each kind of principal are those of AWS' tables:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable. `undefined` is a key
 * that this kind never has.
 */
function derived(principal: Principal): [string, string | undefined][] {
  switch (principal.kind) {
    case "anonymous":
      return [
        ["aws:principaltype", "Anonymous"],
        ["aws:userid", "anonymous"],
        ["aws:principalaccount", "anonymous"],
        ["aws:principalisawsservice", "false"],
      ];
    case "service":
      return [
        ["aws:principalservicename", principal.service],
        ["aws:principalisawsservice", "true"],
        ["aws:principalarn", undefined],
        ["aws:principalaccount", undefined],
        ["aws:principalorgid", undefined],
        ["aws:username", undefined],
      ];
    case "aws":
      return [
        ["aws:principalarn", principalArn(principal.arn)],
        ["aws:principalaccount", principal.accountId],
        ["aws:principalisawsservice", "false"],
        ["aws:principalservicename", undefined],
        ...typeOf(principal.arn, principal.accountId),
      ];
  }
}

function typeOf(arn: string, accountId: string): [string, string | undefined][] {
  const resource = arnParts(arn)?.[5] ?? "";
  if (resource === "root") {
    return [
      ["aws:principaltype", "Account"],
      ["aws:userid", accountId],
      ["aws:username", undefined],
    ];
  }
  if (resource.startsWith("user/")) {
    return [
      ["aws:principaltype", "User"],
      ["aws:username", resource.slice(resource.lastIndexOf("/") + 1)],
    ];
  }
  return [
    ["aws:principaltype", "AssumedRole"],
    ["aws:username", undefined],
  ];
}

/** The role of a session; the session's ARN does not tell the role's path, so a role in a path is named without it. */
export function roleOfSession(
  arn: string,
): { partition: string; accountId: string; role: string } | undefined {
  const parts = arnParts(arn);
  if (parts?.[2] !== "sts" || !parts[5].startsWith("assumed-role/")) return undefined;
  const role = parts[5].split("/")[1];
  return role === undefined ? undefined : { partition: parts[1], accountId: parts[4], role };
}

/** `aws:PrincipalArn` of a session is the ARN of its role. */
function principalArn(arn: string): string {
  const session = roleOfSession(arn);
  if (session === undefined) return arn;
  return `arn:${session.partition}:iam::${session.accountId}:role/${session.role}`;
}
