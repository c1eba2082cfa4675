import { basename, dirname, join } from "node:path";
import type { EnvFileRules } from "../../storage/env-file";
import type { AppEnv } from "../../apps/app-envs";
import type { EnvEntry } from "../../env/entry";
import { blockOf, editOf, referencesIn, type Block, type FileEdit } from "../../env/file/edit";
import { UnreadableFile } from "../../env/file/lines";
import { isPlainValue, maskedOverlay, ownLines, type Shown } from "../../env/file/mask";
import { spliced } from "../../env/file/splice";
import { EnvFormat, type EnvDocument } from "../../env/formats";
import { ownMember } from "../../validation/own-member";
import { backupName } from "./backups";
import type { Change } from "./changes";
import type { Deployed } from "../deployed/deployed";
import { fileDiff, shownDiff } from "./diff";
import { fileOrPlace, textOf } from "./env-file";
import { UserError } from "../../validation/user-error";

/** How a change is planned. */
export interface Planning {
  now: Date;
  /** The number of changed lines that are shown. */
  maxShown: number;
}

/** The changes that put a block into a file. */
export interface Plan {
  changes: Change[];
  /** The variables to remove, each with the reason. */
  removed: Record<string, string>;
  warnings: string[];
  restart: readonly string[];
  /** The message if nothing changes. */
  unchanged: string;
}

/** Sets the variables in the env file of the form, and writes the form's other files, which belong to this library, as a whole into the same folder. */
export function planInto(
  path: string,
  { entries, facts }: Deployed,
  format: EnvFormat,
  documents: EnvDocument[],
  app: AppEnv,
  planning: Planning,
): Plan {
  const rules = rulesOf(app, format);
  const file = envFileOrPlace(path, format);
  const envDocument = documents.find(isEnvFile);
  const block = envDocument === undefined ? { title: "", lines: [] } : blockOf(envDocument.text);
  const set = new Set([...entries, ...block.lines].map(({ name }) => name));
  const reasons = rules.unwanted(facts);
  const unwanted = Object.keys(reasons).filter((name) => !set.has(name));
  const shown = shownOf(block, entries, unwanted);
  const { change, before, after, removed } = planEdit(
    path,
    file,
    { block, unwanted, shown, reads: rules.reads },
    planning,
  );
  const applied = { entries, facts, before, after };
  const own = documents.filter((one) => !isEnvFile(one)).map((one) => ownFile(one, file, planning));
  return {
    // With a role there may be no lines, and then no new file is needed.
    changes: file.bytes === undefined && change.content.length === 0 ? own : [change, ...own],
    removed: Object.fromEntries(removed.map((name) => [name, ownMember(reasons, name) ?? ""])),
    warnings: [
      ...otherName(path, format),
      ...readByAll(file, envDocument?.secret === true),
      ...danglingReferences(removed, applied.after),
      ...withoutValues(rules.warnings(applied), applied.before, set),
    ],
    restart: rules.restart,
    unchanged: `${path} already has the block.`,
  };
}

/** How the lines of a file change. */
export interface Edit {
  block: Block;
  /** The variables to remove. */
  unwanted: string[];
  shown: Shown;
  /** Whether the value of a variable is needed. */
  reads: (name: string) => boolean;
}

interface PlannedEdit extends Omit<FileEdit, "splices"> {
  change: Change;
}

export function planEdit(
  path: string,
  file: Change["file"],
  { block, unwanted, shown, reads }: Edit,
  { now, maxShown }: Planning,
): PlannedEdit {
  return readable(path, () => {
    const text = file.bytes === undefined ? "" : textOf(file);
    const { splices, ...edit } = editOf(text, block, new Set(unwanted), reads);
    const change = {
      file,
      content: Buffer.from(spliced(text, splices)),
      diff: fileDiff(text, splices, shown, maxShown),
      backup: backupName(file.path, now),
    };
    return { ...edit, change };
  });
}

