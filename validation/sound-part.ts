/**
 * The part of a value that has no problem, for rules about arguments. A rule reads arguments as if all of them were valid. When it
 * reads one that has a problem, it is skipped: what it would report depends on the correct value.
 */
import { at } from "./problem";
import { isMap, otherMembers, type Shape } from "./shape";

/** Thrown when a rule reads an argument that has a problem. One object is enough, because nobody reads its stack trace. */
const UNSOUND = new Error("bug: an argument that has a problem was read outside a rule");

/** What `read` returns; undefined if it reads an argument that has a problem. */
export function ifSound<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error === UNSOUND) return undefined;
    throw error;
  }
}

const withUnknownMembers = new WeakSet();

/** Whether an object that a rule reads has unknown members. One of them is probably a misspelling of a missing member. */
export function hasUnknownMembers(part: object): boolean {
  return withUnknownMembers.has(part);
}

/** A copy of a value. When a rule reads an argument in it whose path is one of `problems`, the rule is skipped. */
export function soundPart(shape: Shape, value: unknown, problems: ReadonlySet<string>, path = ""): unknown {
  const copyPart = (copy: object, name: string | number, member: unknown, part: Shape): void => {
    const where = at(path, typeof name === "number" ? `[${name}]` : name);
    const content: PropertyDescriptor = problems.has(where)
      ? { get: unsound }
      : { value: soundPart(part, member, problems, where) };
    // Not an assignment, which for "__proto__" (the name of a tag) would set the prototype.
    Object.defineProperty(copy, name, { ...content, enumerable: true });
  };
  if (shape.is === "list" && Array.isArray(value)) {
    const copy: unknown[] = [];
    for (const [i, item] of value.entries()) copyPart(copy, i, item, shape.of);
    return copy;
  }
  if (!isMap(value)) return value;
  const copy = {};
  if (shape.is === "map") {
    for (const [name, member] of Object.entries(value)) copyPart(copy, name, member, shape.of);
  } else if (shape.is === "object") {
    for (const [name, part] of Object.entries(shape.members)) {
      const member: unknown = Reflect.get(value, name);
      if (member !== undefined || problems.has(at(path, name))) copyPart(copy, name, member, part);
    }
    if (otherMembers(value, Object.keys(shape.members)).length > 0) withUnknownMembers.add(copy);
  }
  return copy;
}

function unsound(): never {
  throw UNSOUND;
}
