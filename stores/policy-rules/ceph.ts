/**
 * What Ceph refuses, or accepts but interprets differently from AWS. The evaluator follows AWS, so a difference is a problem.
 * Measured on RGW 16.2.15 by tests/rgw/policy-forms.test.ts; the parser is src/rgw/rgw_iam_policy.cc.
 */
import { startsWithVersion4, ipRange } from "../../access/evaluate/ip";
import { arnParts } from "../../access/evaluate/match";
import { coveredActions } from "../../access/lint/actions";
import type { PolicyRules } from "../../access/lint";
import type { Finding } from "../../access/lint/finding";
import { indexed, principalNames } from "../../access/lint/shape";
import type { PolicyDocument, Statement } from "../../access/policy";
import type { S3Action } from "../../access/s3-actions";
import type { PropertyPath } from "../../validation/problem";

export const cephPolicyRules: PolicyRules = { findings };

function findings(document: PolicyDocument): Finding[] {
  return [
    ...principalNames(document).flatMap(({ type, name, path }) => nameFindings(type, name, path)),
    ...document.Statement.flatMap((statement, i) => {
      const path = ["Statement", i];
      return [
        ...actionFindings(statement, path),
        ...resourceFindings(statement, path),
        ...conditionFindings(statement, path),
      ];
    }),
  ];
}

const write = 'use "arn:aws:iam:::user/<uid>" or "*"';

/** Ceph silently ignores principals of unknown kinds, so a Deny would deny nobody. */
function nameFindings(type: string, name: string, path: PropertyPath): Finding[] {
  if (type !== "AWS") {
    const message = `is "${name}", an AWS service, which Ceph ignores without an error, so a Deny denies nobody; ${write}`;
    return [{ code: "principal-unsupported", path, message }];
  }
  if (name === "*" || /^arn:aws:iam:::user\/./.test(name)) return [];
  const message = `is "${name}", but Ceph reads an account as one of its tenants, so the principal matches nobody; ${write}`;
  return [{ code: "principal-unsupported", path, message }];
}

/** The actions that Ceph knows. It answers 400 to a policy with a pattern that matches none of them. */
const known: ReadonlySet<S3Action> = new Set([
  "AbortMultipartUpload",
  "BypassGovernanceRetention",
  "CreateBucket",
  "DeleteBucket",
  "DeleteBucketPolicy",
  "DeleteBucketWebsite",
  "DeleteObject",
  "DeleteObjectTagging",
  "DeleteObjectVersion",
  "DeleteObjectVersionTagging",
  "GetAccelerateConfiguration",
  "GetBucketAcl",
  "GetBucketCORS",
  "GetBucketLocation",
  "GetBucketLogging",
  "GetBucketNotification",
  "GetBucketObjectLockConfiguration",
  "GetBucketPolicy",
  "GetBucketPolicyStatus",
  "GetBucketPublicAccessBlock",
  "GetBucketRequestPayment",
  "GetBucketTagging",
  "GetBucketVersioning",
  "GetBucketWebsite",
  "GetLifecycleConfiguration",
  "GetObject",
  "GetObjectAcl",
  "GetObjectLegalHold",
  "GetObjectRetention",
  "GetObjectTagging",
  "GetObjectTorrent",
  "GetObjectVersion",
  "GetObjectVersionAcl",
  "GetObjectVersionTagging",
  "GetObjectVersionTorrent",
  "GetReplicationConfiguration",
  "ListAllMyBuckets",
  "ListBucket",
  "ListBucketMultipartUploads",
  "ListBucketVersions",
  "ListMultipartUploadParts",
  "PutAccelerateConfiguration",
  "PutBucketAcl",
  "PutBucketCORS",
  "PutBucketLogging",
  "PutBucketNotification",
  "PutBucketObjectLockConfiguration",
  "PutBucketPolicy",
  "PutBucketPublicAccessBlock",
  "PutBucketRequestPayment",
  "PutBucketTagging",
  "PutBucketVersioning",
  "PutBucketWebsite",
  "PutLifecycleConfiguration",
  "PutObject",
  "PutObjectAcl",
  "PutObjectLegalHold",
  "PutObjectRetention",
  "PutObjectTagging",
  "PutObjectVersionAcl",
  "PutObjectVersionTagging",
  "PutReplicationConfiguration",
  "RestoreObject",
]);

function actionFindings(statement: Statement, path: PropertyPath): Finding[] {
  if (statement.NotAction !== undefined) {
    const message = "is accepted by Ceph, but the statement then never applies; list the actions in Action";
    return [{ code: "not-action-unsupported", path: [...path, "NotAction"], message }];
  }
  return indexed(statement.Action, [...path, "Action"]).flatMap(({ value, path: where }): Finding[] => {
    for (const name of coveredActions(value)) if (known.has(name)) return [];
    const message = `is "${value}", an action that Ceph does not know, so it refuses the policy; remove the action`;
    return [{ code: "action-unknown", path: where, message }];
  });
}

function resourceFindings({ Resource, NotResource }: Statement, path: PropertyPath): Finding[] {
  return [
    ...indexed(Resource, [...path, "Resource"]),
    ...indexed(NotResource, [...path, "NotResource"]),
  ].flatMap(({ value, path: where }): Finding[] => {
    const mistake = resourceMistake(value);
    return mistake === undefined
      ? []
      : [{ code: "resource-unsupported", path: where, message: `is "${value}", ${mistake}` }];
  });
}

function resourceMistake(resource: string): string | undefined {
  if (resource.includes("${"))
    return "but Ceph has no variables in resources, so it refuses the policy or the resource never matches; use the value itself";
  if (resource.includes("?"))
    return 'but on Ceph "?" means one byte, so it never matches a letter such as "ü"; use "*" or the character itself';
  const [, partition = "aws", , region = "", account = "", name = ""] = arnParts(resource) ?? [];
  if (name.includes(":"))
    return 'but Ceph refuses a policy with ":" in the name of a resource; use "*" instead of the ":" and what follows it';
  if ((partition === "aws" || partition === "*") && region + account === "") return undefined;
  return 'but Ceph knows only resources of the form "arn:aws:s3:::<bucket>/<key>"; use that form';
}

/** The conditions that Ceph evaluates like AWS. It compares names of keys case-sensitively. */
const conditions: { operator: RegExp; key: string; holds: (value: string) => boolean }[] = [
  { operator: /^(Not)?IpAddress(IfExists)?$/, key: "aws:SourceIp", holds: isOfOneVersion },
  // On Ceph, requests over http do not have this key.
  { operator: /^BoolIfExists$/, key: "aws:SecureTransport", holds: (value) => value === "false" },
  { operator: /^Bool$/, key: "aws:SecureTransport", holds: (value) => value === "true" },
];

function isOfOneVersion(text: string): boolean {
  const range = ipRange(text);
  return range === undefined || !startsWithVersion4(range);
}

function conditionFindings({ Condition = {} }: Statement, path: PropertyPath): Finding[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).flatMap(([key, values]) => {
      const where = [...path, "Condition", operator, key];
      return indexed(values, where).flatMap(({ value, path: ofValue }): Finding[] => {
        if (
          conditions.some((known) => known.operator.test(operator) && known.key === key && known.holds(value))
        )
          return [];
        const message = `is a condition ("${operator}") that Ceph refuses or evaluates differently from AWS; remove it`;
        return [{ code: "condition-unsupported", path: ofValue, message }];
      });
    }),
  );
}
