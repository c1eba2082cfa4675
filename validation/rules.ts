/**
 * Rules about arguments: small rows of data beside the types, from which the shapes are generated. A rule reads the arguments as if
 * all of them had the right types. If it reads one that has a problem, it is skipped, and all others run, so that all problems are
 * reported at once.
 */
import type { ProblemCode } from "./codes";
import type { EditorCheck } from "./editor-check";
import { at, under, type Problem, type PropertyPath, type Reason } from "./problem";
import { isMap, shapeAt, subjectOf, type ObjectShape, type Shape } from "./shape";
import { shapeProblems, type ShapeProblem } from "./shape-problems";
import { ifSound, soundPart } from "./sound-part";

/** Rules about arguments `A`; `C` is what they must know beside them. */
export type Rules<A, C = unknown> = readonly Rule<A, C>[];

/**
 * The place of a rule, below the arguments that it is about: "aws.region", "origins[]" (each item of a list), "tags.*" (each member
 * of a map), "" (the arguments themselves).
 */
interface Place {
  at: string;
  /** What editors check of the rule. Default: nothing. */
  editor?: EditorCheck | readonly EditorCheck[];
}

/** A rule about each value at a place that is set, and not an output. The message follows the value. */
interface ValueRule<A, C> extends Place {
  code: ProblemCode;
  isValid(value: string | number, args: A, context: C): boolean;
  message: string;
}

/** Several rules about each value at a place. The messages follow the value. */
interface ValueRules<A, C> extends Place {
  reasons(value: string | number, args: A, context: C): Reason[];
}

/** A rule about several arguments; the problem is reported at the place. */
interface ArgsRule<A, C> extends Place {
  code: ProblemCode;
  when(args: A, context: C): boolean;
  message: string | ((args: A, context: C) => string);
}

/** What is wrong, below the place of a rule. */
export interface Finding extends Reason {
  /** The property path below the place; by default the place itself. */
  path?: string;
}

/** Several rules about several arguments. */
interface ArgsRules<A, C> extends Place {
  findings(args: A, context: C): Finding[];
}

/** What is reported instead of a shape problem at a place; undefined keeps the problem. */
export interface InsteadRule extends Place {
  instead(problem: ShapeProblem): Reason | undefined;
}

/** The rules of an argument with arguments of its own. */
interface NestedRules<A, C> extends Place {
  rules: Rules<never, never>;
  context(args: A, context: C): unknown;
}

export type Rule<A, C = unknown> =
  ValueRule<A, C> | ValueRules<A, C> | ArgsRule<A, C> | ArgsRules<A, C> | InsteadRule | NestedRules<A, C>;

/** The rules of the arguments at a place; `context` is what they must know beside them. */
export function nested<A, C = unknown, Inner = never, D = unknown>(
  place: string,
  rules: Rules<Inner, D>,
  ...[context]: unknown extends D ? [] : [context: (args: A, context: C) => D]
): Rule<A, C> {
  return { at: place, rules, context: context ?? (() => undefined) };
}

/** Everything that is checked of some arguments. */
export interface Checks<A, C = unknown> {
  shape: ObjectShape;
  /** Rules about arguments that have the right types. */
  rules: Rules<A, C>;
  /** Rules about how arguments fit together. An argument with a problem of any kind skips those that read it. */
  lastRules?: Rules<A, C>;
}

/** All problems of arguments, which may be anything. Each path begins with `path`. */
export function argsProblems<A, C>(
  { shape, rules, lastRules = [] }: Checks<A, C>,
  value: unknown,
  path: string,
  ...[context]: unknown extends C ? [] : [context: C]
): Problem[] {
  if (value === undefined) return [];
  const ofShape = shapeProblems(shape, value);
  const problems = ofShape
    .filter(({ isFollowOn }) => !isFollowOn)
    .map((problem): Problem => ({
      code: problem.code,
      message: problem.message,
      ...insteadOf(rules, problem, []),
      path: under("", problem.steps),
    }));
  // What is missing because it is misspelled or at another place is not known either.
  const unset = ofShape.flatMap(({ meant = [] }) => meant.map((steps) => under("", steps)));
  const run = (stage: Rules<A, C>, alsoUnsound: readonly string[] = []): void => {
    const unsound = new Set([...problems.map((problem) => problem.path), ...unset, ...alsoUnsound]);
    if (unsound.has("")) return;
    const args = unsound.size === 0 ? value : soundPart(shape, value, unsound);
    problems.push(...ruleProblems(stage, { args, context, shape, path: "" }));
  };
  run(rules);
  run(lastRules, withUnknownMembers(ofShape, placesOf(lastRules, [])));
  return problems.map((problem) => ({ ...problem, path: at(path, problem.path) }));
}

