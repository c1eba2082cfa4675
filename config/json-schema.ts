import { ownMember } from "../validation/own-member";

/** JSON Schema of draft 7, as far as the config's schema uses it, with what editors read beside it. */
export interface JsonSchema {
  $ref?: string;
  type?: string;
  description?: string;
  markdownDescription?: string;
  properties?: Record<string, JsonSchema | boolean>;
  patternProperties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  required?: readonly string[];
  dependencies?: Record<string, JsonSchema>;
  items?: JsonSchema;
  enum?: readonly string[];
  const?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  minProperties?: number;
  maxProperties?: number;
  uniqueItems?: true;
  allOf?: JsonSchema[];
  not?: JsonSchema;
  if?: JsonSchema;
  then?: JsonSchema;
  /** What vscode-json-languageservice and yaml-language-server show for a pattern that does not match. */
  patternErrorMessage?: string;
  /** What yaml-language-server shows for any other problem. */
  errorMessage?: string;
  /** Editors do not offer the member. */
  doNotSuggest?: true;
  /** What editors offer at the place. */
  defaultSnippets?: readonly { label: string; description?: string; body: unknown }[];
}

/** The schemas of the config's types, by name. */
export type Definitions = Record<string, JsonSchema>;

/** A schema of the object around a place: it applies to the part of the object at the place, if there is one. */
export function below(steps: readonly string[], schema: JsonSchema): JsonSchema {
  return steps.reduceRight<JsonSchema>((inner, step) => {
    if (step === "[]") return { items: inner };
    if (step === "*") return { additionalProperties: inner };
    // The types have the member too, and an editor would offer it twice.
    return { properties: { [step]: { ...inner, doNotSuggest: true } } };
  }, schema);
}

/** Adds the keywords to a schema that may have some of them with other values. */
export function addKeywords(schema: JsonSchema, keywords: JsonSchema): void {
  const { allOf = [], ...others } = keywords;
  const taken = new Map<string, unknown>(Object.entries(schema));
  const isTaken = Object.entries(others).some(
    ([name, value]) => taken.has(name) && JSON.stringify(taken.get(name)) !== JSON.stringify(value),
  );
  if (!isTaken) Object.assign(schema, others);
  const all = [...(schema.allOf ?? []), ...(isTaken ? [others] : []), ...allOf];
  if (all.length > 0) schema.allOf = all;
}

/** The schema behind a reference, and its name; a schema without one is itself. */
export function resolved(
  definitions: Definitions,
  schema: JsonSchema,
): { schema: JsonSchema; name?: string } {
  const name = schema.$ref?.replace("#/definitions/", "");
  if (name === undefined) return { schema };
  const found = ownMember(definitions, name);
  if (found === undefined) throw new Error(`the schema has no definition of ${name}`);
  return { schema: found, name };
}

/** The schema of one step below a schema that is no reference; undefined if there is none. */
export function stepInto(schema: JsonSchema, step: string): JsonSchema | undefined {
  const { items, additionalProperties, properties = {} } = schema;
  const found = step === "[]" ? items : step === "*" ? additionalProperties : ownMember(properties, step);
  return typeof found === "object" ? found : undefined;
}
