import { LineCounter, parseDocument, type Document, type ErrorCode } from "yaml";
import { UserError } from "../../validation/user-error";
import { YamlMistake, yamlValue } from "./yaml-value";

/** A mistake in a YAML text and its place. */
export class YamlError extends UserError {
  constructor(
    file: string,
    /** What is wrong, without the file and the place. */
    readonly reason: string,
    readonly place: { line: number; column: number },
  ) {
    super(
      `${file}: is not valid YAML in line ${place.line}, column ${place.column} (${reason}); correct it there`,
    );
  }
}

export type YamlMap = Record<string, unknown>;

export function isMap(value: unknown): value is YamlMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The map in a YAML or JSON text. Throws `UserError` with the place and the kind of a mistake, but never quotes the text, because
 * it may contain secrets.
 */
export function yamlMap(text: string, file: string): YamlMap {
  const lines = new LineCounter();
  let value: unknown;
  try {
    value = valueOf(text, lines);
  } catch (error) {
    if (!(error instanceof YamlMistake)) throw error;
    const { line, col } = lines.linePos(error.offset);
    throw new YamlError(file, error.message, { line, column: col });
  }
  if (value === undefined || value === null) return {};
  if (!isMap(value))
    throw new UserError(`${file}: is not a map of keys and values; write \`key: value\` lines`);
  return value;
}

/** A parsed text, which may have mistakes. */
export function yamlDocument(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text, {
    lineCounter,
    // Directives and tags in the text must not choose other types.
    schema: "core",
    resolveKnownTags: false,
    // yamlValue checks this faster.
    uniqueKeys: false,
    // Pretty errors would quote the text.
    prettyErrors: false,
  });
}

/** Throws `YamlMistake`. */
function valueOf(text: string, lineCounter: LineCounter): unknown {
  const document = yamlDocument(text, lineCounter);
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw new YamlMistake(KINDS[error.code], error.pos[0]);
  const unprintable = text.search(UNPRINTABLE);
  if (unprintable >= 0) throw new YamlMistake("a control character", unprintable);
  return yamlValue(document);
}

/** YAML does not allow them (https://yaml.org/spec/1.2.2/#51-character-set), and the parser does not check. */
const UNPRINTABLE = /(?![\t\n\r\x85])[\p{Cc}\ufffe\uffff]/u;

const NEEDS_QUOTES = 'a value that begins with "*", "&" or "!" needs quotes';

/** The parser's messages quote the text, so these are used instead. */
const KINDS: Record<ErrorCode, string> = {
  ALIAS_PROPS: `an alias with an anchor or a tag; ${NEEDS_QUOTES}`,
  BAD_ALIAS: `an invalid alias; ${NEEDS_QUOTES}`,
  BAD_COLLECTION_TYPE: `a tag of another type; ${NEEDS_QUOTES}`,
  BAD_DIRECTIVE: 'an invalid directive; a line that begins with "%" needs quotes',
  BAD_DQ_ESCAPE: 'an unknown escape within double quotes; write "\\\\" for a backslash',
  BAD_INDENT: "wrong indentation; the lines of a value in brackets, braces or quotes must be indented too",
  BAD_PROP_ORDER: `an anchor or a tag in the wrong place; ${NEEDS_QUOTES}`,
  BAD_SCALAR_START: 'a value that begins with "`", "@" or "%" needs quotes',
  BLOCK_AS_IMPLICIT_KEY: "a map or a list in a place where only a value is allowed",
  BLOCK_IN_FLOW: "a block value within brackets or braces",
  DUPLICATE_KEY: "duplicate key",
  IMPOSSIBLE: "the parser cannot read it",
  KEY_OVER_1024_CHARS: "a key of more than 1024 characters",
  MISSING_CHAR:
    "a missing quote, bracket, comma, colon or space, or a line of a quoted value that is not indented",
  MULTILINE_IMPLICIT_KEY: "a key of more than one line, or a missing colon",
  MULTIPLE_ANCHORS: `two anchors of one value; ${NEEDS_QUOTES}`,
  MULTIPLE_DOCS: "more than one document",
  MULTIPLE_TAGS: `two tags of one value; ${NEEDS_QUOTES}`,
  NON_STRING_KEY: "a key that is not a string",
  RESOURCE_EXHAUSTION: "nested too deeply",
  TAB_AS_INDENT: "a tab as indentation; use spaces",
  TAG_RESOLVE_FAILED: `an unknown tag; ${NEEDS_QUOTES}`,
  UNEXPECTED_TOKEN: "an unexpected character",
};
