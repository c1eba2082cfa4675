/**
 * Checks the types of arguments at run time, because config, plain JavaScript and other languages are not bound by our types, and a
 * TypeError would not tell an operator what to change. One function walks any value along a shape. A JSON Schema library would take
 * longer to load than the whole check takes, and its messages would not say what to do.
 */
import { ownMember } from "./own-member";
import { under, type Problem, type PropertyPath, type Reason } from "./problem";
import { isMap, otherMembers, type Members, type ObjectShape, type Shape } from "./shape";
import { unknownMember } from "./unknown-member";
import { missingReason, typeReason } from "./wrong-type";

/** A value that does not have its shape. */
export interface ShapeProblem extends Reason {
  /** Where, below the value that was checked. */
  steps: PropertyPath;
  /** The value there. */
  value: unknown;
  /** For an unknown member: the places that are not set and that it was probably meant for. */
  meant?: readonly PropertyPath[];
  /** Whether the remedy of another problem of the list solves this one too, so that it is not shown. Its place is still invalid. */
  isFollowOn?: true;
}

/** All problems of a value's shape. `undefined` has none: the object around it reports required members that are missing. */
export function shapeProblems(shape: Shape, value: unknown): ShapeProblem[] {
  const problems = problemsBelow({ shape, value }, { shape, value, steps: [], isRequired: true });
  const meant = new Set(problems.flatMap((problem) => problem.meant ?? []).map((steps) => under("", steps)));
  if (meant.size === 0) return problems;
  // The region that is missing beside a "regoin", or the store that is empty because its members are not indented.
  return problems.map((problem) =>
    (problem.value ?? undefined) === undefined && meant.has(under("", problem.steps))
      ? { ...problem, isFollowOn: true }
      : problem,
  );
}

interface Root {
  shape: Shape;
  value: unknown;
}

interface Part extends Root {
  steps: PropertyPath;
  isRequired: boolean;
}

function problemsBelow(root: Root, here: Part): ShapeProblem[] {
  const { shape, value, steps } = here;
  const below = (part: Shape, member: unknown, step: string | number, isRequired = false): ShapeProblem[] =>
    problemsBelow(root, { shape: part, value: member, steps: [...steps, step], isRequired });
  const reason = value === undefined ? undefined : typeReason(shape, value, here);
  if (reason !== undefined) return [{ ...reason, steps, value }];
  if (shape.is === "list" && Array.isArray(value)) {
    // Not flatMap, which skips the holes of a list.
    return Array.from(value, (item: unknown, i) => below(shape.of, item ?? null, i)).flat();
  }
  if (!isMap(value)) return [];
  if (shape.is === "map") {
    return Object.entries(value).flatMap(([name, member]) => below(shape.of, member ?? null, name));
  }
  if (shape.is !== "object") return [];
  return [
    ...unknownMembers(root, shape, value, steps),
    ...Object.entries(shape.members).flatMap(([name, part]) => {
      const isRequired = shape.required.includes(name);
      if (isRequired && ownMember(value, name) === undefined) {
        const place = [...steps, name];
        return [{ ...missingReason(part, { steps: place, isRequired }), steps: place, value: undefined }];
      }
      // Reads inherited members too, because whoever uses the arguments would read them.
      return below(part, Reflect.get(value, name), name, isRequired);
    }),
  ];
}

/** Reports unknown members: if they were ignored, the operator would believe that they have an effect. */
function unknownMembers(
  root: Root,
  { members }: ObjectShape,
  value: Members,
  steps: PropertyPath,
): ShapeProblem[] {
  return otherMembers(value, Object.keys(members)).map(([name, member]) => ({
    ...unknownMember(name, steps, root.shape, root.value),
    steps: [...steps, name],
    value: member,
  }));
}

/** A shape problem as it is reported. */
export function problemAt(path: string, { code, message, steps }: ShapeProblem): Problem {
  return { code, path: under(path, steps), message };
}
