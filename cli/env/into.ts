import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { EnvFileRules } from "../../apps/env-file";
import type { AppEnv } from "../../apps/env-files";
import type { EnvEntry } from "../../env/entry";
import { blockOf, edited, type Block } from "../../env/file/edit";
import { fileLines, UnreadableFile, valuesOf, type FileLine } from "../../env/file/lines";
import { maskedLines, type Shown } from "../../env/file/mask";
import { EnvFormat, type EnvDocument } from "../../env/formats";
import { backupName } from "./backups";
import type { Change } from "./changes";
import type { Deployed } from "./deployed";
import { readEnvFile, type EnvFile } from "./env-file";
import { Refusal } from "./refusal";

/** What putting a block into a file is. */
export interface Plan {
  changes: Change[];
  /** The variables that are taken out, each with the reason. */
  removed: Record<string, string>;
  warnings: string[];
  restart: readonly string[];
}

/** The env file of the form gets its variables; the form's other files are this library's own, and stand beside it whole. */
export function planInto(
  path: string,
  { entries, facts }: Deployed,
  format: EnvFormat,
  documents: EnvDocument[],
  app: AppEnv,
  now: Date,
): Plan {
  const rules = rulesOf(app, format);
  const file = readEnvFile(path);
  const envDocument = documents.find(isEnvFile);
  const block = envDocument === undefined ? { title: "", lines: [] } : blockOf(envDocument.text);
  const set = new Set([...entries, ...block.lines].map(({ name }) => name));
  const reasons = rules.unwanted(facts);
  const unwanted = Object.keys(reasons).filter((name) => !set.has(name));
  const before = linesOf(path, file.text);
  const text = edited(file.text, block, new Set(unwanted));
  const after = fileLines(text);
  const shown = shownOf(block, entries, unwanted);
  const change: Change = {
    file,
    text,
    shown: {
      before: maskedLines(before, after, shown, "old"),
      after: maskedLines(after, before, shown, "new"),
    },
    backup: backupName(file.path, now),
  };
  const removed = unwanted.filter((one) => before.some(({ name }) => name === one));
  const applied = { entries, facts, before: valuesOf(before), after: valuesOf(after) };
  return {
    changes: [change, ...documents.filter((one) => !isEnvFile(one)).map((one) => ownFile(one, file, now))],
    removed: Object.fromEntries(removed.map((name) => [name, reasons[name] ?? ""])),
    warnings: [...otherName(path, format), ...rules.warnings(applied)],
    restart: rules.restart,
  };
}

function rulesOf({ files }: AppEnv, format: EnvFormat): EnvFileRules {
  const rules = files[format];
  if (rules !== undefined) return rules;
  throw new Refusal(
    `The form "${format}" has no env file to put the block into; write --format with one of: ${Object.keys(files).join(", ")}; or leave --into out.`,
  );
}

function shownOf({ lines }: Block, entries: EnvEntry[], unwanted: string[]): Shown {
  const plain = new Set(entries.filter((entry) => !entry.secret).map(({ name }) => name));
  const names = lines.map(({ name }) => name);
  const secret = new Set([
    // An operator's own name for a secret is no name of an entry.
    ...names.filter((name) => !plain.has(name)),
    ...unwanted.filter((name) => /_(KEY|KEY_ID|TOKEN)$/.test(name)),
  ]);
  return { secret, plain: new Set([...names, ...unwanted].filter((name) => !secret.has(name))) };
}

/** Docker compose finds the file by its name. */
function otherName(path: string, format: EnvFormat): string[] {
  if (format !== EnvFormat.Compose || basename(path) === ".env") return [];
  return [
    `Compose takes what the overlay refers to from a file named .env: name ${basename(path)} behind --env-file, or put the block into .env.`,
  ];
}

const isEnvFile = ({ file }: EnvDocument): boolean => file.startsWith(".env");

function linesOf(path: string, text: string): FileLine[] {
  try {
    return fileLines(text);
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new Refusal(`${path}: ${error.message}; nothing was changed.`);
  }
}

/** No secret is in it (env/formats.ts). */
function ownFile(document: EnvDocument, beside: EnvFile, now: Date): Change {
  const path = join(dirname(beside.path), document.file);
  const { uid, gid } = beside;
  const file = existsSync(path) ? readEnvFile(path) : { path, mode: 0o644, uid, gid };
  const lines = (text: string): string[] => text.split("\n").slice(0, -1);
  return {
    file,
    text: document.text,
    shown: { before: "text" in file ? lines(file.text) : [], after: lines(document.text) },
    backup: backupName(file.path, now),
  };
}
