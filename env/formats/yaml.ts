/** Functions for the YAML forms. */
import { Document, Pair, Scalar, YAMLMap, type Node } from "yaml";

/** A string in double quotes, so that no parser reads it as a number, a boolean or null ("1e5", "no", "2026-11-01"). */
export function quoted(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** A member of a map, with its comment on the line before. */
export function member(name: string, value: Node, comment = ""): Pair {
  const key = new Scalar(name);
  if (comment !== "") key.commentBefore = ` ${comment}`;
  return new Pair(key, value);
}

export function mapOf(members: Pair[]): YAMLMap {
  const map = new YAMLMap();
  map.items = members;
  return map;
}

/** The text of a document, below its title. */
export function yamlText(title: string, contents: YAMLMap): string {
  const document = new Document(contents);
  document.commentBefore = ` ${title}`;
  // JSON strings on one line, because YAML 1.1 and 1.2 fold lines differently.
  const text = document.toString({ lineWidth: 0, doubleQuotedAsJSON: true });
  // JSON does not escape these. YAML 1.1 reads some as line breaks and refuses the others.
  return text.replace(
    /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
