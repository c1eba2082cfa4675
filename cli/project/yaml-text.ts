import { UserError } from "../../problems/user-error";

export type YamlMap = Record<string, unknown>;

interface Schema {
  extend(types: { implicit: object[] }): Schema;
}

// The parser that the SDK has too; it is six times as fast as `yaml`, and comes without types.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { CORE_SCHEMA, load, types } = require("js-yaml") as {
  CORE_SCHEMA: Schema;
  types: { merge: object };
  load: (text: string, options: { schema: Schema }) => unknown;
};
/** As the CLI reads it: `<<` merges, and what looks like a date is a text. */
const SCHEMA = CORE_SCHEMA.extend({ implicit: [types.merge] });

export function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The map that a text in YAML or JSON is. Throws `UserError` with the place and the kind of a mistake, but nothing of the text:
 * there may be secrets in it.
 */
export function yamlMap(text: string, file: string): YamlMap {
  let value: unknown;
  try {
    value = load(text, { schema: SCHEMA });
  } catch (error) {
    const { reason = "it cannot be read", mark } = error as YamlError;
    const place = mark === undefined ? "" : ` in line ${mark.line + 1}, column ${mark.column + 1}`;
    throw new UserError(`${file}: is not valid YAML${place} (${kindOf(reason)}); correct it there`);
  }
  if (value === undefined || value === null) return {};
  if (!isMap(value)) throw new UserError(`${file}: is not a map of keys and values; write one`);
  return value;
}

/** js-yaml's exception; its message has the lines around the mistake. */
interface YamlError {
  reason?: string;
  mark?: { line: number; column: number };
}

/**
 * The reason without what it quotes: the name of an alias (`*...`) or of a tag (`!...`) may be a value that somebody forgot to put
 * in quotes.
 */
function kindOf(reason: string): string {
  const kind = reason.replace(/\s*(["'][^]*["']|!<[^]*>|:\s[^]*$)/g, "").trim();
  return /\b(alias|tag)\b/.test(kind)
    ? `${kind}; a value that begins with "*", "&" or "!" needs quotes`
    : kind;
}
