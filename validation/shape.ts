/**
 * Checks of types at run time, because config, plain JavaScript and other languages are not bound by our types, and a TypeError
 * would not tell an operator what to change. `undefined` always passes: `missing` reports it.
 */
import { closest, distance } from "fastest-levenshtein";
import { ownMember } from "./own-member";
import { at, type Problem, type Reason } from "./problem";

export type Members = Record<string, unknown>;

/** Checks that a value is a string, and adds what `check` reports; messages start with the value. */
export function text(path: string, value: unknown, check: (value: string) => Reason[]): Problem[] {
  if (value === undefined) return [];
  if (typeof value === "string") {
    // Hide `https://user:password@host`. ARNs of roles may contain "@" too.
    const subject = /^(?!arn:).*@/s.test(value) ? "the value" : `"${value}"`;
    return check(value).map(({ code, message }) => ({ code, path, message: `${subject} ${message}` }));
  }
  const isScalar = typeof value === "number" || typeof value === "boolean";
  if (!isScalar) return wrong(path, value, "a string");
  const what = typeof value === "number" ? "the number " : "";
  return [{ code: "unquoted-text", path, message: `is ${what}${value}; put it in quotes: "${value}"` }];
}

/** Checks a value as `text` does unless it is an output or a promise, which must be checked when it is known. */
export function textOrOutput(path: string, value: unknown, check: (value: string) => Reason[]): Problem[] {
  return isDeferred(value) ? [] : text(path, value, check);
}

/**
 * Checks a string that may be an output or a promise, and adds what `check` reports if the value is known. No message shows the
 * value, because it may be a secret.
 */
export function input(path: string, value: unknown, check: (value: string) => Reason[]): Problem[] {
  if (value === undefined || isDeferred(value)) return [];
  if (value === null) return [{ code: "missing-member", path, message: "is missing; set it" }];
  if (typeof value === "string") return check(value).map((reason) => ({ ...reason, path }));
  if (isNestedSecret(value)) return [{ ...NESTED_SECRET, path }];
  const kind = typeof value === "object" ? kindOf(value) : `a ${typeof value}`;
  return [{ code: "wrong-type", path, message: `is ${kind}; set a string, or an output of a string` }];
}

/** Checks that a value is one of these strings. */
export function oneOf(path: string, value: unknown, known: readonly string[]): Problem[] {
  if (value === undefined || known.some((one) => one === value)) return [];
  const wanted = known.map((one) => `"${one}"`).join(" or ");
  return wrong(path, value, wanted, typeof value === "string" ? "unknown-value" : "wrong-type");
}

export function bool(path: string, value: unknown): Problem[] {
  return value === undefined || typeof value === "boolean" ? [] : wrong(path, value, "true or false");
}

/** Checks that a value is a number, and adds what `check` reports; messages start with the value. */
export function number(path: string, value: unknown, check: (value: number) => Reason[]): Problem[] {
  if (value === undefined) return [];
  if (typeof value !== "number") return wrong(path, value, "a number");
  return check(value).map(({ code, message }) => ({ code, path, message: `is ${value}, ${message}` }));
}

/** Checks that a value is a list, and adds what `check` reports for each item. */
export function list(
  path: string,
  value: unknown,
  check: (path: string, item: unknown) => Problem[],
): Problem[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return wrong(path, value, "a list", "wrong-type", kindOf);
  return value.flatMap((item: unknown, i) => check(at(path, `[${i}]`), item ?? null));
}

/** Checks that a value is an object, and adds what `check` reports for its members. */
export function map(path: string, value: unknown, check: (members: Members) => Problem[]): Problem[] {
  if (value === undefined) return [];
  return isMap(value) ? check(value) : wrong(path, value, "an object", "wrong-type", kindOf);
}

/** Whether a value is an object. An output is not, although every property of it seems to exist. */
export function isMap(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);
}

/** Reports required members that are missing. */
export function missing(path: string, value: Members, members: readonly string[]): Problem[] {
  return members
    .filter((member) => ownMember(value, member) === undefined)
    .map((member) => ({ code: "missing-member", path: at(path, member), message: "is missing; set it" }));
}

/** Reports unknown members: if they were ignored, the operator would believe that they have an effect. */
export function known(path: string, members: Members, names: readonly string[]): Problem[] {
  return Object.entries(members)
    .filter(([name, value]) => value !== undefined && !names.includes(name))
    .map(([name]) => {
      const near = closest(name, names);
      const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= Math.max(1, near.length / 3);
      const hint = isNear ? `did you mean ${near}?` : `use one of ${names.join(", ")}, or remove it`;
      return { code: "unknown-member", path: at(path, name), message: `is unknown; ${hint}` };
    });
}

const NESTED_SECRET: Reason = {
  code: "nested-secret",
  message:
    "is an encrypted value inside an object, so Pulumi would not treat it as a secret; store each secret in its own config value",
};

function wrong(
  path: string,
  value: unknown,
  wanted: string,
  code: "wrong-type" | "unknown-value" = "wrong-type",
  show = shown,
): Problem[] {
  if (isNestedSecret(value)) return [{ ...NESTED_SECRET, path }];
  if (!isDeferred(value)) return [{ code, path, message: `is ${show(value)}; set ${wanted}` }];
  const kind = isOutput(value) ? "an output" : "a promise";
  const message = `is ${kind}, but this value decides which resources exist; set a plain value`;
  return [{ code: "not-plain", path, message }];
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
