import { closest } from "fastest-levenshtein";
import type { PropertyPath } from "../../validation/problem";
import { EXAMPLE_ACCOUNT } from "../accounts";
import type { Finding } from "./finding";
import {
  type Operator,
  operatorNames,
  parseDate,
  parseNumber,
  parseOperator,
  type ValueKind,
} from "../evaluate/conditions";
import { ipRange } from "../evaluate/ip";
import { isObject, quoted, textsFindings } from "./shape";
import { variableFindings } from "./resources";
import { arnParts } from "../evaluate/match";

/** Keys that have several values: an operator without a quantifier never matches them. */
const multivalued = [
  "aws:calledvia",
  "aws:principalorgpaths",
  "aws:principalservicenameslist",
  "aws:resourceorgpaths",
  "aws:tagkeys",
  "aws:vpceorgpaths",
  "s3:inventoryaccessibleoptionalfields",
  "s3:requestobjecttagkeys",
];

/** What is wrong with the Condition of a statement. */
export function conditionFindings(condition: unknown, path: PropertyPath): Finding[] {
  if (!isObject(condition) || Object.keys(condition).length === 0) {
    const message = `is ${quoted(condition)}; use { <operator>: { <key>: <values> } }, or remove it`;
    return [{ code: "condition-type", path, message }];
  }
  return Object.entries(condition).flatMap(([name, keys]) => operatorFindings(name, keys, [...path, name]));
}

function operatorFindings(name: string, keys: unknown, path: PropertyPath): Finding[] {
  const operator = parseOperator(name);
  if (operator === undefined) {
    const message = `is not a known condition operator; ${hint(name)}`;
    return [{ code: "condition-operator", path, message }];
  }
  if (!isObject(keys) || Object.keys(keys).length === 0) {
    return [
      { code: "condition-type", path, message: `is ${quoted(keys)}; use { <condition key>: <values> }` },
    ];
  }
  return Object.entries(keys).flatMap(([key, values]) =>
    keyFindings(operator, name, key, values, [...path, key]),
  );
}

function hint(name: string): string {
  const [, , base = name] = /^(For\w*:)?(.*?)(IfExists)?$/i.exec(name) ?? [];
  if (operatorNames.includes(base)) return `use "${base}" without ${name.replace(base, "") || "a suffix"}`;
  return `use "${closest(base, [...operatorNames])}" or one of ${operatorNames.join(", ")}`;
}

function keyFindings(
  operator: Operator,
  name: string,
  key: string,
  values: unknown,
  path: PropertyPath,
): Finding[] {
  // Names of tags may be in any script, names of keys are not.
  if (!/^[a-z0-9-]+:([\x21-\x7e]+|[a-z]*tag\/\S+)$/i.test(key)) {
    const message =
      'is not a condition key, so the statement matches never or always; use the form "aws:SourceIp"';
    return [{ code: "condition-key", path, message }];
  }
  const findings = textsFindings(values, path, (value, where) => valueFindings(operator, value, where));
  if (
    multivalued.includes(key.toLowerCase()) &&
    operator.quantifier === undefined &&
    operator.base.kind !== "null"
  ) {
    const message = `is a key with several values, which "${name}" never matches; use "ForAnyValue:${name.replace("IfExists", "")}"`;
    findings.push({ code: "condition-key-multivalued", path, message });
  }
  return findings;
}

const wanted: Readonly<Record<ValueKind, { ok: (value: string) => boolean; write: string }>> = {
  string: { ok: () => true, write: "" },
  pattern: { ok: () => true, write: "" },
  bool: { ok: isTruth, write: '"true" or "false"' },
  null: { ok: isTruth, write: '"true" if the key must be absent, "false" if it must be present' },
  arn: { ok: isWholeArn, write: `an ARN with all its six parts, "arn:aws:iam::${EXAMPLE_ACCOUNT}:role/*"` },
  ip: { ok: (value) => ipRange(value) !== undefined, write: 'an address or a range, "203.0.113.0/24"' },
  number: { ok: (value) => parseNumber(value) !== undefined, write: 'a number, "10"' },
  date: {
    ok: (value) => parseDate(value) !== undefined,
    write: 'a date with its zone, "2030-01-01T00:00:00Z", or seconds since 1970',
  },
};

function isTruth(value: string): boolean {
  return value === "true" || value === "false";
}

/** Variables hold colons themselves, so they can only stand in the last part. */
function isWholeArn(value: string): boolean {
  return (
    arnParts(value)
      ?.slice(0, 5)
      .every((part) => !part.includes("${")) ?? false
  );
}

function valueFindings(operator: Operator, value: string, path: PropertyPath): Finding[] {
  const { kind, negative } = operator.base;
  const { ok, write } = wanted[kind];
  if (!ok(value))
    return [
      {
        code: "condition-value",
        path,
        message: `is "${value}", which never matches with this operator; use ${write}`,
      },
    ];
  return variableFindings(value, path, { negated: negative, escapes: kind === "pattern" || kind === "arn" });
}
