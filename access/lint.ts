import { at, type Problem } from "../problems/problem";
import { actionProblems, mismatchProblems } from "./lint-actions";
import { conditionProblems } from "./lint-conditions";
import { principalProblems } from "./lint-principals";
import { resourceProblems } from "./lint-resources";
import { awsOnlyProblems } from "./lint-aws";
import { cephProblems } from "./lint-ceph";
import { isObject, quoted, textsProblems, unknownMembers } from "./lint-shape";
import type { PolicyDocument } from "./policy";

/** Where a policy stands: at a bucket, where it says who, or at a user or role, where it does not. */
export type PolicyKind = "bucket" | "identity";

/** The server that reads a policy: what one takes another refuses, or takes for something else. */
export type PolicyServer = "aws" | "ceph";

const serverProblems: Record<PolicyServer, (document: PolicyDocument, path: string) => Problem[]> = {
  aws: awsOnlyProblems,
  ceph: cephProblems,
};

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
 * With `server` also what that server alone refuses, or takes for something other than the evaluator.
 */
export function policyProblems(
  document: unknown,
  kind: PolicyKind,
  path: string,
  server?: PolicyServer,
): Problem[] {
  const problems = commonProblems(document, kind, path);
  if (server === undefined || problems.length > 0) return problems;
  return serverProblems[server](document as PolicyDocument, path);
}

function commonProblems(document: unknown, kind: PolicyKind, path: string): Problem[] {
  if (!isObject(document)) {
    const message =
      'is no policy document, so nothing can be checked; write { Version: "2012-10-17", Statement: [...] }';
    return [{ code: "policy-type", path, message }];
  }
  const problems = unknownMembers(document, documentMembers, path);
  if (document["Version"] !== "2012-10-17") {
    const message = `is ${quoted(document["Version"])}: without the current version AWS takes \${variables} literally; write "2012-10-17"`;
    problems.push({ code: "policy-version", path: at(path, "Version"), message });
  }
  const statements = document["Statement"];
  const where = at(path, "Statement");
  if (!Array.isArray(statements) || statements.length === 0) {
    problems.push({
      code: "policy-statements",
      path: where,
      message: "is no list of statements, so the policy says nothing; write at least one",
    });
    return problems;
  }
  statements.forEach((statement: unknown, i) => {
    problems.push(...statementProblems(statement, kind, at(where, `[${i}]`)));
  });
  problems.push(...duplicateSids(statements, where));
  return problems;
}

function duplicateSids(statements: unknown[], path: string): Problem[] {
  const seen = new Map<string, number>();
  return statements.flatMap((statement, i) => {
    const sid = isObject(statement) ? statement["Sid"] : undefined;
    if (typeof sid !== "string") return [];
    const first = seen.get(sid);
    if (first === undefined) {
      seen.set(sid, i);
      return [];
    }
    const message = `is "${sid}", which Statement[${first}] has already; AWS refuses two of a name, so write another one`;
    return [{ code: "statement-sid-twice", path: at(path, `[${i}].Sid`), message }];
  });
}

function statementProblems(statement: unknown, kind: PolicyKind, path: string): Problem[] {
  if (!isObject(statement)) {
    return [
      {
        code: "statement-type",
        path,
        message: "is no statement; write { Effect, Action, Resource } and, in a bucket policy, Principal",
      },
    ];
  }
  const problems = [
    ...unknownMembers(statement, statementMembers, path),
    ...sidProblems(statement["Sid"], kind, path),
  ];
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny") {
    const message = `is ${quoted(statement["Effect"])}, which AWS refuses; write "Allow" or "Deny"`;
    problems.push({ code: "statement-effect", path: at(path, "Effect"), message });
  }
  problems.push(
    ...oneOf(statement, "Action", "NotAction", path),
    ...oneOf(statement, "Resource", "NotResource", path),
  );
  problems.push(...principalProblems(statement, kind, path));
  const actions = each(statement, ["Action", "NotAction"], path, actionProblems);
  const resources = each(statement, ["Resource", "NotResource"], path, (value, where) =>
    resourceProblems(value, where, { kind, negated: statement["Resource"] === undefined }),
  );
  problems.push(...actions, ...resources);
  // Only what is well-formed can be told to be swapped.
  if (actions.length + resources.length === 0) problems.push(...mismatchProblems(statement, path));
  if ("Condition" in statement)
    problems.push(...conditionProblems(statement["Condition"], at(path, "Condition")));
  return problems;
}

function sidProblems(sid: unknown, kind: PolicyKind, path: string): Problem[] {
  if (sid === undefined) return [];
  if (typeof sid !== "string" || sid === "") {
    const message = `is ${quoted(sid)}; write a name for the statement, or leave it out`;
    return [{ code: "statement-sid-type", path: at(path, "Sid"), message }];
  }
  if (kind === "bucket" || /^[A-Za-z0-9]+$/.test(sid)) return [];
  const message = `is "${sid}": in the policy of a user or role AWS accepts letters and digits only; write "${sid.replace(/[^A-Za-z0-9]/g, "")}"`;
  return [{ code: "statement-sid-characters", path: at(path, "Sid"), message }];
}

function oneOf(
  statement: Record<string, unknown>,
  one: "Action" | "Resource",
  other: "NotAction" | "NotResource",
  path: string,
): Problem[] {
  if (one in statement && other in statement) {
    const message = `stands beside ${one}, and AWS refuses a statement with both; write ${one} alone`;
    return [{ code: "statement-both-members", path: at(path, other), message }];
  }
  if (one in statement || other in statement) return [];
  return [
    {
      code: "statement-member-missing",
      path: at(path, one),
      message: `is missing, so the statement is about nothing; write ${one}`,
    },
  ];
}

function each(
  statement: Record<string, unknown>,
  members: readonly ("Action" | "NotAction" | "Resource" | "NotResource")[],
  path: string,
  check: (value: string, path: string) => Problem[],
): Problem[] {
  return members.flatMap((member) =>
    member in statement ? textsProblems(statement[member], at(path, member), check) : [],
  );
}
