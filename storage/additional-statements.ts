import type { Input } from "@pulumi/pulumi";
import type { Statement, StatementPrincipal } from "../access/policy";
import type { PropertyPath } from "../validation/problem";
import { patternCheck, type EditorCheck } from "../validation/editor-check";
import type { Rules } from "../validation/rules";

/** The effect of a statement. */
export const StatementEffect = {
  /** Allows the actions to the principals. */
  Allow: "Allow",
  /** Denies them, even if another statement allows them. */
  Deny: "Deny",
} as const;
export type StatementEffect = (typeof StatementEffect)[keyof typeof StatementEffect];

/** The operator's own statement in the bucket policy. */
export interface StatementArgs {
  /** The statement's name, unique in the policy: letters and digits. */
  sid: string;
  /** "Allow" or "Deny". */
  effect: StatementEffect;
  /**
   * Who: ARNs of users or roles, 12-digit account ids, service names such as "cloudfront.amazonaws.com", or "*" for everybody. One
   * may be an output, such as the ARN of a role that the same program creates. It is validated when it is known.
   */
  principals: Input<string>[];
  /** What: S3 actions such as "s3:GetObject", with "*" and "?" as wildcards. */
  actions: string[];
  /**
   * For principals that are AWS services: the ARNs of your resources for which the service may make requests, such as
   * "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE", with "*" as a wildcard after the account (condition
   * ArnLike on aws:SourceArn). Without it every AWS customer can make the service send requests, which is an error. One may be an
   * output, such as the ARN of a distribution that the same program creates. It is validated when it is known. Default: none.
   * CloudFront passes on requests from anybody, so only s3:GetObject is allowed for it, also with sourceArns.
   */
  sourceArns?: Input<string>[];
  /** On what: the bucket's ARN, or ARNs of objects in it such as "arn:aws:s3:::my-bucket/accounts/*". */
  resources: string[];
}

/** A statement in which every value is known. */
export interface KnownStatement extends StatementArgs {
  principals: string[];
  sourceArns?: string[];
}

/** The statement in the form of a bucket policy. It is validated together with the whole policy. */
export function additionalStatement({
  sid,
  effect,
  principals,
  actions,
  resources,
  sourceArns,
}: KnownStatement): Statement {
  return {
    Sid: sid,
    Effect: effect,
    Principal: principal(principals),
    Action: actions,
    Resource: resources,
    ...(sourceArns && { Condition: { ArnLike: { "aws:SourceArn": sourceArns } } }),
  };
}

/** The names that access/lint/principals.ts reads as services. */
const isService = (name: string): boolean => /\.amazonaws\.com(\.cn)?$/.test(name);

function principal(names: string[]): StatementPrincipal {
  const services = names.filter(isService);
  const others = names.filter((name) => !isService(name));
  return {
    ...(others.length > 0 && { AWS: others }),
    ...(services.length > 0 && { Service: services }),
  };
}

/** Editors check less than the lint of the whole policy (access/lint). */
const EDITOR_CHECKS: Partial<Record<keyof StatementArgs, EditorCheck[]>> = {
  actions: [patternCheck(/^(\*|[sS]3:[^:]+)$/, 'is not an action of S3; use the form "s3:GetObject"')],
  resources: [
    patternCheck(
      /^(\*|arn:[^:]*:s3:\**:\**:.+)$/,
      'is not the ARN of a bucket or of objects; use the form "arn:aws:s3:::<bucket>/<key>"',
    ),
  ],
};

/** Rules about a single statement. Its meaning is checked with the whole policy. */
export const STATEMENT_RULES: Rules<StatementArgs> = [
  {
    at: "sid",
    code: "statement-sid-empty",
    isValid: (sid) => sid !== "",
    message: "is empty; set a name",
    editor: { least: 1 },
  },
  ...(["principals", "sourceArns", "actions", "resources"] as const).flatMap(
    (member): Rules<StatementArgs> => [
      {
        at: member,
        code: "statement-list-empty",
        when: (statement) => statement[member]?.length === 0,
        editor: { least: 1 },
        message: "is empty, so AWS refuses the statement; add at least one value",
      },
      {
        at: `${member}[]`,
        code: "statement-value-empty",
        isValid: (value) => value !== "",
        editor: [{ least: 1 }, ...(EDITOR_CHECKS[member] ?? [])],
        message: "is empty; set a value, or remove it",
      },
    ],
  ),
];

/** The argument for a place in the policy's statement. For example, `Principal.AWS[1]` is `principals[2]` if a service comes before it. */
export function statementArgsPath(
  { principals }: KnownStatement,
  [member, ...within]: PropertyPath,
): PropertyPath {
  switch (member) {
    case "Sid":
      return ["sid"];
    case "Effect":
      return ["effect"];
    case "Principal":
      return ["principals", ...principalIndex(principals, within)];
    case "Action":
      return ["actions", ...within];
    case "Resource":
      return ["resources", ...within];
    // The path is Condition, the operator, the key.
    case "Condition":
      return ["sourceArns", ...within.slice(2)];
    default:
      return [];
  }
}

function principalIndex(principals: string[], [type, index]: PropertyPath): PropertyPath {
  const ofType = [...principals.keys()].filter(
    (i) => isService(principals[i] ?? "") === (type === "Service"),
  );
  return ofType.filter((_, i) => i === index);
}
