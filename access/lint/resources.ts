import type { PropertyPath } from "../../validation/problem";
import type { Finding } from "./finding";
import { arnParts } from "../evaluate/match";
import { partitionNames } from "../evaluate/principal";
import type { ActedOn } from "../s3-actions";
import { isEscape, isSupportedVariable, variablesIn } from "../evaluate/variables";

/** What a resource pattern can match: a bucket's ARN has no slash, an object's has one, and `*` reaches over both. */
export function actsOn(resource: string): ActedOn[] {
  if (resource === "*") return ["object", "bucket", "other"];
  const [, , , region = "", account = "", name = ""] = arnParts(resource) ?? [];
  if (!/^\**$/.test(region + account)) return ["object", "bucket", "other"];
  if (/^\*+$/.test(name)) return ["object", "bucket", "other"];
  const slash = name.indexOf("/");
  if (slash < 0) return /[*?$]/.test(name) ? ["bucket", "object"] : ["bucket"];
  return ["object"];
}

/** What is wrong with one resource pattern. */
export function resourceFindings(
  resource: string,
  path: PropertyPath,
  policy: { kind: "bucket" | "identity"; negated: boolean },
): Finding[] {
  if (resource === "*") return [];
  const parts = arnParts(resource);
  // Under NotResource such a pattern would leave out nothing.
  if (parts === undefined || !isPartition(parts[1])) {
    const message = `is "${resource}", which is not an ARN and never matches; use the form "arn:aws:s3:::<bucket>/<key>"`;
    return [{ code: "resource-arn", path, message }];
  }
  const [, , service, region, account, name] = parts;
  if (service !== "s3") {
    const message = `is "${resource}", a resource of "${service}", not of S3; use the form "arn:aws:s3:::<bucket>/<key>"`;
    return [{ code: "resource-service", path, message }];
  }
  if (name === "") {
    return [
      {
        code: "resource-bucket-missing",
        path,
        message: `is "${resource}", which names no bucket; use the form "arn:aws:s3:::<bucket>/<key>"`,
      },
    ];
  }
  if (policy.kind === "bucket" && region + account !== "" && !/^\*+$/.test(region + account)) {
    const message = `is "${resource}", but the ARN of a bucket has no region and no account; use the form "arn:aws:s3:::<bucket>/<key>"`;
    return [{ code: "resource-account", path, message }];
  }
  return variableFindings(resource, path, { negated: policy.negated, escapes: true });
}

function isPartition(name: string): boolean {
  return /[*?]/.test(name) || partitionNames.test(name);
}

/** Variables that the evaluator does not know, or where AWS does not say what they do. */
export function variableFindings(
  value: string,
  path: PropertyPath,
  where: { negated: boolean; escapes: boolean },
): Finding[] {
  return variablesIn(value).flatMap((variable): Finding[] => {
    const shown = `contains \${${variable}}`;
    if (!isSupportedVariable(variable)) {
      const message = `${shown}, a variable that this library cannot check; use the value itself`;
      return [{ code: "variable-unknown", path, message }];
    }
    if (isEscape(variable)) {
      if (where.escapes) return [];
      const message = `${shown}, but this operator has no wildcards to escape; use a plain "${variable}"`;
      return [{ code: "variable-escape", path, message }];
    }
    if (!where.negated) return [];
    const message = `${shown} in a negated match, and AWS does not define whether a request without the value matches; use the value itself, or a match that is not negated`;
    return [{ code: "variable-negated", path, message }];
  });
}
