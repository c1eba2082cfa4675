/** Names of principals in a policy, as a Ceph gateway reads them. */
import { list } from "../../access/lists";
import type { PolicyDocument } from "../../access/policy";

/** Each of these allows unsigned requests. */
export const EVERYBODY = [
  "*",
  "",
  "arn:aws:iam:::root",
  "arn:aws:iam:::user/anonymous",
  "arn:aws:iam:::user/anonymous:*",
  "arn:aws-cn:iam:::user/anonymous",
  "arn:aws:sts:::user/anonymous",
  "arn:aws:s3:::user/anonymous",
  "arn:aws:iam:us-east-1::user/anonymous",
];

/** Other servers, which read a name as a pattern, allow unsigned requests with these; on Ceph they mean nobody. */
export const EVERYBODY_ELSEWHERE = ["**", "***", "?", "??", "*?", "?riter", "**?x"];

/** These look similar, but do not allow unsigned requests. */
export const NOT_EVERYBODY = [
  "anonymous",
  "arn:aws:iam:::user/Anonymous",
  "arn:aws:iam:::user/ANONYMOUS",
  "arn:aws:iam:::user/%61nonymous",
  "arn:aws:iam:::user/anonymous ",
  "arn:aws:iam:::user/anonymous:sub",
  "arn:aws:iam:::user/anonymous/x",
  "arn:aws:iam:::user/x/anonymous",
  "arn:aws:iam:::user/anon*",
  "arn:aws:iam:::user/?nonymous",
  "arn:aws:iam:::user/*",
  "arn:aws:iam:::*",
  "*a",
  "a*",
  "a?",
  "＊",
  "*\u200b",
  "\u200b",
  " ",
  "arn:aws:iam:::user/аnonymous",
  "arn:aws:iam:::user/anonymouſ",
  "arn:aws:iam:::user/ａnonymous",
  "arn:aws:iam:::user/anonymous\u200b",
  "arn:aws:iam:::user/anonymous.",
  "arn:aws:iam:::Root",
  "arn:aws:iam:::root ",
  "arn:aws:iam:::roоt",
  "arn:aws:iam:::role/anonymous",
  "arn:aws:iam::*:root",
  "arn:aws:iam::*:user/anonymous",
  "arn:aws:iam::anonymous:root",
  "arn:aws:iam::anonymous:user/anonymous",
  "arn:aws:iam::tenant:user/anonymous",
  "arn:aws:iam::111111111111:user/anonymous",
  "arn:aws:iam:::user/tenant$anonymous",
  "arn:aws:iam:::user/$anonymous",
  "http://acs.amazonaws.com/groups/global/AllUsers",
  "http://acs.amazonaws.com/groups/global/AuthenticatedUsers",
];

/** The policy with "*" for everybody, whatever name it has there: to ask what it means without the list in access/evaluate/principal.ts. */
export function namesPlainly(policy: PolicyDocument): PolicyDocument {
  const everybody = new Set([...EVERYBODY, ...EVERYBODY_ELSEWHERE]);
  return {
    ...policy,
    Statement: policy.Statement.map((statement) => {
      const { Effect, Principal: named } = statement;
      const isEverybody =
        named !== undefined && named !== "*" && list(named.AWS).some((name) => everybody.has(name));
      return Effect === "Allow" && isEverybody ? { ...statement, Principal: "*" } : statement;
    }),
  };
}
