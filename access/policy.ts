/** The policy documents of S3 and IAM, as types; the statements that this library writes are in statements.ts. */

/** Who a statement is about: `"*"`, or ARNs, account ids and service names by kind. */
export type StatementPrincipal = "*" | { AWS?: string | string[]; Service?: string | string[] };

/** Operator -> condition key -> value or values, all of them as strings. */
export type ConditionBlock = Record<string, Record<string, string | string[]>>;

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: StatementPrincipal;
  NotPrincipal?: StatementPrincipal;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: ConditionBlock;
}

export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: Statement[];
}
