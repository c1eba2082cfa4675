/** Why a value does not have the type of a shape, and what to set instead. */
import { exampleAt } from "./examples";
import { similarName } from "./near-miss";
import type { PropertyPath, Reason } from "./problem";
import { isDeferred, isEncrypted, isMap, isOutput, shown, type Shape } from "./shape";

/** Where a value is, and whether it must be there. */
interface Place {
  steps: PropertyPath;
  isRequired: boolean;
}

/** Undefined if the value has the type of the shape, whatever is in it. */
export function typeReason(shape: Shape, value: unknown, place: Place): Reason | undefined {
  if (hasType(shape, value)) return undefined;
  if (isEncrypted(value)) return NESTED_SECRET;
  if (isDeferred(value)) return notPlain(isOutput(value) ? "an output" : "a promise");
  if (value === null || value === undefined) return emptyReason(shape, place);
  if (
    shape.is === "string" &&
    !shape.mayBeSecret &&
    (typeof value === "number" || typeof value === "boolean")
  )
    return unquoted(value);
  const mustHideText = shape.is === "string" ? shape.mayBeSecret === true : isCollection(shape);
  const subject = mustHideText ? kindOf(value) : shown(value);
  const remedy = insteadOf(shape, value) ?? `set ${wantedBy(shape)}${example(shape, place)}`;
  const isUnknown = shape.is === "enum" && typeof value === "string";
  return { code: isUnknown ? "unknown-value" : "wrong-type", message: `is ${subject}; ${remedy}` };
}

/** A required member that is not set. */
export function missingReason(shape: Shape, place: Place): Reason {
  return { code: "missing-member", message: `is missing; set it${example(shape, place)}` };
}

function hasType(shape: Shape, value: unknown): boolean {
  switch (shape.is) {
    case "string":
      return typeof value === "string" || (shape.orOutput === true && isDeferred(value));
    case "number":
    case "boolean":
      return typeof value === shape.is;
    case "enum":
      return shape.values.some((one) => one === value);
    case "list":
      return Array.isArray(value);
    case "map":
    case "object":
      return isMap(value);
  }
}

function wantedBy(shape: Shape): string {
  switch (shape.is) {
    case "string":
      return shape.mayBeSecret ? "a string, or an output of a string" : "a string";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "enum":
      return shape.values.map((one) => `"${one}"`).join(" or ");
    case "list":
      return "a list";
    case "map":
    case "object":
      return "an object";
  }
}

/** A remedy that is more exact than the type; undefined if there is none. */
function insteadOf(shape: Shape, value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const isQuoted =
    (shape.is === "boolean" && /^(true|false)$/.test(value)) ||
    (shape.is === "number" && /^\d+$/.test(value));
  if (isQuoted) return `remove the quotes: ${value}`;
  const near = shape.is === "enum" ? similarName(value, shape.values) : undefined;
  return near && `did you mean "${near}"?`;
}

function emptyReason(shape: Shape, place: Place): Reason {
  const orRemove = place.isRequired ? "" : ", or remove it";
  const isInput = shape.is === "string" && shape.mayBeSecret;
  return {
    code: isInput ? "missing-member" : "wrong-type",
    message: `is empty; set ${wantedBy(shape)}${example(shape, place)}${orRemove}`,
  };
}

/** Shows the form of objects and lists, because "an object" does not say how to write one. */
function example(shape: Shape, { steps }: Place): string {
  const found = isCollection(shape) ? exampleAt(steps) : undefined;
  return found === undefined ? "" : `, such as \`${found}\``;
}

const isCollection = ({ is }: Shape): boolean => is === "list" || is === "map" || is === "object";

function unquoted(value: number | boolean): Reason {
  const what = typeof value === "number" ? "the number " : "";
  // Such as an id of 32 digits, of which YAML keeps 17.
  if (typeof value === "number" && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    return {
      code: "unquoted-text",
      message: "is a number, which keeps only its first digits; put the whole text in quotes",
    };
  }
  return { code: "unquoted-text", message: `is ${what}${value}; put it in quotes: "${value}"` };
}

const NESTED_SECRET: Reason = {
  code: "nested-secret",
  message:
    "is an encrypted value inside an object, so Pulumi would not treat it as a secret; set it in plain text if it is no secret, else remove it and store each secret in its own config value",
};

function notPlain(kind: string): Reason {
  const message = `is ${kind}, but this value decides which resources exist; set a plain value`;
  return { code: "not-plain", message };
}

/**
 * The type of a value, without the value: a string in place of an object or a list may be the secret that belongs inside it, and
 * the value of an input may be a secret itself.
 */
function kindOf(value: unknown): string {
  if (typeof value === "string") return "a string";
  return typeof value === "number" ? "a number" : shown(value);
}
