/** `media-storage env --into` without a stack: the lines come from a file, and names from the command line. */
import { appOfBlock, factsOfBlock, isPlainVariable, isWholeBlock } from "../../apps/printed-block";
import { APP_NAMES, isAppName, type AppName } from "../../apps/names";
import { APP_ENVS } from "../../apps/app-envs";
import type { EnvFileRules } from "../../storage/env-file";
import { dotenvValue, dotenvValueProblem } from "../../env/formats/dotenv";
import type { EnvEntry } from "../../env/entry";
import { givenBlock, type GivenBlock } from "../../env/file/given";
import { linesOf, valuesOf } from "../../env/file/lines";
import { EnvFormat } from "../../env/formats";
import { ownMember } from "../../validation/own-member";
import { givenBytes } from "../given-bytes";
import { textOf } from "./env-file";
import type { EnvOptions } from "./env";
import {
  danglingReferences,
  envFileOrPlace,
  planEdit,
  readable,
  readByAll,
  withoutValues,
  type Plan,
  type Planning,
} from "./into";
import { UserError } from "../../validation/user-error";
import type { Streams } from "./streams";

/** What to do with a file. */
export interface Given {
  block: GivenBlock;
  app?: AppName;
  /** Remove the block's variables instead of setting them. */
  remove: boolean;
  unset: string[];
  append: { name: string; items: string[] }[];
}

const NO_BLOCK: GivenBlock = { title: "", lines: [], values: new Map() };

export const isWithoutStack = ({ from, remove, unset, append, app }: EnvOptions): boolean =>
  [from, remove, unset, append, app].some((option) => option !== undefined);

