/**
 * The value of a parsed YAML document. The parser's own conversion compares each key with the others of its map and each alias
 * with all anchors, so a large file would take quadratic time.
 */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair } from "yaml";

/** What is wrong, without anything of the text, and where. */
export class YamlMistake extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** As the Pulumi CLI reads it: `<<` merges, and a date is a string. Throws `YamlMistake`. */
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
  // The map's own members win over merged ones, and an earlier merged map over a later one.
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

/** An assignment would change the prototype where the name is `__proto__`. */
function define(map: object, name: string, value: unknown): void {
  Object.defineProperty(map, name, { value, enumerable: true, configurable: true, writable: true });
}
