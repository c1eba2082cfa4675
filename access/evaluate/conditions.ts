import type { Context } from "./context";
import { inRange, ipRange } from "./ip";
import { list } from "../lists";
import { arnMatches, matches, pattern, type Resolve } from "./match";
import type { ConditionBlock } from "../policy";
import { variablesIn } from "./variables";

/** What a condition value has to look like: its kind decides what `policyFindings` accepts. */
export type ValueKind = "string" | "pattern" | "bool" | "arn" | "ip" | "number" | "date" | "null";

interface Base {
  kind: ValueKind;
  /** `StringNotEquals` and its like: true when no value matches, and true when the request lacks the key. */
  negative: boolean;
  /** Whether a value of the policy holds for a value of the request; `undefined` when it cannot be compared. */
  holds: (wanted: string, given: string, resolve: Resolve) => boolean | undefined;
}

/** A condition operator, taken apart: `ForAnyValue:StringLike`, `BoolIfExists`. */
export interface Operator {
  quantifier: "ForAnyValue" | "ForAllValues" | undefined;
  base: Base;
  ifExists: boolean;
}

const equals: Base["holds"] = (wanted, given, resolve) => {
  // `*` and `?` are themselves here, and the values of variables are compared as a whole.
  const value = substitute(wanted, resolve);
  return value === undefined ? undefined : value === given;
};

function substitute(wanted: string, resolve: Resolve): string | undefined {
  let result = wanted;
  for (const variable of variablesIn(wanted)) {
    const value = resolve(variable);
    if (value === undefined) return undefined;
    result = result.replace(`\${${variable}}`, () => value);
  }
  return result;
}

const like: Base["holds"] = (wanted, given, resolve) => {
  const runs = pattern(wanted, resolve);
  return runs === undefined ? undefined : matches(runs, given);
};

const arn: Base["holds"] = (wanted, given, resolve) =>
  given.startsWith("arn:") ? arnMatches(wanted, given, resolve) : undefined;

const bool: Base["holds"] = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();

const ip: Base["holds"] = (wanted, given) => {
  const range = ipRange(wanted);
  return range === undefined ? undefined : inRange(range, given);
};

const compare =
  (
    parse: (text: string) => number | undefined,
    holds: (given: number, wanted: number) => boolean,
  ): Base["holds"] =>
  (wanted, given) => {
    const [a, b] = [parse(given), parse(wanted)];
    return a === undefined || b === undefined ? undefined : holds(a, b);
  };

/** A number as policies write it. */
export function parseNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** A date as policies write it, in milliseconds: ISO 8601 with its zone, or seconds since 1970. */
export function parseDate(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = isoDate.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : date;
}

const comparisons: [string, (given: number, wanted: number) => boolean][] = [
  ["Equals", (given, wanted) => given === wanted],
  ["LessThan", (given, wanted) => given < wanted],
  ["LessThanEquals", (given, wanted) => given <= wanted],
  ["GreaterThan", (given, wanted) => given > wanted],
  ["GreaterThanEquals", (given, wanted) => given >= wanted],
];

function ordered(
  name: string,
  kind: ValueKind,
  parse: (text: string) => number | undefined,
): [string, Base][] {
  const equal = compare(parse, (given, wanted) => given === wanted);
  return [
    ...comparisons.map(([suffix, holds]): [string, Base] => [
      `${name}${suffix}`,
      { kind, negative: false, holds: compare(parse, holds) },
    ]),
    [`${name}NotEquals`, { kind, negative: true, holds: equal }],
  ];
}

function both(positive: string, negated: string, kind: ValueKind, holds: Base["holds"]): [string, Base][] {
  return [
    [positive, { kind, negative: false, holds }],
    [negated, { kind, negative: true, holds }],
  ];
}

const bases: ReadonlyMap<string, Base> = new Map([
  ...both("StringEquals", "StringNotEquals", "string", equals),
  ...both("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "string", (wanted, given, resolve) =>
    equals(wanted.toLowerCase(), given.toLowerCase(), (variable) => resolve(variable)?.toLowerCase()),
  ),
  ...both("StringLike", "StringNotLike", "pattern", like),
  // AWS: ArnEquals and ArnLike behave identically, wildcards included.
  ...both("ArnEquals", "ArnNotEquals", "arn", arn),
  ...both("ArnLike", "ArnNotLike", "arn", arn),
  ...both("IpAddress", "NotIpAddress", "ip", ip),
  ...ordered("Numeric", "number", parseNumber),
  ...ordered("Date", "date", parseDate),
  ["Bool", { kind: "bool", negative: false, holds: bool } satisfies Base] as [string, Base],
  ["Null", { kind: "null", negative: false, holds: bool } satisfies Base] as [string, Base],
]);

/** The operators without their prefixes and suffixes. */
export const operatorNames: readonly string[] = [...bases.keys()];

/**
 * All operators by their names. Null asks whether the key exists, so neither prefix nor suffix makes sense with it; with a
 * quantifier AWS leaves IfExists unexplained.
 */
const operators: ReadonlyMap<string, Operator> = new Map(
  [...bases].flatMap(([name, base]): [string, Operator][] => [
    [name, { quantifier: undefined, base, ifExists: false }],
    ...(base.kind === "null"
      ? []
      : ([
          [`${name}IfExists`, { quantifier: undefined, base, ifExists: true }],
          [`ForAnyValue:${name}`, { quantifier: "ForAnyValue", base, ifExists: false }],
          [`ForAllValues:${name}`, { quantifier: "ForAllValues", base, ifExists: false }],
        ] satisfies [string, Operator][])),
  ]),
);

/** Reads an operator; `undefined` when the evaluator does not know it. */
export function parseOperator(name: string): Operator | undefined {
  return operators.get(name);
}

/** Whether all conditions of a statement hold. Throws on an operator that `policyFindings` refuses: never a silent no. */
export function conditionsHold(
  block: ConditionBlock | undefined,
  context: Context,
  resolve: Resolve,
): boolean {
  return Object.entries(block ?? {}).every(([name, keys]) => {
    const operator = parseOperator(name);
    if (operator === undefined) {
      throw new Error(
        `The condition operator ${name} is not supported: check policies with policyFindings first.`,
      );
    }
    return Object.entries(keys).every(([key, values]) =>
      operatorHolds(operator, context.get(key.toLowerCase()), list(values), resolve),
    );
  });
}

function operatorHolds(
  operator: Operator,
  given: string | string[] | undefined,
  wanted: readonly string[],
  resolve: Resolve,
): boolean {
  const { base, quantifier } = operator;
  if (base.kind === "null")
    return wanted.some((value) => (value.toLowerCase() === "true") === (given === undefined));
  const one = (value: string) => valueHolds(base, value, wanted, resolve);
  if (quantifier === "ForAllValues") return given === undefined || list(given).every(one);
  if (quantifier === "ForAnyValue") return given !== undefined && list(given).some(one);
  if (given === undefined) return operator.ifExists || base.negative;
  // A key with several values needs a quantifier; without one AWS matches nothing.
  return typeof given === "string" && one(given);
}

/** What cannot be compared (a date with a word, a variable without a value) holds for no operator, negated or not. */
function valueHolds(base: Base, given: string, wanted: readonly string[], resolve: Resolve): boolean {
  const results = wanted.map((value) => base.holds(value, given, resolve));
  return base.negative ? results.every((result) => result === false) : results.includes(true);
}
