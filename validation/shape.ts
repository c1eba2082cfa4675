/**
 * Checks of values that types promise. Config, plain JavaScript, other languages and casts do not read our types, and a
 * TypeError would tell an operator nothing. What is undefined has no problem here.
 */
import { closest, distance } from "fastest-levenshtein";
import { ownMember } from "./own-member";
import { at, type Problem, type Reason } from "./problem";

export type Members = Record<string, unknown>;

/** A text, and the reasons against it that `check` gives; they follow the value. */
export function text(path: string, value: unknown, check: (value: string) => Reason[]): Problem[] {
  if (value === undefined) return [];
  if (typeof value === "string") {
    // `https://user:password@host`; ARNs of roles may have an "@" as well.
    const subject = /^(?!arn:).*@/s.test(value) ? "a value that" : `"${value}"`;
    return check(value).map(({ code, message }) => ({ code, path, message: `${subject} ${message}` }));
  }
  const isScalar = typeof value === "number" || typeof value === "boolean";
  if (!isScalar) return wrong(path, value, "a text");
  const what = typeof value === "number" ? "the number " : "";
  return [{ code: "unquoted-text", path, message: `is ${what}${value}; write it in quotes: "${value}"` }];
}

/**
 * A text that may be known later only, as an output or a promise, and what `check` says against one that is known. No
 * message shows the value, for it may be a secret.
 */
export function input(path: string, value: unknown, check: (value: string) => Reason[]): Problem[] {
  if (value === undefined || isOutput(value) || isPromise(value)) return [];
  if (value === null) return [{ code: "missing-member", path, message: "is missing; write it" }];
  if (typeof value === "string") return check(value).map((reason) => ({ ...reason, path }));
  if (isNestedSecret(value)) return [{ ...NESTED_SECRET, path }];
  const kind = typeof value === "object" ? kindOf(value) : `a ${typeof value}`;
  return [{ code: "wrong-type", path, message: `is ${kind}; write a text, or an output of one` }];
}

/** One of these texts. */
export function oneOf(path: string, value: unknown, known: readonly string[]): Problem[] {
  if (value === undefined || known.some((one) => one === value)) return [];
  const wanted = known.map((one) => `"${one}"`).join(" or ");
  return wrong(path, value, wanted, typeof value === "string" ? "unknown-value" : "wrong-type");
}

export function bool(path: string, value: unknown): Problem[] {
  return value === undefined || typeof value === "boolean" ? [] : wrong(path, value, "true or false");
}

/** A number, and the reasons against it that `check` gives; they follow the value. */
export function number(path: string, value: unknown, check: (value: number) => Reason[]): Problem[] {
  if (value === undefined) return [];
  if (typeof value !== "number") return wrong(path, value, "a number");
  return check(value).map(({ code, message }) => ({ code, path, message: `is ${value}, ${message}` }));
}

/** A list, and what `check` says of each item. */
export function list(
  path: string,
  value: unknown,
  check: (path: string, item: unknown) => Problem[],
): Problem[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return wrong(path, value, "a list", "wrong-type", kindOf);
  return value.flatMap((item: unknown, i) => check(at(path, `[${i}]`), item ?? null));
}

/** A map, and what `check` says of its members. */
export function map(path: string, value: unknown, check: (members: Members) => Problem[]): Problem[] {
  if (value === undefined) return [];
  return isMap(value) ? check(value) : wrong(path, value, "a map of keys and values", "wrong-type", kindOf);
}

/** Whether it is a map; an output is none, though every property of it seems to exist. */
export function isMap(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);
}

/** The members that must be there and are not. */
export function missing(path: string, value: Members, members: readonly string[]): Problem[] {
  return members
    .filter((member) => ownMember(value, member) === undefined)
    .map((member) => ({ code: "missing-member", path: at(path, member), message: "is missing; write it" }));
}

/** The members that mean nothing here: ignored, they would be settings that somebody believes to be in force. */
export function known(path: string, members: Members, names: readonly string[]): Problem[] {
  return Object.entries(members)
    .filter(([name, value]) => value !== undefined && !names.includes(name))
    .map(([name]) => {
      const near = closest(name, names);
      const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= Math.max(1, near.length / 3);
      const hint = isNear ? `did you mean ${near}?` : `known here: ${names.join(", ")}`;
      return { code: "unknown-member", path: at(path, name), message: `is unknown; ${hint}` };
    });
}

const NESTED_SECRET: Reason = {
  code: "nested-secret",
  message: "is a nested secret, which would lose its mark; secrets are config values of their own",
};

function wrong(
  path: string,
  value: unknown,
  wanted: string,
  code: "wrong-type" | "unknown-value" = "wrong-type",
  show = shown,
): Problem[] {
  if (isNestedSecret(value)) return [{ ...NESTED_SECRET, path }];
  if (!isDeferred(value)) return [{ code, path, message: `is ${show(value)}; write ${wanted}` }];
  const kind = isOutput(value) ? "an output" : "a promise";
  const message = `is ${kind}; it decides what exists, so write the value itself`;
  return [{ code: "not-plain", path, message }];
}

/** A value as messages show it; lists and maps by their kind only, for there may be secrets in them. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "a map" : `a ${typeof value}`;
}

/**
 * What a value is, without the value: where a map or a list is wanted, a text may be the secret that belongs in it, and the
 * value of an input may be a secret itself.
 */
function kindOf(value: unknown): string {
  if (typeof value === "string") return "a text";
  return typeof value === "number" ? "a number" : shown(value);
}

/** A secret within a map of config, as the stack file has it. */
function isNestedSecret(value: unknown): boolean {
  return isMap(value) && "secure" in value;
}

function isDeferred(value: unknown): boolean {
  return isOutput(value) || isPromise(value);
}

/**
 * Pulumi's own mark, because nothing here may import Pulumi, and a method that config cannot have: JSON holds no functions, so
 * `{ __pulumiOutput: true }` from a stack file is a map.
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
