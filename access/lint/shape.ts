import type { PropertyPath } from "../../validation/problem";
import type { Finding } from "./finding";
import type { PolicyDocument } from "../policy";

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value as messages show it. */
export function quoted(value: unknown): string {
  return value === undefined ? "missing" : JSON.stringify(value);
}

/** Members that AWS does not know: it refuses the policy, or they are a typing error that changes what it says. */
export function unknownMembers(
  value: Record<string, unknown>,
  known: readonly string[],
  path: PropertyPath,
): Finding[] {
  return Object.keys(value)
    .filter((member) => !known.includes(member))
    .map((member) => ({
      code: "statement-member-unknown",
      path: [...path, member],
      message: `is not a member that AWS knows, so AWS refuses the policy; use one of ${known.join(", ")}`,
    }));
}

/** Checks a text or a list of texts, one by one. */
export function textsFindings(
  value: unknown,
  path: PropertyPath,
  check: (text: string, path: PropertyPath) => Finding[],
): Finding[] {
  if (Array.isArray(value) && value.length === 0) {
    return [
      {
        code: "statement-list-empty",
        path,
        message: "is an empty list, which matches nothing; add at least one value, or remove the statement",
      },
    ];
  }
  const one = (text: unknown, where: PropertyPath): Finding[] =>
    typeof text === "string" && text !== ""
      ? check(text, where)
      : [
          {
            code: "statement-value-type",
            path: where,
            message: `is ${quoted(text)}, but values in a policy are strings; use ${asText(text)}`,
          },
        ];
  if (Array.isArray(value)) return value.flatMap((text: unknown, i) => one(text, [...path, i]));
  return one(value, path);
}

function asText(value: unknown): string {
  return typeof value === "boolean" || typeof value === "number"
    ? `"${value}"`
    : "a string that is not empty";
}

/** The values of a member of a policy, each with its path: one value has the member's own. */
export function indexed(
  values: string | readonly string[] | undefined,
  path: PropertyPath,
): { value: string; path: PropertyPath }[] {
  if (typeof values === "string") return [{ value: values, path }];
  return (values ?? []).map((value, i) => ({ value, path: [...path, i] }));
}

/** All names in Principal and NotPrincipal, with their kinds; `"*"` alone is one of AWS. */
export function principalNames(
  document: PolicyDocument,
): { type: "AWS" | "Service"; name: string; path: PropertyPath }[] {
  return document.Statement.flatMap((statement, i) =>
    (["Principal", "NotPrincipal"] as const).flatMap((member) => {
      const element = statement[member];
      const where = ["Statement", i, member];
      if (element === undefined) return [];
      if (element === "*") return [{ type: "AWS" as const, name: "*", path: where }];
      return (["AWS", "Service"] as const).flatMap((type) =>
        indexed(element[type], [...where, type]).map(({ value, path: ofName }) => ({
          type,
          name: value,
          path: ofName,
        })),
      );
    }),
  );
}
