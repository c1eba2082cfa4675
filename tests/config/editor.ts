/** An editor with the YAML language server, in which a stack file is open. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { TextDocument } from "vscode-languageserver-textdocument";
import { getLanguageService, type LanguageService } from "yaml-language-server";
import type { JsonSchema } from "../../config/json-schema";

const text = readFileSync(join(__dirname, "../../stack.schema.json"), "utf8");
const schema = JSON.parse(text) as JsonSchema;

/** The language server of an editor for Pulumi.dev.yaml, with our schema. */
function languageService(): LanguageService {
  const service = getLanguageService({
    // The schema that a comment names.
    schemaRequestService: (uri) =>
      uri.endsWith("/stack.schema.json")
        ? Promise.resolve(text)
        : Promise.reject(new Error(`${uri} is not ours`)),
    workspaceContext: { resolveRelativePath: (path) => path },
  });
  service.configure({
    validate: true,
    completion: true,
    hover: true,
    isKubernetes: false,
    schemas: [{ uri: "file:///stack.schema.json", fileMatch: ["Pulumi.*.yaml"], schema }],
  });
  return service;
}

const service = languageService();
let version = 0;

/** The text without "|", which is the cursor, and the position there. */
function opened(text: string) {
  const document = TextDocument.create(
    "file:///project/Pulumi.dev.yaml",
    "yaml",
    ++version,
    text.replace("|", ""),
  );
  return { document, position: document.positionAt(text.indexOf("|")) };
}

/** What the editor underlines: the line, counted from 1, the underlined text, and the message. */
export async function problemsIn(
  text: string,
): Promise<[line: number, underlined: string, message: string][]> {
  const { document } = opened(text);
  const found = await service.doValidation(document, false);
  return found.map(({ range, message }) => [range.start.line + 1, document.getText(range), message]);
}

/** The messages about the instances in a stack file. */
export async function messagesAbout(instances: unknown): Promise<string[]> {
  // JSON is YAML.
  const found = await problemsIn(JSON.stringify({ config: { "media-storage:instances": instances } }));
  return found.map(([, , message]) => message);
}

/** What the editor offers at the cursor, by the label. */
export async function completionsAt(text: string): Promise<Record<string, string>> {
  const { document, position } = opened(text);
  const { items } = await service.doComplete(document, position, false);
  return Object.fromEntries(items.map(({ label, insertText = "" }) => [label, insertText]));
}

/** What the editor shows when the mouse is at the cursor. */
export async function hoverAt(text: string): Promise<string> {
  const { document, position } = opened(text);
  const contents = (await service.doHover(document, position))?.contents;
  return typeof contents === "object" && "value" in contents ? contents.value : "";
}
