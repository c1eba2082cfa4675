import { hasPlaceholder, KNOWN_AFTER_UP, SECRET, showPlaceholders } from "./placeholder";

// The marks of secrets and unknown values in the engine's wire format (sdk/nodejs/runtime/rpc.ts).
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A value as JSON for output: a secret is `[secret]`, an unknown value is `<known after up>`. */
export type Shown = string | number | boolean | null | Shown[] | { [key: string]: Shown };

/** How to write values of the wire format. */
export interface Notation {
  secret: string;
  unknown: string;
  /** For a text that contains a placeholder. */
  partlyUnknown(text: string): string;
}

/** Like `pulumi preview --json`. */
export const AS_ENGINE: Notation = { secret: "[secret]", unknown: UNKNOWN, partlyUnknown: () => UNKNOWN };

/** For people. */
export const AS_PERSON: Notation = {
  secret: SECRET,
  unknown: KNOWN_AFTER_UP,
  partlyUnknown: showPlaceholders,
};

export function written(value: unknown, notation: Notation): Shown {
  if (value === UNKNOWN) return notation.unknown;
  if (typeof value === "string") return hasPlaceholder(value) ? notation.partlyUnknown(value) : value;
  if (Array.isArray(value)) return value.map((item) => written(item, notation));
  if (value === null || typeof value !== "object") return (value ?? null) as Shown;
  if (isSecret(value)) return notation.secret;
  // In the engine's order.
  const sorted = sortedEntries(value as Record<string, unknown>);
  return Object.fromEntries(sorted.map(([key, member]) => [key, written(member, notation)]));
}

/** The map with its keys in the engine's order. */
export function inKeyOrder<V>(map: Record<string, V>): Record<string, V> {
  return Object.fromEntries(sortedEntries(map));
}

function sortedEntries<V>(map: Record<string, V>): [string, V][] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The value inside the mark of a secret. */
export function revealed(value: unknown): unknown {
  return typeof value === "object" && value !== null && isSecret(value)
    ? (value as { value: unknown }).value
    : value;
}

function isSecret(value: object): boolean {
  return (value as Record<string, unknown>)[SIGNATURE] === SECRET_SIGNATURE;
}
