import type { PropertyPath } from "../../validation/problem";
import type { Finding, FindingReason } from "./finding";
import { actionFindings, mismatchFindings } from "./actions";
import { conditionFindings } from "./conditions";
import { principalFindings } from "./principals";
import { resourceFindings } from "./resources";
import { isObject, quoted, textsFindings, unknownMembers } from "./shape";
import type { PolicyDocument } from "../policy";

/** Whether the policy belongs to a bucket (with principals) or to a user or role (without). */
export type PolicyKind = "bucket" | "identity";

/**
 * What one server refuses of a policy that is well-formed, or takes for something other than the evaluator does. Each store
 * has its own, so that an unknown server cannot be judged by the rules of another one.
 */
export interface PolicyRules {
  /** Findings in a document that is valid otherwise. */
  findings(document: PolicyDocument): Finding[];
  /** Why a name cannot be that of an AWS principal. Default: the rules of AWS, with users that have no account. */
  principalReason?: (name: string) => FindingReason | undefined;
}

const documentMembers = ["Version", "Id", "Statement"];
const statementMembers = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

/**
 * All that is wrong with a policy document. AWS accepts much that can never match (a swapped ARN, an action that does not
 * exist) and says nothing; the evaluator throws on what is refused here, so a policy is checked before it is evaluated.
 * With `rules` also what those of one server say. `titleOf` returns the name of a statement in messages.
 */
export function policyFindings(
  document: unknown,
  kind: PolicyKind,
  rules?: PolicyRules,
  titleOf: (statement: number) => string = (statement) => `Statement[${statement}]`,
): Finding[] {
  const findings = commonFindings(document, kind, titleOf, rules?.principalReason);
  if (rules === undefined || findings.length > 0) return findings;
  return rules.findings(document as PolicyDocument);
}

function commonFindings(
  document: unknown,
  kind: PolicyKind,
  titleOf: (statement: number) => string,
  principalReason: PolicyRules["principalReason"],
): Finding[] {
  if (!isObject(document)) {
    const message = 'is not a policy document; use { Version: "2012-10-17", Statement: [...] }';
    return [{ code: "policy-type", path: [], message }];
  }
  const findings = unknownMembers(document, documentMembers, []);
  if (document["Version"] !== "2012-10-17") {
    const message = `is ${quoted(document["Version"])}, and with this version AWS does not replace \${variables}; set "2012-10-17"`;
    findings.push({ code: "policy-version", path: ["Version"], message });
  }
  const statements = document["Statement"];
  if (!Array.isArray(statements) || statements.length === 0) {
    findings.push({
      code: "policy-statements",
      path: ["Statement"],
      message: "is not a list of statements, or is empty; add at least one statement",
    });
    return findings;
  }
  statements.forEach((statement: unknown, i) => {
    findings.push(...statementFindings(statement, kind, ["Statement", i], principalReason));
  });
  findings.push(...duplicateSids(statements, titleOf));
  return findings;
}

function duplicateSids(statements: unknown[], titleOf: (statement: number) => string): Finding[] {
  const seen = new Map<string, number>();
  return statements.flatMap((statement, i) => {
    const sid = isObject(statement) ? statement["Sid"] : undefined;
    if (typeof sid !== "string") return [];
    const first = seen.get(sid);
    if (first === undefined) {
      seen.set(sid, i);
      return [];
    }
    const message = `is "${sid}", which ${titleOf(first)} already has, and AWS refuses duplicate names; change it`;
    return [{ code: "statement-sid-twice", path: ["Statement", i, "Sid"], message }];
  });
}

function statementFindings(
  statement: unknown,
  kind: PolicyKind,
  path: PropertyPath,
  principalReason: PolicyRules["principalReason"],
): Finding[] {
  if (!isObject(statement)) {
    return [
      {
        code: "statement-type",
        path,
        message: "is not a statement; use { Effect, Action, Resource } and, in a bucket policy, Principal",
      },
    ];
  }
  const findings = [
    ...unknownMembers(statement, statementMembers, path),
    ...sidFindings(statement["Sid"], kind, path),
  ];
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") {
    const message = `is ${quoted(statement["Effect"])}, which AWS refuses; set "Allow" or "Deny"`;
    findings.push({ code: "statement-effect", path: [...path, "Effect"], message });
  }
  findings.push(
    ...oneOf(statement, "Action", "NotAction", path),
    ...oneOf(statement, "Resource", "NotResource", path),
  );
  findings.push(...principalFindings(statement, kind, path, principalReason));
  const actions = each(statement, ["Action", "NotAction"], path, actionFindings);
  const resources = each(statement, ["Resource", "NotResource"], path, (value, where) =>
    resourceFindings(value, where, { kind, negated: statement["Resource"] === undefined }),
  );
  findings.push(...actions, ...resources);
  // Only what is well-formed can be told to be swapped.
  if (actions.length + resources.length === 0) findings.push(...mismatchFindings(statement, path));
  if ("Condition" in statement)
    findings.push(...conditionFindings(statement["Condition"], [...path, "Condition"]));
  return findings;
}

function sidFindings(sid: unknown, kind: PolicyKind, path: PropertyPath): Finding[] {
  if (sid === undefined) return [];
  if (typeof sid !== "string" || sid === "") {
    const message = `is ${quoted(sid)}; set a name for the statement, or remove it`;
    return [{ code: "statement-sid-type", path: [...path, "Sid"], message }];
  }
  if (kind === "bucket" || /^[A-Za-z0-9]+$/.test(sid)) return [];
  const message = `is "${sid}", but in the policy of a user or role AWS accepts only letters and digits; change it to "${sid.replace(/[^A-Za-z0-9]/g, "")}"`;
  return [{ code: "statement-sid-characters", path: [...path, "Sid"], message }];
}

function oneOf(
  statement: Record<string, unknown>,
  one: "Action" | "Resource",
  other: "NotAction" | "NotResource",
  path: PropertyPath,
): Finding[] {
  if (one in statement && other in statement) {
    const message = `is set in addition to ${one}, and AWS refuses a statement with both; remove ${other}`;
    return [{ code: "statement-both-members", path: [...path, other], message }];
  }
  if (one in statement || other in statement) return [];
  return [
    {
      code: "statement-member-missing",
      path: [...path, one],
      message: `is missing, and AWS refuses the statement; add ${one}`,
    },
  ];
}

function each(
  statement: Record<string, unknown>,
  members: readonly ("Action" | "NotAction" | "Resource" | "NotResource")[],
  path: PropertyPath,
  check: (value: string, path: PropertyPath) => Finding[],
): Finding[] {
  return members.flatMap((member) =>
    member in statement ? textsFindings(statement[member], [...path, member], check) : [],
  );
}
