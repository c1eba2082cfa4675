/** One check of an editor as JSON Schema. */
import type { EditorCheck, EditorCondition } from "../validation/editor-check";
import { stepsOf } from "../validation/rules";
import type { PlacedCheck } from "./editor-checks";
import { below, type JsonSchema } from "./json-schema";

/** A schema and where it belongs. */
export interface PlacedSchema {
  path: readonly string[];
  schema: JsonSchema;
}

/** `target` is the schema of the types at the check's place. */
export function checkSchema({ check, args, at }: PlacedCheck, target: JsonSchema): PlacedSchema {
  const { when = [] } = check;
  const parent = at.slice(0, -1);
  const member = at.at(-1) ?? "";
  const aboutMember = check.isRefused
    ? refused(member, check)
    : check.isRequired
      ? missing(member, check)
      : undefined;
  const place = aboutMember === undefined ? at : parent;
  const schema = aboutMember ?? keywords(check, target);
  if (when.length === 0) return { path: [...args, ...place], schema };
  // Conditions are about the arguments of the rule, so the schema is too.
  return { path: args, schema: { allOf: [{ if: allOf(when.map(condition)), then: below(place, schema) }] } };
}

function refused(member: string, { message = "has no effect; remove it" }: EditorCheck): JsonSchema {
  return { properties: { [member]: false }, errorMessage: `${member} ${message}` };
}

function missing(member: string, { message }: EditorCheck): JsonSchema {
  return { required: [member], ...(message !== undefined && { errorMessage: message }) };
}

function keywords(check: EditorCheck, target: JsonSchema): JsonSchema {
  const { pattern, memberNames, values, suggestions, whole, isUnique, exactlyOne, atLeastOne, message } =
    check;
  return {
    ...(pattern === undefined
      ? message !== undefined && memberNames === undefined && { errorMessage: message }
      : { pattern: pattern.source, ...(message !== undefined && { patternErrorMessage: message }) }),
    ...(memberNames && {
      propertyNames: {
        pattern: memberNames.source,
        ...(message !== undefined && { patternErrorMessage: message }),
      },
    }),
    ...(values && { enum: values }),
    ...(suggestions && { defaultSnippets: suggestions.map((label) => ({ label, body: label })) }),
    ...(whole && { type: "integer", minimum: whole.least ?? 1, maximum: whole.most }),
    ...sizes(check, target),
    ...(isUnique && { uniqueItems: true }),
    ...(exactlyOne && { ...atLeastOneOf(exactlyOne, target, "exactly"), ...atMostOneOf(exactlyOne) }),
    ...(atLeastOne && atLeastOneOf(atLeastOne, target, "at least")),
  };
}

function sizes({ least, most }: EditorCheck, { type = "" }: JsonSchema): JsonSchema {
  const names = SIZES.get(type);
  if (least === undefined && most === undefined) return {};
  if (names === undefined) throw new Error(`a schema of the type "${type}" has no size`);
  return {
    ...(least !== undefined && { [names[0]]: least }),
    ...(most !== undefined && { [names[1]]: most }),
  };
}

const SIZES = new Map<string, readonly [least: keyof JsonSchema, most: keyof JsonSchema]>([
  ["string", ["minLength", "maxLength"]],
  ["array", ["minItems", "maxItems"]],
  ["object", ["minProperties", "maxProperties"]],
]);

/**
 * Not `oneOf`, `minProperties` and `maxProperties`, because an editor's messages about them do not say which members are meant. An
 * object with an unknown member is left alone: that member is reported already, and is probably a misspelling of the missing one.
 */
function atLeastOneOf(
  names: readonly string[],
  { properties = {} }: JsonSchema,
  how: "exactly" | "at least",
): JsonSchema {
  const others = Object.keys(properties).filter((name) => !names.includes(name));
  const hasNone: JsonSchema = {
    properties: {
      ...Object.fromEntries(others.map((name) => [name, true])),
      ...Object.fromEntries(names.map((name) => [name, false])),
    },
    additionalProperties: false,
  };
  return {
    allOf: [
      {
        if: hasNone,
        then: { required: names.slice(0, 1), errorMessage: `Set ${how} one of ${listed(names)}.` },
      },
    ],
  };
}

/** Each member refuses those before it. */
function atMostOneOf(names: readonly string[]): JsonSchema {
  const errorMessage = `Set exactly one of ${listed(names)}.`;
  return {
    dependencies: Object.fromEntries(
      names.slice(1).map((name, i): [string, JsonSchema] => {
        const earlier = names.slice(0, i + 1).map((one): [string, boolean] => [one, false]);
        return [name, { properties: Object.fromEntries(earlier), errorMessage }];
      }),
    ),
  };
}

export function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

function condition({ at, is, isNot }: EditorCondition): JsonSchema {
  const holds = stepsOf(at).reduceRight<JsonSchema>(
    (inner, step) => ({ required: [step], properties: { [step]: inner } }),
    is === undefined ? {} : { const: is },
  );
  return isNot ? { not: holds } : holds;
}

function allOf(schemas: JsonSchema[]): JsonSchema {
  const [first, ...others] = schemas;
  return first !== undefined && others.length === 0 ? first : { allOf: schemas };
}
