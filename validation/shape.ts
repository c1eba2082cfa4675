/**
 * Shapes: what a value must be. Those of all arguments are generated from their types (argument-shapes.ts). shape-problems.ts walks
 * any value along one.
 */
import { ownMember } from "./own-member";
import type { PropertyPath } from "./problem";

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

/** The members of an object beside those with these names. */
export function otherMembers(value: Members, names: readonly string[]): [name: string, value: unknown][] {
  return Object.entries(value).filter(([name, member]) => member !== undefined && !names.includes(name));
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

/** A value as messages show it. Lists and objects are named by type only, because they may contain secrets. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (value === null || value === undefined) return "empty";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** Whether a value is an object. An output is not, although every property of it seems to exist. */
export function isMap(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isDeferred(value);
}

/** Whether a value is an encrypted value of the config, as Pulumi writes it into the stack's file. */
export function isEncrypted(value: unknown): boolean {
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
export function isOutput(value: unknown): boolean {
  return property(value, "__pulumiOutput") === true && typeof property(value, "apply") === "function";
}

function isPromise(value: unknown): boolean {
  return typeof property(value, "then") === "function";
}

function property(value: unknown, name: "__pulumiOutput" | "apply" | "then"): unknown {
  const canHave = (typeof value === "object" && value !== null) || typeof value === "function";
  return canHave ? (value as Members)[name] : undefined;
}
