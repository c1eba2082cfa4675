/**
 * Checks of values that types promise. Config is checked against its schema, but plain JavaScript, other languages and
 * casts do not read our types, and a TypeError would tell an operator nothing. What is undefined has no problem here.
 */
import { at, type Problem } from "./problem";

/** A text, and the reasons against it that `check` gives; they follow the value. */
export function text(path: string, value: unknown, check: (value: string) => string[]): Problem[] {
  if (value === undefined) return [];
  if (typeof value !== "string") return wrong(path, value, "a text");
  return check(value).map((reason) => ({ path, message: `"${value}" ${reason}` }));
}

/** One of these texts. */
export function oneOf(path: string, value: unknown, known: readonly string[]): Problem[] {
  if (value === undefined || known.some((one) => one === value)) return [];
  return wrong(path, value, known.map((one) => `"${one}"`).join(" or "));
}

export function bool(path: string, value: unknown): Problem[] {
  return value === undefined || typeof value === "boolean" ? [] : wrong(path, value, "true or false");
}

/** A list, and what `check` says of each item. */
export function list(
  path: string,
  value: unknown,
  check: (path: string, item: unknown) => Problem[],
): Problem[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return wrong(path, value, "a list");
  return value.flatMap((item: unknown, i) => check(at(path, `[${i}]`), item ?? null));
}

/** A map, and what `check` says of its members. */
export function map(
  path: string,
  value: unknown,
  check: (members: Record<string, unknown>) => Problem[],
): Problem[] {
  if (value === undefined) return [];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return wrong(path, value, "a map of keys and values");
  }
  return check(value as Record<string, unknown>);
}

/** The members that must be there and are not. */
export function missing(path: string, value: object, members: string[]): Problem[] {
  return members
    .filter((member) => (value as Record<string, unknown>)[member] === undefined)
    .map((member) => ({ path: at(path, member), message: "is missing; write it" }));
}

function wrong(path: string, value: unknown, wanted: string): Problem[] {
  if (wanted === "a text" && typeof value === "number") {
    return [{ path, message: `is the number ${value} (4.10 is 4.1); put it in quotes: "${value}"` }];
  }
  return [{ path, message: `is ${shown(value)}; write ${wanted}` }];
}

/** A value as messages show it; lists and maps by their kind only, for there may be secrets in them. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return JSON.stringify(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "a map";
}
