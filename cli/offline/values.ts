import { STAND_IN } from "../../storage/policy-inputs";
import { hasPlaceholder } from "../../validation/placeholder";
import { KNOWN_AFTER_UP, SECRET, showPlaceholders } from "./placeholder";

// The marks of secrets and unknown values in the engine's wire format (sdk/nodejs/runtime/rpc.ts).
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
const RESOURCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** An output that is unknown. The SDK makes an `Output` of it, also within a plain value. */
export const UNKNOWN_OUTPUT: object = { [SIGNATURE]: OUTPUT_SIGNATURE };

/** A value as JSON for output: a secret is `[secret]`, an unknown value is `<known after up>`. */
export type Shown = string | number | boolean | null | Shown[] | { [key: string]: Shown };

/** How to write values of the wire format. */
export interface Notation {
  secret: string;
  unknown: string;
  /** For a text that contains a placeholder, or the stand-in for an output in a bucket policy. */
  partlyUnknown(text: string): string;
  /** For a file or a resource; undefined to write all its members. */
  special?(value: Record<string, unknown>): string | undefined;
}

/** Like `pulumi preview --json`. */
export const AS_ENGINE: Notation = { secret: "[secret]", unknown: UNKNOWN, partlyUnknown: () => UNKNOWN };

/** For people. */
export const AS_PERSON: Notation = {
  secret: SECRET,
  unknown: KNOWN_AFTER_UP,
  partlyUnknown: showPlaceholders,
  special: specialText,
};

export function written(value: unknown, notation: Notation): Shown {
  if (value === UNKNOWN) return notation.unknown;
  if (typeof value === "string") return isPartlyUnknown(value) ? notation.partlyUnknown(value) : value;
  if (Array.isArray(value)) return value.map((item) => written(item, notation));
  if (value === null || typeof value !== "object") return (value ?? null) as Shown;
  if (isSecret(value)) return notation.secret;
  const special = notation.special?.(value as Record<string, unknown>);
  if (special !== undefined) return special;
  // In the engine's order.
  const sorted = sortedEntries(value as Record<string, unknown>);
  return Object.fromEntries(sorted.map(([key, member]) => [key, written(member, notation)]));
}

function isPartlyUnknown(text: string): boolean {
  return hasPlaceholder(text) || text.includes(STAND_IN);
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

/** The same for a value and all its members. */
export function revealedAll(value: unknown): unknown {
  const plain = revealed(value);
  if (Array.isArray(plain)) return plain.map(revealedAll);
  if (typeof plain !== "object" || plain === null) return plain;
  return Object.fromEntries(Object.entries(plain).map(([key, member]) => [key, revealedAll(member)]));
}

/** A file (an asset or an archive) or a resource as text: the path, URL or URN. */
function specialText(value: Record<string, unknown>): string | undefined {
  const { [SIGNATURE]: signature, path, uri, text, urn } = value;
  if (signature === RESOURCE_SIGNATURE) return String(urn);
  const kind = KINDS_OF_FILE.get(signature);
  if (kind === undefined) return undefined;
  const from = [path, uri].find((one) => typeof one === "string" && one !== "");
  const size = typeof text === "string" ? `of ${text.length} characters` : "of files in the program";
  return `${kind} ${typeof from === "string" ? from : size}`;
}

const KINDS_OF_FILE: ReadonlyMap<unknown, string> = new Map([
  [ASSET_SIGNATURE, "asset"],
  [ARCHIVE_SIGNATURE, "archive"],
]);

/** Replaces outputs, which only some requests contain, by their values in the usual notation. */
export function plainValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValues);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Record<string, unknown>;
  if (members[SIGNATURE] === OUTPUT_SIGNATURE) {
    const plain = "value" in members ? plainValues(members["value"]) : UNKNOWN;
    return members["secret"] === true ? { [SIGNATURE]: SECRET_SIGNATURE, value: plain } : plain;
  }
  return Object.fromEntries(Object.entries(members).map(([key, member]) => [key, plainValues(member)]));
}

/** Whether a value is unknown, or contains an unknown value. */
export function hasUnknown(value: unknown): boolean {
  if (value === UNKNOWN) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasUnknown);
}

function isSecret(value: object): boolean {
  return (value as Record<string, unknown>)[SIGNATURE] === SECRET_SIGNATURE;
}
