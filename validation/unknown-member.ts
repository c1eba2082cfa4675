/** What to do with a member that its object does not have: it is misspelled, or at the wrong place, or unknown everywhere. */
import { firstUnset, isSet, placesOf } from "./misplaced";
import { misspelledName, similarName } from "./near-miss";
import type { PropertyPath, Reason } from "./problem";
import { shapeAt, type Shape } from "./shape";

interface UnknownMember extends Reason {
  /** The places that are not set and that it was probably meant for. */
  meant: readonly PropertyPath[];
}

/** Of the member `name` of the object at `within`, in a value with the shape. */
export function unknownMember(
  name: string,
  within: PropertyPath,
  shape: Shape,
  value: unknown,
): UnknownMember {
  const object = shapeAt(shape, within);
  const names = object?.is === "object" ? Object.keys(object.members) : [];
  const code = "unknown-member";
  const isUnset = (one: string): boolean => !isSet(value, [...within, one]);
  const misspelled = misspelledName(name, names);
  const places = misspelled === undefined ? placesOf(name, within, shape, value) : [];
  const similar = misspelled ?? similarName(name, names.filter(isUnset)) ?? similarName(name, names);
  const isTwice = similar !== undefined && !isUnset(similar);
  const renamed = similar === undefined || isTwice ? [] : [similar];
  const meant = [
    ...renamed.map((one) => [...within, one]),
    ...places.filter(({ isAlternative }) => !isAlternative).map(({ steps }) => steps),
  ].map((steps) => firstUnset(value, steps));
  if (places.length > 0) {
    const remedies = [...renamed.map((one) => `rename it to ${one}`), ...places.map(({ remedy }) => remedy)];
    return { code, message: `is unknown here; ${remedies.join(", or ")}`, meant };
  }
  const also = isTwice ? " (it is set already: remove one of the two)" : "";
  return { code, message: `is unknown; ${remedyFor(similar, names)}${also}`, meant };
}

function remedyFor(similar: string | undefined, names: readonly string[]): string {
  if (names.length === 0) return "remove it";
  return similar === undefined ? `use one of ${names.join(", ")}, or remove it` : `did you mean ${similar}?`;
}