export async function given(
  { from, remove = false, unset = [], append = [], app }: EnvOptions,
  streams: Streams,
): Promise<Given> {
  if (app !== undefined && !isAppName(app)) {
    throw new UserError(`"${app}" is not an app; set --app to one of: ${APP_NAMES.join(", ")}.`);
  }
  if (from === undefined && (remove || app !== undefined)) {
    throw new UserError("--remove and --app need a block; pass --from BLOCK.");
  }
  const block = from === undefined ? NO_BLOCK : await blockFrom(from, streams);
  const names = unset.flatMap((list) => list.split(",")).filter((name) => name !== "");
  const lists = append.map(listOf);
  const all = [...block.values.keys(), ...names, ...lists.map(({ name }) => name)];
  const found = app ?? appOfBlock(block.title, all);
  if (from !== undefined && found === undefined && !remove) {
    throw new UserError(
      `${from}: neither the title nor the variables show which app the block is for; set --app to one of: ${APP_NAMES.join(", ")}.`,
    );
  }
  const wrong = names.find((name) => !NAME.test(name));
  if (wrong !== undefined) {
    throw new UserError(`--unset: ${withoutValue(wrong)} is not the name of a variable; pass only the name.`);
  }
  const twice = names.find((name) => block.values.has(name) && !remove);
  if (twice !== undefined) {
    throw new UserError(`--unset: ${twice} is also set by the block of --from; remove it from one of them.`);
  }
  return {
    block,
    ...(found !== undefined && { app: found }),
    remove,
    unset: names,
    append: lists,
  };
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;

async function blockFrom(path: string, streams: Streams): Promise<GivenBlock> {
  const { name, bytes } = await givenBytes(path, streams);
  const text = textOf({ path: name, bytes });
  const block = readable(name, () => givenBlock(text, (comment) => appOfBlock(comment, []) !== undefined));
  if (block.lines.length === 0)
    throw new UserError(`${name}: no line sets a variable; use NAME=value lines.`);
  return block;
}

/** In quotes, without the value after a name, which may be a secret. */
const withoutValue = (written: string): string => JSON.stringify(written.replace(/[=:].+$/s, "=..."));

function listOf(written: string): Given["append"][number] {
  const at = written.indexOf("=");
  const [name, list] = [written.slice(0, Math.max(at, 0)), written.slice(at + 1)];
  const items = itemsOf(list);
  if (!NAME.test(name) || items.length === 0) {
    throw new UserError(`--append: ${withoutValue(written)} is invalid; use NAME=item or NAME=item,item.`);
  }
  const problem = dotenvValueProblem(list);
  if (problem !== undefined)
    throw new UserError(`--append: the list for ${name} ${problem}; change the list.`);
  return { name, items };
}

const itemsOf = (list: string): string[] => list.split(/[\s,]+/).filter((item) => item !== "");

export function planFrom(
  path: string,
  { block, app, remove, unset, append }: Given,
  planning: Planning,
): Plan {
  const envOfApp = app === undefined ? undefined : APP_ENVS[app];
  const format = formatOfBlock(app, block);
  const rules = envOfApp?.files[format];
  const file = envFileOrPlace(path, format);
  const names = [...block.values.keys()];
  const isWhole = app !== undefined && !remove && isWholeBlock(app, names);
  const facts = app === undefined ? undefined : factsOfBlock(app, block.title, block.values);
  const reasons: Record<string, string> = {
    ...(isWhole && facts !== undefined && rules?.unwanted(facts)),
    ...Object.fromEntries([...(remove ? names : []), ...unset].map((name) => [name, ""])),
  };
  const unwanted = Object.keys(reasons).filter((name) => remove || !block.values.has(name));
  const lines = remove ? [] : block.lines;
  // Only --append depends on the old values.
  const lengthened = new Set(append.map(({ name }) => name));
  const old =
    append.length === 0 || file.bytes === undefined
      ? {}
      : readable(path, () => valuesOf(linesOf(textOf(file)), (name) => lengthened.has(name)));
  const lists = append.flatMap(({ name, items }) => {
    const list = lines.some((line) => line.name === name)
      ? (block.values.get(name) ?? "")
      : (ownMember(old, name) ?? "");
    return itemsOf(list).length > 0 && items.every((item) => itemsOf(list).includes(item))
      ? []
      : [longer(path, name, list, items)];
  });
  const appended = new Set(lists.map(({ name }) => name));
  const added = { ...block, lines: [...lines.filter(({ name }) => !appended.has(name)), ...lists] };
  const all = [...names, ...appended, ...unwanted];
  const isPlain = (name: string): boolean => app !== undefined && isPlainVariable(app, name);
  const shown = {
    plain: new Set(all.filter(isPlain)),
    secret: new Set(names.filter((name) => !isPlain(name))),
  };
  const reads = (isWhole && rules?.reads) || (() => false);
  const edit = { block: remove ? { ...added, title: "" } : added, unwanted, shown, reads };
  const { change, before, after, removed } = planEdit(path, file, edit, planning);
  const applied = { before, after };
  return {
    changes: change.file.bytes === undefined && change.content.length === 0 ? [] : [change],
    removed: Object.fromEntries(removed.map((name) => [name, ownMember(reasons, name) ?? ""])),
    warnings: [
      ...readByAll(file, !remove && shown.secret.size > 0),
      ...danglingReferences(removed, applied.after),
      ...(isWhole && rules && facts
        ? warningsOf(rules, { ...applied, facts, entries: entriesOf(block, app) })
        : []),
    ],
    restart: rules?.restart ?? [],
    unchanged: `Nothing needs to change in ${path}.`,
  };
}

const warningsOf = (rules: EnvFileRules, applied: Parameters<EnvFileRules["warnings"]>[0]): string[] =>
  withoutValues(rules.warnings(applied), applied.before, new Set(applied.entries.map(({ name }) => name)));

/** A list with the missing items at its end; the items that it has keep their order. */
function longer(path: string, name: string, old: string, items: string[]): GivenBlock["lines"][number] {
  const value = [...new Set([...itemsOf(old), ...items])].join(",");
  const problem =
    dotenvValueProblem(value) ?? (/[$`\\]/.test(old) ? "refers to another variable" : undefined);
  if (problem !== undefined) {
    throw new UserError(
      `${path}: ${name} has a value that ${problem}, so nothing can be added to it; change it by hand.`,
    );
  }
  return { name, written: dotenvValue(value), comment: "" };
}

function formatOfBlock(app: AppName | undefined, { values }: GivenBlock): EnvFormat {
  return app === undefined ? EnvFormat.Dotenv : APP_ENVS[app].block.format([...values.keys()]);
}

/** The entries, named as the app reads them, like those of a stack. */
function entriesOf({ values }: GivenBlock, app: AppName): EnvEntry[] {
  const { block, deployment } = APP_ENVS[app];
  const composeNames = block.hasComposeNames ? (deployment.compose?.envFileNames ?? {}) : {};
  const names = new Map(Object.entries(composeNames).map(([own, there]) => [there, own]));
  return [...values].map(([name, value]) => ({
    name: names.get(name) ?? name,
    value,
    secret: !isPlainVariable(app, name),
    comment: "",
  }));
}
