/**
 * The value of a parsed YAML document. The parser's own conversion compares each key with all keys of its map and each alias with
 * all anchors, which takes quadratic time for a large file.
 */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";

/** A mistake and its place. The message never quotes the text. */
export class YamlMistake extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Reads the value like the Pulumi CLI: `<<` merges, and a date is a string. Throws `YamlMistake`. */
export function yamlValue({ contents }: Document.Parsed): unknown {
  return valueOf(contents, new Map());
}

/** The values of the anchors so far. */
type Anchors = Map<string, unknown>;

function valueOf(node: Node | null, anchors: Anchors): unknown {
  if (isAlias(node)) {
    if (!anchors.has(node.source))
      throw mistake('unknown alias; a value that begins with "*" needs quotes', node);
    return anchors.get(node.source);
  }
  // A collection gets its anchor before its members, because a member may be an alias of the collection.
  const value = isMap(node) ? {} : isSeq(node) ? [] : isScalar(node) ? node.value : null;
  if (node?.anchor !== undefined) anchors.set(node.anchor, value);
  if (isMap<Node | null, Node | null>(node)) addMembers(value as object, node.items, anchors);
  if (isSeq<Node | null>(node))
    for (const item of node.items) (value as unknown[]).push(valueOf(item, anchors));
  return value;
}

function addMembers(map: object, items: Pair<Node | null, Node | null>[], anchors: Anchors): void {
  const names = new Set<string>();
  const merged: object[] = [];
  for (const { key, value } of items) {
    const name = nameOf(key, anchors);
    if (names.has(name)) throw mistake("duplicate key", key);
    names.add(name);
    const isMerge = name === "<<" && isScalar(key) && key.type === "PLAIN";
    if (isMerge) merged.push(...mapsOf(value, anchors));
    else define(map, name, valueOf(value, anchors));
  }
  // The map's own members override merged ones, and an earlier merged map overrides a later one.
  for (const other of merged)
    for (const [name, value] of Object.entries(other))
      if (!Object.hasOwn(map, name)) define(map, name, value);
}

function nameOf(key: Node | null, anchors: Anchors): string {
  const value = valueOf(key, anchors);
  if (typeof value === "object" && value !== null) throw mistake("a key that is not a scalar", key);
  return String(value);
}

/** The maps that `<<` merges: one, or a list of them. */
function mapsOf(node: Node | null, anchors: Anchors): object[] {
  const value = valueOf(node, anchors);
  const maps: unknown[] = Array.isArray(value) ? value : [value];
  return maps.map((map) => {
    if (typeof map !== "object" || map === null || Array.isArray(map))
      throw mistake('"<<" with something that is not a map', node);
    return map;
  });
}

function mistake(message: string, node: Node | null): YamlMistake {
  return new YamlMistake(message, node?.range?.[0] ?? 0);
}

/** Not an assignment, which would change the prototype if the name is `__proto__`. */
function define(map: object, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}
