/**
 * Checks the types of arguments at run time, because config, plain JavaScript and other languages are not bound by our types, and a
 * TypeError would not tell an operator what to change. One function walks any value along a shape. The shapes of all arguments are
 * generated from their types (argument-shapes.ts). A JSON Schema library would take longer to load than the whole check takes, and
 * its messages would not say what to do.
 */
import { closest, distance } from "fastest-levenshtein";
import { ownMember } from "./own-member";
import { under, type Problem, type PropertyPath, type Reason } from "./problem";

export type Members = Record<string, unknown>;

/** What a value must be. */
export type Shape =
  | { is: "number" | "boolean" }
  | StringShape
  | { is: "enum"; values: readonly string[] }
  | { is: "list" | "map"; of: Shape }
  | ObjectShape;

interface StringShape {
  is: "string";
  /** Whether it may be an output or a promise, which must be checked when it is known. */
  orOutput?: true;
  /** Whether it may be a secret, so that no message may show it. */
  mayBeSecret?: true;
}

export interface ObjectShape {
  is: "object";
  members: Readonly<Record<string, Shape>>;
  /** The names of the members that must be set. */
  required: readonly string[];
}

export const STRING: Shape = { is: "string" };
/** An output of a string, or a string that messages may show. */
export const STRING_OR_OUTPUT: Shape = { is: "string", orOutput: true };
/** An output of a string, or a string that may be a secret. */
export const SECRET_OR_OUTPUT: Shape = { is: "string", orOutput: true, mayBeSecret: true };
export const NUMBER: Shape = { is: "number" };
export const BOOLEAN: Shape = { is: "boolean" };

export const enumOf = (...values: string[]): Shape => ({ is: "enum", values });
export const listOf = (of: Shape): Shape => ({ is: "list", of });
export const mapOf = (of: Shape): Shape => ({ is: "map", of });
export const object = (
  members: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): ObjectShape => ({ is: "object", members, required });

/** A value that does not have its shape. */
export interface ShapeProblem extends Reason {
  /** Where, below the value that was checked. */
  steps: PropertyPath;
  /** The value there. */
  value: unknown;
}

/** All problems of a value's shape. `undefined` has none: the object around it reports required members that are missing. */
export function shapeProblems(shape: Shape, value: unknown, steps: PropertyPath = []): ShapeProblem[] {
  const below = (part: Shape, member: unknown, step: string | number): ShapeProblem[] =>
    shapeProblems(part, member, [...steps, step]);
  const reason = value === undefined ? undefined : typeReason(shape, value);
  if (reason !== undefined) return [{ ...reason, steps, value }];
  if (shape.is === "list" && Array.isArray(value)) {
    // Not flatMap, which skips the holes of a list.
    return Array.from(value, (item: unknown, i) => below(shape.of, item ?? null, i)).flat();
  }
  if (!isMap(value)) return [];
  if (shape.is === "map") {
    return Object.entries(value).flatMap(([name, member]) => below(shape.of, member ?? null, name));
  }
  if (shape.is !== "object") return [];
  const names = Object.keys(shape.members);
  return [
    ...unknownMembers(value, names).map((one) => ({ ...one, steps: [...steps, ...one.steps] })),
    ...Object.entries(shape.members).flatMap(([name, part]) =>
      shape.required.includes(name) && ownMember(value, name) === undefined
        ? [{ ...MISSING, steps: [...steps, name], value: undefined }]
        : // Reads inherited members too, because whoever uses the arguments would read them.
          below(part, Reflect.get(value, name), name),
    ),
  ];
}

/** The members of an object beside those with these names. */
export function otherMembers(value: Members, names: readonly string[]): [name: string, value: unknown][] {
  return Object.entries(value).filter(([name, member]) => member !== undefined && !names.includes(name));
}

/** Reports unknown members: if they were ignored, the operator would believe that they have an effect. */
export function unknownMembers(value: Members, names: readonly string[]): ShapeProblem[] {
  return otherMembers(value, names).map(([name, member]) => ({
    code: "unknown-member",
    message: `is unknown; ${remedyFor(name, names)}`,
    steps: [name],
    value: member,
  }));
}

function remedyFor(name: string, names: readonly string[]): string {
  if (names.length === 0) return "remove it";
  const near = closest(name, names);
  const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= Math.max(1, near.length / 3);
  return isNear ? `did you mean ${near}?` : `use one of ${names.join(", ")}, or remove it`;
}

/** A shape problem as it is reported. */
export function problemAt(path: string, { code, message, steps }: ShapeProblem): Problem {
  return { code, path: under(path, steps), message };
}

