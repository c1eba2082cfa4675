import { isAlias, isMap, isScalar, isSeq, LineCounter, type Document, type Node, type Pair } from "yaml";
import { yamlDocument } from "./yaml-text";

/** A place in a text; both numbers begin with 1. */
export interface Place {
  line: number;
  column: number;
}

/** Finds keys and items in a YAML text without mistakes. */
export interface YamlPlaces {
  /** The place of a key at the top, such as `config`. */
  top(key: string): Place | undefined;
  /**
   * The place of what a property path names below a key at the top: `find("config", "a:b.c[0]")`. If a part of the path does not
   * exist, it is the place of the part before. Undefined if not even the first key exists.
   */
  find(key: string, path: string): Place | undefined;
}

export function yamlPlaces(text: string): YamlPlaces {
  const lines = new LineCounter();
  const document = yamlDocument(text, lines);
  const placeOf = (node: Node | null | undefined): Place | undefined => {
    const offset = node?.range?.[0];
    if (offset === undefined) return undefined;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const steps = new Steps(document);
  return {
    top: (key) => placeOf(steps.pair(document.contents, key)?.key),
    find(key, path) {
      let found: Node | null | undefined;
      let value: Node | null | undefined = steps.pair(document.contents, key)?.value;
      for (let rest = path; rest !== "";) {
        const step = steps.next(value, rest);
        if (step === undefined) break;
        found = step.node;
        value = step.value;
        rest = step.rest;
      }
      return placeOf(found);
    },
  };
}

interface Step {
  /** The key or the item. */
  node: Node | null;
  value: Node | null;
  /** What is left of the path. */
  rest: string;
}

type AnyPair = Pair<Node | null, Node | null>;

/** One step of a path at a time. Keys may contain dots and brackets, so the longest key that fits is taken. */
class Steps {
  constructor(private readonly document: Document.Parsed) {}

  pair(map: Node | null | undefined, key: string): AnyPair | undefined {
    return this.pairs(map).find((pair) => nameOf(pair) === key);
  }

  next(value: Node | null | undefined, path: string): Step | undefined {
    const node = this.resolved(value);
    const [text, index] = /^\[(\d+)\]\.?/.exec(path) ?? [];
    if (isSeq<Node | null>(node) && text !== undefined) {
      const item = node.items[Number(index)];
      return item === undefined ? undefined : { node: item, value: item, rest: path.slice(text.length) };
    }
    let longest: AnyPair | undefined;
    for (const pair of this.pairs(node)) {
      const name = nameOf(pair);
      const fits = name !== "" && (path === name || [".", "["].some((end) => path.startsWith(name + end)));
      if (fits && (longest === undefined || name.length > nameOf(longest).length)) longest = pair;
    }
    if (longest === undefined) return undefined;
    return {
      node: longest.key,
      value: longest.value,
      rest: path.slice(nameOf(longest).length).replace(/^\./, ""),
    };
  }

  /** The members of a map, its own before those that `<<` merges. */
  private pairs(value: Node | null | undefined, seen = new Set<Node>()): AnyPair[] {
    const node = this.resolved(value);
    if (!isMap<Node | null, Node | null>(node) || seen.has(node)) return [];
    seen.add(node);
    const merged = node.items
      .filter((pair) => nameOf(pair) === "<<")
      .flatMap(({ value: other }) => {
        const target = this.resolved(other);
        return isSeq<Node | null>(target) ? target.items : [target];
      });
    return [...node.items, ...merged.flatMap((other) => this.pairs(other, seen))];
  }

  private resolved(node: Node | null | undefined): Node | null | undefined {
    return isAlias(node) ? node.resolve(this.document) : node;
  }
}

function nameOf({ key }: AnyPair): string {
  return isScalar(key) ? String(key.value) : "";
}
