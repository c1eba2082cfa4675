/** Finds where a member belongs that is at a place where it is unknown, such as a region beside `aws`. */
import { folded } from "./near-miss";
import { under, type PropertyPath } from "./problem";
import { isMap, shapeAt, type Shape } from "./shape";

/** A place at which a member would be known. */
export interface Place {
  /** The path of the member; "[]" is a new item of a list. */
  steps: PropertyPath;
  /** What to do, such as "move it to `aws: { region: ... }`". */
  remedy: string;
  /** Whether it is in an object that is not set beside one that is, such as `s3` beside `aws`, which may exclude each other. */
  isAlternative: boolean;
}

interface Candidate {
  steps: PropertyPath;
  /** The object that contains both the member and the place. */
  above: PropertyPath;
  /** How many objects lie between the two. */
  distance: number;
  /** Whether the object around the place is set. */
  isInSetObject: boolean;
}

/** The nearest places where a shape has the member that is in the object at `within`; those in objects that are set are preferred. */
export function placesOf(name: string, within: PropertyPath, shape: Shape, value: unknown): Place[] {
  const objects = [within, ...within.map((_, i) => within.slice(0, i)).reverse()].filter(
    (steps) => shapeAt(shape, steps)?.is === "object",
  );
  const candidates = objects
    .flatMap((above, up) =>
      memberPaths(name, shapeAt(shape, above)).map((below): Candidate => {
        const steps = [...above, ...below];
        const isInSetObject = isMap(valueAt(value, steps.slice(0, -1)));
        return { steps, above, distance: up + below.filter((step) => step !== "[]").length, isInSetObject };
      }),
    )
    .filter(({ steps }) => !isSet(value, steps));
  const inSetObjects = candidates.filter(({ isInSetObject }) => isInSetObject);
  const eligible = inSetObjects.length > 0 ? inSetObjects : candidates;
  const least = Math.min(...eligible.map(({ distance }) => distance));
  return eligible.filter(({ distance }) => distance === least).map((candidate) => placeOf(candidate, within));
}

function placeOf({ steps, above, isInSetObject }: Candidate, within: PropertyPath): Place {
  const path = under("", steps).replace(/\.\[\]/g, "[]");
  const place = (remedy: string, isAlternative = false): Place => ({ steps, remedy, isAlternative });
  if (above.length === within.length) return place(`move it to \`${snippet(steps.slice(above.length))}\``);
  // For example `webDomain` in `mediaHost`.
  if (steps.length === above.length + 1) return place(`move it up, beside ${within[above.length] ?? ""}`);
  return isInSetObject ? place(`move it to ${path}`) : place(`remove it, or set ${path} instead`, true);
}

/** A path as text of the config: `["aws", "region"]` is `aws: { region: ... }`. */
function snippet([step, ...rest]: PropertyPath): string {
  if (step === undefined) return "...";
  if (step === "[]") return `[${inBraces(rest)}]`;
  return `${step}: ${rest.length === 0 || rest[0] === "[]" ? snippet(rest) : inBraces(rest)}`;
}

const inBraces = (steps: PropertyPath): string => `{ ${snippet(steps)} }`;

/** The paths below a shape that end with a member of this name. */
function memberPaths(name: string, shape: Shape | undefined): (readonly string[])[] {
  if (shape?.is === "list") return memberPaths(name, shape.of).map((path) => ["[]", ...path]);
  if (shape?.is !== "object") return [];
  return Object.entries(shape.members).flatMap(([member, part]) => [
    ...(folded(member) === folded(name) ? [[member]] : []),
    ...memberPaths(name, part).map((path) => [member, ...path]),
  ]);
}

/** The first part of a path at which nothing is set. */
export function firstUnset(value: unknown, steps: PropertyPath): PropertyPath {
  const length = steps.findIndex((_, i) => !isSet(value, steps.slice(0, i + 1)));
  return length === -1 ? steps : steps.slice(0, length + 1);
}

export const isSet = (value: unknown, steps: PropertyPath): boolean =>
  (valueAt(value, steps) ?? null) !== null;

/** The part of a value to which a path leads; undefined if there is none. */
export function valueAt(value: unknown, steps: PropertyPath): unknown {
  return steps.reduce<unknown>(
    (part, step) => (isMap(part) || Array.isArray(part) ? (Reflect.get(part, step) as unknown) : undefined),
    value,
  );
}
