/** What to do with a member that its object does not have: it is misspelled, or at the wrong place, or unknown everywhere. */
import { firstUnset, isSet, placesOf, valueAt } from "./misplaced";
import { isVariableName, ourName } from "./foreign-names";
import { folded, misspelledName, similarName } from "./near-miss";
import type { PropertyPath, Reason } from "./problem";
import { isMap, shapeAt, type Shape } from "./shape";

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
  const ours = ourName(name);
  const misspelled = misspelledName(ours, names);
  const places = misspelled === undefined ? placesOf(ours, within, shape, value) : [];
  const isVariable = isVariableName(name);
  // Most variables mean something else than the members that contain their words.
  const similar =
    misspelled ??
    (isVariable ? undefined : (similarName(ours, names.filter(isUnset)) ?? similarName(ours, names)));
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
  const wrapped =
    similar === undefined ? wrappedMembers(valueAt(value, [...within, name]), names.filter(isUnset)) : [];
  if (wrapped.length > 0) {
    const message = `is unknown; move what is in it (${wrapped.join(", ")}) one level up, and remove it`;
    return { code, message, meant: wrapped.map((one) => [...within, one]) };
  }
  if (similar === undefined && isVariable) {
    const message =
      "is a variable of the app, not a setting; remove it (`media-storage env` prints the variables that the app needs)";
    return { code, message, meant };
  }
  if (similar === undefined && folded(name) === "cdn" && names.includes("mediaHost"))
    return { code, message: `is unknown; ${cdnRemedy(names)}`, meant };
  const also = isTwice ? " (it is set already: remove one of the two)" : "";
  return { code, message: `is unknown; ${remedyFor(similar, names)}${also}`, meant };
}

/** The members that an object has in place of the object around it, such as all arguments in `mastodon: { ... }`. */
function wrappedMembers(value: unknown, names: readonly string[]): string[] {
  return isMap(value) ? Object.keys(value).filter((name) => names.includes(name)) : [];
}

/** A CDN is a host here, and with some apps also a kind of access. */
function cdnRemedy(names: readonly string[]): string {
  const access = names.includes("access")
    ? ", with `access: cdn` if only CloudFront may read the bucket"
    : "";
  return `remove it, and set \`mediaHost: { hostname: ... }\` for a CDN${access}`;
}

function remedyFor(similar: string | undefined, names: readonly string[]): string {
  if (names.length === 0) return "remove it";
  return similar === undefined ? `use one of ${names.join(", ")}, or remove it` : `did you mean ${similar}?`;
}