/**
 * The objects that have unknown members. A rule that reads one is skipped, because the unknown member is probably a misspelling of
 * one that the rule would miss; not so for the objects that rules are about, whose members are read one by one.
 */
function withUnknownMembers(
  problems: readonly ShapeProblem[],
  subjects: readonly (readonly string[])[],
): string[] {
  return problems
    .filter(({ meant }) => meant !== undefined)
    .map(({ steps }) => steps.slice(0, -1))
    .filter((steps) => !subjects.some((place) => leadsTo(place, steps)))
    .map((steps) => under("", steps));
}

/** The places of the objects that rules are about. */
function placesOf(rules: Rules<never, never>, above: readonly string[]): (readonly string[])[] {
  return [
    above,
    ...rules.flatMap((rule) =>
      "rules" in rule ? placesOf(rule.rules, [...above, ...stepsOf(rule.at)]) : [],
    ),
  ];
}

/** What rules are about. */
interface Subject {
  args: unknown;
  context: unknown;
  shape: Shape | undefined;
  path: string;
}

function ruleProblems(rules: Rules<never, never>, subject: Subject): Problem[] {
  return rules.flatMap((rule) => ifSound(() => problemsOf(rule as Rule<unknown>, subject)) ?? []);
}

function problemsOf(rule: Rule<unknown>, { args, context, shape, path }: Subject): Problem[] {
  const place = at(path, rule.at);
  if ("when" in rule) {
    if (!rule.when(args, context)) return [];
    const { code, message } = rule;
    return [{ code, path: place, message: typeof message === "string" ? message : message(args, context) }];
  }
  if ("findings" in rule) {
    return rule
      .findings(args, context)
      .map((finding) => ({ ...finding, path: at(place, finding.path ?? "") }));
  }
  if ("instead" in rule) return [];
  return partsAt(args, stepsOf(rule.at)).flatMap(({ value, steps }): Problem[] => {
    const where = under(path, steps);
    const part = shapeAt(shape, steps);
    if ("rules" in rule) {
      if (!isMap(value)) return [];
      const inner = { args: value, context: rule.context(args, context), shape: part, path: where };
      return ruleProblems(rule.rules, inner);
    }
    if (typeof value !== "string" && typeof value !== "number") return [];
    const reasons = ifSound(() => reasonsOf(rule, value, args, context)) ?? [];
    return reasons.map(({ code, message }) => ({
      code,
      path: where,
      message: `${subjectOf(part, value)}${message}`,
    }));
  });
}

function reasonsOf(
  rule: ValueRule<unknown, unknown> | ValueRules<unknown, unknown>,
  value: string | number,
  args: unknown,
  context: unknown,
): Reason[] {
  if ("reasons" in rule) return rule.reasons(value, args, context);
  return rule.isValid(value, args, context) ? [] : [{ code: rule.code, message: rule.message }];
}

/** What is reported instead of a shape problem. */
function insteadOf(
  rules: Rules<never, never>,
  problem: ShapeProblem,
  above: readonly string[],
): Reason | undefined {
  for (const rule of rules) {
    const place = [...above, ...stepsOf(rule.at)];
    if ("rules" in rule && leadsTo(place, problem.steps.slice(0, place.length))) {
      const reason = insteadOf(rule.rules, problem, place);
      if (reason !== undefined) return reason;
    } else if ("instead" in rule && leadsTo(place, problem.steps)) {
      const reason = rule.instead(problem);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

function leadsTo(place: readonly string[], steps: PropertyPath): boolean {
  return (
    place.length === steps.length &&
    place.every((name, i) =>
      typeof steps[i] === "number" ? name === "[]" : name === "*" || name === steps[i],
    )
  );
}

const STEPS = new Map<string, readonly string[]>();

/** The steps of a place: `origins[]` is `["origins", "[]"]`. */
export function stepsOf(place: string): readonly string[] {
  const known = STEPS.get(place);
  if (known !== undefined) return known;
  const steps = place.match(/\[\]|[^.[]+/g) ?? [];
  STEPS.set(place, steps);
  return steps;
}

interface Part {
  steps: PropertyPath;
  value: unknown;
}

/** The parts of a value at a place that are set and have no problem. */
function partsAt(value: unknown, [step, ...rest]: readonly string[], steps: PropertyPath = []): Part[] {
  if (step === undefined) return value === undefined ? [] : [{ steps, value }];
  const below = (name: string | number): Part[] =>
    ifSound(() => partsAt(Reflect.get(value as object, name), rest, [...steps, name])) ?? [];
  if (Array.isArray(value)) return step === "[]" ? [...value.keys()].flatMap(below) : [];
  if (!isMap(value)) return [];
  return (step === "*" ? Object.keys(value) : [step]).flatMap(below);
}