/** How the messages of rules about a value begin: with the value, unless it may be a secret. */
export function subjectOf(shape: Shape | undefined, value: string | number): string {
  if (typeof value === "number") return `is ${value}, `;
  if (shape?.is === "string" && shape.mayBeSecret) return "";
  // Hide `https://user:password@host`. ARNs of roles may contain "@" too.
  return /^(?!arn:).*@/s.test(value) ? "the value " : `"${value}" `;
}

/** The shape of the part of a value to which a path leads; undefined if there is none. */
export function shapeAt(shape: Shape | undefined, [step, ...rest]: PropertyPath): Shape | undefined {
  if (step === undefined || shape === undefined) return shape;
  if (shape.is === "list" || shape.is === "map") return shapeAt(shape.of, rest);
  return shape.is === "object" ? shapeAt(ownMember(shape.members, String(step)), rest) : undefined;
}

/** Why a value does not have the type of a shape, whatever is in it. */
function typeReason(shape: Shape, value: unknown): Reason | undefined {
  switch (shape.is) {
    case "string":
      return typeof value === "string" ? undefined : stringReason(shape, value);
    case "number":
      return typeof value === "number" ? undefined : wrong(value, "a number");
    case "boolean":
      return typeof value === "boolean" ? undefined : wrong(value, "true or false");
    case "enum": {
      if (shape.values.some((one) => one === value)) return undefined;
      const wanted = shape.values.map((one) => `"${one}"`).join(" or ");
      return wrong(value, wanted, typeof value === "string" ? "unknown-value" : "wrong-type");
    }
    case "list":
      return Array.isArray(value) ? undefined : wrong(value, "a list", "wrong-type", kindOf);
    case "map":
    case "object":
      return isMap(value) ? undefined : wrong(value, "an object", "wrong-type", kindOf);
  }
}

/** Why a value is not a string. */
function stringReason({ orOutput, mayBeSecret }: StringShape, value: unknown): Reason | undefined {
  if (orOutput && isDeferred(value)) return undefined;
  if (mayBeSecret) {
    if (value === null) return MISSING;
    return wrong(value, "a string, or an output of a string", "wrong-type", kindOf);
  }
  if (typeof value !== "number" && typeof value !== "boolean") return wrong(value, "a string");
  const what = typeof value === "number" ? "the number " : "";
  return { code: "unquoted-text", message: `is ${what}${value}; put it in quotes: "${value}"` };
}

const MISSING: Reason = { code: "missing-member", message: "is missing; set it" };
const NESTED_SECRET: Reason = {
  code: "nested-secret",
  message:
    "is an encrypted value inside an object, so Pulumi would not treat it as a secret; store each secret in its own config value",
};

function wrong(
  value: unknown,
  wanted: string,
  code: "wrong-type" | "unknown-value" = "wrong-type",
  show = shown,
): Reason {
  if (isNestedSecret(value)) return NESTED_SECRET;
  if (!isDeferred(value)) return { code, message: `is ${show(value)}; set ${wanted}` };
  const kind = isOutput(value) ? "an output" : "a promise";
  const message = `is ${kind}, but this value decides which resources exist; set a plain value`;
  return { code: "not-plain", message };
}

/** A value as messages show it. Lists and objects are named by type only, because they may contain secrets. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/**
 * The type of a value, without the value: a string in place of an object or a list may be the secret that belongs inside it, and
 * the value of an input may be a secret itself.
 */
function kindOf(value: unknown): string {
  if (typeof value === "string") return "a string";
  return typeof value === "number" ? "a number" : shown(value);
}

/** Whether a value is an object. An output is not, although every property of it seems to exist. */
export function isMap(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);
}

/** Whether a value is an encrypted value inside an object of the config, as the stack file stores it. */
function isNestedSecret(value: unknown): boolean {
  return isMap(value) && "secure" in value;
}

/** Whether a value is an output or a promise. */
export function isDeferred(value: unknown): boolean {
  return isOutput(value) || isPromise(value);
}

/**
 * Recognizes Pulumi's own marker, because this folder must not import Pulumi. The method is checked too: JSON has no functions, so
 * `{ __pulumiOutput: true }` from a stack file is an ordinary object.
 */
function isOutput(value: unknown): boolean {
  return property(value, "__pulumiOutput") === true && typeof property(value, "apply") === "function";
}

function isPromise(value: unknown): boolean {
  return typeof property(value, "then") === "function";
}

function property(value: unknown, name: "__pulumiOutput" | "apply" | "then"): unknown {
  const canHave = (typeof value === "object" && value !== null) || typeof value === "function";
  return canHave ? (value as Members)[name] : undefined;
}
