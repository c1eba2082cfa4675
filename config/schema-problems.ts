/** What is wrong with the shape of the config: unknown keys, values of the wrong type. */
import { Validator, type OutputUnit, type Schema } from "@cfworker/json-schema";
import { closest, distance } from "fastest-levenshtein";
import { at, type Problem } from "../problems/problem";
import { shown } from "../problems/shape";
import schema from "./instances.schema.json";

/**
 * The problems of shape in `value`, and a copy of it without the settings that have one, so that the others can be checked
 * all the same.
 */
export function schemaProblems(value: unknown, path: string): { problems: Problem[]; sound: unknown } {
  // "7": the draft of the generator. false: go on after the first error.
  const { errors } = new Validator(schema as Schema, "7", false).validate(value);
  const problems: Problem[] = [];
  const sound = structuredClone(value);
  const seen = new Set<string>();
  for (const error of errors) {
    const segments = segmentsOf(error.instanceLocation);
    const found = describe(error, segments, value);
    if (found === undefined) continue;
    const full = [...segments, ...(found.member === undefined ? [] : [found.member])];
    // An instance with a bad name can be checked all the same.
    if (error.keyword !== "pattern") remove(sound, full);
    const key = JSON.stringify(full);
    if (seen.has(key)) continue;
    seen.add(key);
    problems.push({
      path: full.reduce<string>((to, segment) => at(to, member(segment)), path),
      message: found.message,
    });
  }
  return { problems, sound };
}

interface Found {
  message: string;
  /** The property of the error's location that it is about. */
  member?: string;
}

/** An error in an operator's words; undefined for those that only say that something below is wrong. */
function describe(
  { keyword, keywordLocation, error }: OutputUnit,
  segments: string[],
  root: unknown,
): Found | undefined {
  const value = valueAt(root, segments);
  switch (keyword) {
    case "additionalProperties": {
      const name = /^Property "(.*?)" does not match additional properties schema/s.exec(error)?.[1];
      const known = knownMembers(keywordLocation);
      if (name === undefined || known.length === 0) return undefined; // a map of the operator's own names
      return { member: name, message: unknownKey(name, known, segments[0] ?? "") };
    }
    case "pattern": // the only one in the schema
      return {
        message:
          "is no name for an instance; begin with a-z and go on with letters and digits, for it begins the names of outputs",
      };
    case "type":
      // One of a few texts: the error about those says more.
      if (enumAt(keywordLocation) !== undefined) return undefined;
      return { message: wrongType(value, typeAt(keywordLocation)) };
    case "enum":
      return {
        message: `is ${shown(value)}; write ${(enumAt(keywordLocation) ?? []).map(shown).join(" or ")}`,
      };
    case "required": {
      const name = /required property "(.*?)"/s.exec(error)?.[1];
      return name === undefined ? undefined : { member: name, message: "is missing; write it" };
    }
    default:
      return undefined;
  }
}

function unknownKey(name: string, known: string[], instance: string): string {
  if (name === "secretAccessKey") {
    return `does not belong here, where it would lose its mark as a secret; run \`pulumi config set --secret ${instance}SecretAccessKey\``;
  }
  const near = closest(name, known);
  const isNear = distance(name.toLowerCase(), near.toLowerCase()) <= Math.max(2, near.length / 3);
  return isNear ? `is unknown; did you mean ${near}?` : `is unknown; known here: ${known.join(", ")}`;
}

function wrongType(value: unknown, wanted: string): string {
  if (wanted === "string" && typeof value === "number") {
    return `is the number ${value}, as YAML reads it (4.10 is 4.1); put it in quotes: "${value}"`;
  }
  if (wanted === "string" && typeof value === "boolean") return `is ${value}; put it in quotes: "${value}"`;
  const isSecret = typeof value === "object" && value !== null && "secure" in value;
  if (isSecret)
    return "is a nested secret, which would lose its mark; secrets are config values of their own";
  return `is ${shown(value)}; write ${ARTICLES[wanted] ?? wanted}`;
}

const ARTICLES: Record<string, string> = {
  array: 'a list: ["..."]',
  boolean: "true or false",
  number: "a number",
  object: "a map of keys and values",
  string: "a text",
};

// ---- the schema at a location such as "#/additionalProperties/$ref/properties/mastodon/$ref/type" ----

type Node = Record<string, unknown>;

function schemaAt(keywordLocation: string): Node {
  let node = schema as unknown as Node;
  for (const segment of segmentsOf(keywordLocation).slice(0, -1)) {
    node = (segment === "$ref" ? definition(node["$ref"] as string) : node[segment]) as Node;
  }
  return node;
}

function definition(ref: string): Node {
  return (
    (schema.definitions as unknown as Record<string, Node>)[
      decodeURIComponent(ref.replace("#/definitions/", ""))
    ] ?? {}
  );
}

const knownMembers = (location: string): string[] =>
  Object.keys((schemaAt(location)["properties"] as Node | undefined) ?? {});
const typeAt = (location: string): string => schemaAt(location)["type"] as string;
const enumAt = (location: string): unknown[] | undefined =>
  schemaAt(location)["enum"] as unknown[] | undefined;

// ---- the value at a location such as "#/social/mastodon/version" ----

function segmentsOf(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((segment) => decodeURIComponent(segment).replace(/~1/g, "/").replace(/~0/g, "~"));
}

function valueAt(root: unknown, segments: string[]): unknown {
  return segments.reduce<unknown>((value, segment) => (value as Node | undefined)?.[segment], root);
}

/** How deep a setting stands: instance, app, setting. Of a setting with a problem nothing is kept. */
const SETTING_DEPTH = 3;

function remove(root: unknown, segments: string[]): void {
  const whole = segments.slice(0, SETTING_DEPTH);
  const parent = valueAt(root, whole.slice(0, -1));
  const last = whole.at(-1);
  if (last !== undefined && typeof parent === "object" && parent !== null)
    Reflect.deleteProperty(parent, last);
}

const member = (segment: string): string => (/^\d+$/.test(segment) ? `[${segment}]` : segment);
