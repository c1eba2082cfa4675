/** Helpers of the tests of policyFindings: a policy with one mistake, and its one problem. */
import { policyFindings, type PolicyKind, type PolicyRules } from "../../../access/lint";
import type { ProblemCode } from "../../../validation/codes";
import { under } from "../../../validation/problem";
import type { Found } from "../../validation/of";

export const arn = "arn:aws:s3:::media";
/** A valid statement of a bucket policy. */
export const good = {
  Effect: "Allow",
  Principal: { AWS: "111111111111" },
  Action: "s3:GetObject",
  Resource: `${arn}/*`,
};
/** A bucket policy with that statement and other members. */
export const bucket = (change: object): unknown => ({
  Version: "2012-10-17",
  Statement: [{ ...good, ...change }],
});
/** The same without one of its members. */
export const without = (member: keyof typeof good, change: object = {}): unknown => {
  const rest: Partial<typeof good> = { ...good };
  Reflect.deleteProperty(rest, member);
  return { Version: "2012-10-17", Statement: [{ ...rest, ...change }] };
};
/** The same with a condition. */
export const when = (Condition: unknown): unknown => bucket({ Condition });

/** The findings, each with its path in the policy: `Statement[0].Action[1]`. */
export function found(document: unknown, kind: PolicyKind, rules?: PolicyRules): Found[] {
  return policyFindings(document, kind, rules).map(({ path, code }) => [under("", path), code]);
}

/** The mistake, the document, the path of its problem, and the code. */
export type Refused = [name: string, document: unknown, path: string, code: ProblemCode];

/** A test for each mistake: there is one problem, at its path. */
export function testRefused(refused: Refused[]): void {
  test.each(refused)("is a problem: %s", (_, document, path, code) => {
    expect(found(document, "bucket")).toEqual([[path, code]]);
  });
}
