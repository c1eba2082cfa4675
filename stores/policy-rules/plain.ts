/**
 * The rules of a server whose policies mean the same as on AWS only if they are plain: principals and resources by name, actions that
 * the server knows, and no condition. Whatever else a policy can contain, these servers refuse it, ignore it or evaluate it differently.
 */
import type { PolicyRules } from "../../access/lint";
import type { Finding, FindingReason } from "../../access/lint/finding";
import { indexed, principalNames } from "../../access/lint/shape";
import type { PolicyDocument, Statement } from "../../access/policy";
import type { S3Action } from "../../access/s3-actions";
import type { PropertyPath } from "../../validation/problem";

/** What a server with plain policies knows. */
export interface PlainPolicies {
  /** The server's name in messages. */
  title: string;
  /** Why a policy cannot name this principal; "*" is always possible. Undefined if it can. */
  principalReason(name: string): FindingReason | undefined;
  /** Whether nobody has measured it, so that the messages do not say what it does. Default: false. */
  isUnverified?: boolean;
  /** The actions that a policy can contain. */
  actions: readonly S3Action[];
  /** Whether "s3:*" is the only action with a wildcard. Default: false, so that "s3:Get*" is possible too. */
  exactActions?: boolean;
  /** The conditions that the server evaluates like AWS, as lines "operator key value". Default: none. */
  conditions?: readonly string[];
}

/** The rules of such a server. */
export function plainPolicyRules(server: PlainPolicies): PolicyRules {
  return {
    principalReason: (name) => (name === "*" ? undefined : server.principalReason(name)),
    findings: (document) => [
      ...serviceFindings(document, server),
      ...document.Statement.flatMap((statement, i) => {
        const path = ["Statement", i];
        return [
          ...negationFindings(statement, path, server),
          ...actionFindings(statement, path, server),
          ...resourceFindings(statement, path, server),
          ...conditionFindings(statement, path, server),
        ];
      }),
    ],
  };
}

function serviceFindings(document: PolicyDocument, { title }: PlainPolicies): Finding[] {
  return principalNames(document)
    .filter(({ type }) => type === "Service")
    .map(({ name, path }) => ({
      code: "principal-unsupported",
      path,
      message: `is "${name}", an AWS service, which ${title} does not know; remove it`,
    }));
}

const NEGATIONS = [
  ["NotPrincipal", "Principal", "principal-unsupported"],
  ["NotAction", "Action", "not-action-unsupported"],
  ["NotResource", "Resource", "resource-unsupported"],
] as const;

function negationFindings(
  statement: Statement,
  path: PropertyPath,
  { title, isUnverified = false }: PlainPolicies,
): Finding[] {
  const what = isUnverified ? "may not be evaluated" : "is not evaluated";
  return NEGATIONS.filter(([member]) => statement[member] !== undefined).map(([member, instead, code]) => ({
    code,
    path: [...path, member],
    message: `${what} by ${title} as AWS does; use ${instead}`,
  }));
}

/** Names are compared case-sensitively, and "*" is possible only at the end, if at all. */
function actionFindings(
  { Action }: Statement,
  path: PropertyPath,
  { title, actions, exactActions = false, isUnverified = false }: PlainPolicies,
): Finding[] {
  const isKnown = (value: string): boolean => {
    const [, start = "", star] = /^s3:([A-Za-z]*)(\*?)$/.exec(value) ?? [];
    if (star !== "*") return actions.some((action) => action === start);
    return start === "" || (!exactActions && actions.some((action) => action.startsWith(start)));
  };
  const [what, those] = isUnverified
    ? [`is not known to work on ${title}`, "that the library uses there"]
    : [`${title} does not know`, "that it knows"];
  return indexed(Action, [...path, "Action"])
    .filter(({ value }) => !isKnown(value))
    .map(({ value, path: where }) => ({
      code: "action-unknown",
      path: where,
      message: `is "${value}", an action that ${what}; use the exact name of one ${those}, such as "s3:GetObject", or remove it`,
    }));
}

function resourceFindings({ Resource }: Statement, path: PropertyPath, { title }: PlainPolicies): Finding[] {
  return indexed(Resource, [...path, "Resource"])
    .filter(({ value }) => !/^arn:aws:s3:::[^*?$\\]+(\*[^?$\\]*)?$/.test(value))
    .map(({ value, path: where }) => ({
      code: "resource-unsupported",
      path: where,
      message: `is "${value}", but ${title} knows only resources of the form "arn:aws:s3:::<bucket>/<key>" with "*" as the only wildcard; use that form`,
    }));
}

function conditionFindings(
  { Condition = {} }: Statement,
  path: PropertyPath,
  { title, conditions = [], isUnverified = false }: PlainPolicies,
): Finding[] {
  const does = isUnverified ? "may refuse or evaluate" : "refuses or evaluates";
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) =>
      indexed(values, [...path, "Condition", operator, key])
        .filter(({ value }) => !conditions.includes(`${operator} ${key} ${value}`))
        .map(({ path: where }) => ({
          code: "condition-unsupported" as const,
          path: where,
          message: `is a condition ("${operator}") that ${title} ${does} differently from AWS; remove it`,
        })),
    ),
  );
}
