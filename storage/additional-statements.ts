import type { Input } from "@pulumi/pulumi";
import type { Statement, StatementPrincipal } from "../access/policy";
import type { PropertyPath } from "../validation/problem";
import type { Rules } from "../validation/rules";

/** What a statement does. */
export const StatementEffect = {
  /** Lets the principals do the actions. */
  Allow: "Allow",
  /** Forbids them, whatever else allows them. */
  Deny: "Deny",
} as const;
export type StatementEffect = (typeof StatementEffect)[keyof typeof StatementEffect];

/** A statement of the operator's own in the bucket policy. */
export interface StatementArgs {
  /** The statement's name, unique in the policy: letters and digits. */
  sid: string;
  /** "Allow" or "Deny". */
  effect: StatementEffect;
  /**
   * Who: ARNs of users or roles, 12-digit account ids, service names such as "cloudfront.amazonaws.com", or "*" for everybody. One
   * may be an output, such as the ARN of a role that the same program creates: it is judged when it is known.
   */
  principals: Input<string>[];
  /** What: S3 actions such as "s3:GetObject", with "*" and "?" as wildcards. */
  actions: string[];
  /**
   * For principals that are AWS services: the ARNs of those of your resources that a service may ask for, such as
   * "arn:aws:cloudfront::123456789012:distribution/EDFDVBD6EXAMPLE", with "*" as a wildcard behind the account (condition
   * ArnLike on aws:SourceArn). Without it every AWS customer can make the service ask, which is an error. One may be an output, such
   * as the ARN of a distribution that the same program creates: it is judged when it is known. By default none. CloudFront passes on
   * what anybody sends it, so it may only do s3:GetObject, with sourceArns too.
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

/** The statement as a bucket policy has it. What is wrong with it shows when the whole policy is checked. */
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

/** The names that access/lint/principals.ts takes for services. */
const isService = (name: string): boolean => /\.amazonaws\.com(\.cn)?$/.test(name);

function principal(names: string[]): StatementPrincipal {
  const services = names.filter(isService);
  const others = names.filter((name) => !isService(name));
  return {
    ...(others.length > 0 && { AWS: others }),
    ...(services.length > 0 && { Service: services }),
  };
}

/** The rules about a statement by itself; what it says is judged with the whole policy. */
export const STATEMENT_RULES: Rules<StatementArgs> = [
  { at: "sid", code: "statement-sid-empty", isValid: (sid) => sid !== "", message: "is empty; set a name" },
  ...(["principals", "sourceArns", "actions", "resources"] as const).flatMap(
    (member): Rules<StatementArgs> => [
      {
        at: member,
        code: "statement-list-empty",
        when: (statement) => statement[member]?.length === 0,
        message: "is empty, so AWS refuses the statement; add at least one value",
      },
      {
        at: `${member}[]`,
        code: "statement-value-empty",
        isValid: (value) => value !== "",
        message: "is empty; set a value, or remove it",
      },
    ],
  ),
];

/** The argument that a place in the policy's statement was made from: `Principal.AWS[1]` is `principals[2]` behind a service. */
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
    // Behind the operator and the key.
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
