/** Finds the deployments of storages in the outputs of a stack, by their shape. */
import { isMap, type Members } from "../../validation/shape";

/** A value with the members of a deployment, of any version of the schema. */
export interface Candidate {
  /** The output, or the path of a member in it: "social", "media.social", "storages[0]". */
  name: string;
  value: Members;
}

/** All versions of a deployment's schema have these members. */
const NAMES = ["schema", "title", "entries", "facts"];

/**
 * The deployments in the outputs of a stack, also inside objects, lists and JSON texts. The member name `deployment` is not part of the path,
 * so a component that is exported as a whole (`export const social = storage`) is "social".
 */
export function findDeployments(outputs: Readonly<Record<string, unknown>>): Candidate[] {
  return Object.entries(outputs).flatMap(([name, value]) => within(name, value));
}

export const isDeployment = (value: unknown): value is Members =>
  isMap(value) && NAMES.every((member) => Object.hasOwn(value, member));

function within(name: string, value: unknown): Candidate[] {
  if (typeof value === "string") return withinText(name, value);
  if (Array.isArray(value)) return value.flatMap((item, i) => within(`${name}[${i}]`, item));
  if (!isMap(value)) return [];
  if (isDeployment(value)) return [{ name, value }];
  return Object.entries(value).flatMap(([member, inside]) =>
    within(member === "deployment" ? name : `${name}.${member}`, inside),
  );
}

/** Not every SDK of Pulumi's can export an object, but each can export it as JSON text. */
function withinText(name: string, text: string): Candidate[] {
  if (!text.startsWith("{")) return [];
  try {
    return within(name, JSON.parse(text) as unknown);
  } catch {
    return [];
  }
}

/** Whether an output has the flat facts of a version of this package that had no deployments. */
export function hasFlatFacts(outputs: Readonly<Record<string, unknown>>): boolean {
  return Object.values(outputs).some(
    (value) => isMap(value) && typeof value["schema"] === "number" && typeof value["app"] === "string",
  );
}