/** Compose does not require `.env`, so it may not exist yet; any other file of an app exists already. */
export function envFileOrPlace(path: string, format: EnvFormat): Change["file"] {
  const file = fileOrPlace(path, 0o600);
  if (file.bytes !== undefined || (format === EnvFormat.Compose && basename(path) === ".env")) return file;
  throw new UserError(
    `The file ${path} does not exist; pass the file that the app reads to --into, or create an empty file first.`,
  );
}

function rulesOf({ files }: AppEnv, format: EnvFormat): EnvFileRules {
  const rules = ownMember(files, format);
  if (rules !== undefined) return rules;
  throw new UserError(
    `The form "${format}" does not have an env file for the block; set --format to one of: ${Object.keys(files).join(", ")}, or remove --into.`,
  );
}

function shownOf({ title, lines }: Block, entries: EnvEntry[], unwanted: string[]): Shown {
  const plain = new Set(entries.filter((entry) => !entry.secret).map(({ name }) => name));
  const names = lines.map(({ name }) => name);
  const secret = new Set([
    // A name that the operator chose for a secret is not the name of an entry.
    ...names.filter((name) => !plain.has(name)),
    ...unwanted.filter((name) => /_(KEY|KEY_ID|TOKEN)$/.test(name)),
  ]);
  const shown = new Set([...names, ...unwanted].filter((name) => !secret.has(name)));
  return { secret, plain: shown, own: ownLines(title, lines, shown) };
}

/** Docker compose finds the file by its name. */
function otherName(path: string, format: EnvFormat): string[] {
  if (format !== EnvFormat.Compose || basename(path) === ".env") return [];
  return [
    `Compose reads the variables that the overlay uses from a file named .env: pass --env-file ${basename(path)} to docker compose, or put the block into .env.`,
  ];
}

/** An editor or `cp .env.example .env` creates files with the mode 0644. */
export function readByAll({ path, mode }: Change["file"], hasSecret: boolean): string[] {
  if ((mode & 0o004) === 0 || !hasSecret) return [];
  return [`Every user of the machine can read ${path}, and it contains secrets: run chmod o-r ${path}`];
}

/** A warning may quote the value of a variable outside the block only if the value is plain. */
export function withoutValues(
  warnings: string[],
  values: Record<string, string>,
  ofBlock: ReadonlySet<string>,
): string[] {
  const secrets = Object.entries(values)
    .filter(([name, value]) => !ofBlock.has(name) && value.length > 3 && !isPlainValue(value))
    .map(([, value]) => value);
  return warnings.map((warning) =>
    secrets.reduce((text, value) => text.replaceAll(value, "[not shown]"), warning),
  );
}

export function danglingReferences(removed: string[], after: Record<string, string>): string[] {
  const gone = new Set(removed);
  return Object.entries(after).flatMap(([other, value]) =>
    [...new Set(referencesIn(value))]
      .filter((name) => gone.has(name))
      .map((name) => `${other} refers to ${name}, which is removed: put the value itself there.`),
  );
}

const isEnvFile = ({ file }: EnvDocument): boolean => file.startsWith(".env");

export function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new UserError(`${path}: ${error.message}; nothing was changed.`);
  }
}

/** The new file has no secrets (env/formats/index.ts), but the operator may have put some into the old one. */
function ownFile(document: EnvDocument, beside: Change["file"], { now, maxShown }: Planning): Change {
  const { owner, path } = beside;
  const file = fileOrPlace(join(dirname(path), document.file), 0o644);
  const lines = (text: string): string[] => text.replace(/\n$/, "").split("\n");
  const after = lines(document.text);
  const before = file.bytes === undefined ? [] : lines(file.bytes.toString("utf8"));
  return {
    file: file.bytes === undefined && owner !== undefined ? { ...file, owner } : file,
    content: Buffer.from(document.text),
    diff: shownDiff(maskedOverlay(before, new Set(after)), after, maxShown),
    backup: backupName(file.path, now),
  };
}
