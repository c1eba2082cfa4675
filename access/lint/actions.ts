import { closest, distance } from "fastest-levenshtein";
import type { PropertyPath } from "../../validation/problem";
import type { Finding } from "./finding";
import { list } from "../lists";
import { actionMatcher } from "../evaluate/match";
import { actsOn } from "./resources";
import { type ActedOn, type S3Action, s3Actions } from "../s3-actions";

/** The names of API calls that people write for the action that IAM checks. */
const apiCalls: Readonly<Record<string, S3Action>> = {
  AbortUpload: "AbortMultipartUpload",
  CompleteMultipartUpload: "PutObject",
  CopyObject: "PutObject",
  CreateMultipartUpload: "PutObject",
  DeleteObjects: "DeleteObject",
  HeadBucket: "ListBucket",
  HeadObject: "GetObject",
  ListBuckets: "ListAllMyBuckets",
  ListMultipartUploads: "ListBucketMultipartUploads",
  ListObjectVersions: "ListBucketVersions",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListParts: "ListMultipartUploadParts",
  UploadPart: "PutObject",
};

/** As requests name them; actions know no case. */
const byLowerCase: ReadonlyMap<string, S3Action> = new Map(
  [...s3Actions.keys()].map((name) => [`s3:${name}`.toLowerCase(), name]),
);

/** The S3 actions that a pattern covers, one by one, for often the first is enough; `*` covers them all. */
export function* coveredActions(actionPattern: string): Generator<S3Action> {
  const named = byLowerCase.get(actionPattern.toLowerCase());
  if (named !== undefined) {
    yield named;
    return;
  }
  const covers = actionMatcher(actionPattern);
  for (const [action, name] of byLowerCase) if (covers(action)) yield name;
}

/** What is wrong with one action pattern. */
export function actionFindings(action: string, path: PropertyPath): Finding[] {
  if (action === "*") return [];
  const [service = "", name, ...rest] = action.split(":");
  if (name === undefined || rest.length > 0) {
    return [
      {
        code: "action-format",
        path,
        message: `is "${action}", which is not an action and never matches; use the form "s3:GetObject"`,
      },
    ];
  }
  if (service.toLowerCase() !== "s3") {
    const message = `is "${action}", an action of another service than S3; use an action that begins with "s3:"`;
    return [{ code: "action-service", path, message }];
  }
  // To lower case, a "K" of Kelvin (U+212A) is a "k" for JavaScript and for nobody else.
  if (/^[\x21-\x7e]+$/.test(action) && !coveredActions(action).next().done) return [];
  return [
    {
      code: "action-unknown",
      path,
      message: `is "${action}", which matches no S3 action, so the statement never applies; ${hint(name)}`,
    },
  ];
}

function hint(name: string): string {
  const api = Object.entries(apiCalls).find(([call]) => call.toLowerCase() === name.toLowerCase());
  if (api !== undefined) return `use "s3:${api[1]}", which allows the API call ${api[0]}`;
  const near = closest(name, [...s3Actions.keys()]);
  return distance(name, near) <= 4
    ? `change it to "s3:${near}"`
    : "use a name from the list of IAM actions in the S3 user guide";
}

const fitting: Readonly<Record<ActedOn, string>> = {
  object: "acts on objects; add their ARN, `<bucket ARN>/*` or `<bucket ARN>/<prefix>*`",
  bucket: "acts on the bucket; add the bucket's own ARN, without `/*`",
  other: "acts on neither buckets nor objects, so a bucket policy cannot allow it; remove it",
};

/** Actions that none of a statement's resources can be right for: swapped ARNs never match, and nobody warns. */
export function mismatchFindings(statement: Record<string, unknown>, path: PropertyPath): Finding[] {
  const [actions, resources] = [statement["Action"], statement["Resource"]];
  if (actions === undefined || resources === undefined) return [];
  const possible = new Set(list(resources as string | string[]).flatMap(actsOn));
  return list(actions as string | string[]).flatMap((action, i) => {
    let first: ActedOn | undefined;
    for (const name of coveredActions(action)) {
      const acted = s3Actions.get(name);
      if (acted !== undefined && possible.has(acted)) return [];
      first ??= acted;
    }
    if (first === undefined) return [];
    const message = `is "${action}", which never applies, because no resource of the statement fits: it ${fitting[first]}`;
    return [
      {
        code: "action-resource-mismatch",
        path: [...path, "Action", ...(typeof actions === "string" ? [] : [i])],
        message,
      },
    ];
  });
}
