import { APP_ENVS, type AppEnv } from "../../apps/app-envs";
import { envDocuments, envFormats, type EnvDocument, type EnvFormat } from "../../env/formats";
import { ownMember } from "../../validation/own-member";
import { renderWarnings } from "../preview/render-env";
import { escapedLine, terminalOf } from "../preview/terminal";
import { reportUserError } from "../report-error";
import { hide, typedSecrets } from "../run-secrets";
import { restoreCommand } from "./backups";
import { diffOf, isChange, isConfirmed, questionOf, type Change } from "./changes";
import { deployed, type Deployed } from "../deployed/deployed";
import { heading } from "../deployed/origin";
import { readOutputs, type OutputsOptions } from "../deployed/outputs";
import { unknownApp } from "../deployed/unknown-app";
import { MAX_SHOWN } from "./diff";
import { hardLinks, writeAll } from "./env-file";
import { given, isWithoutStack, planFrom } from "./from";
import { planInto, type Plan, type Planning } from "./into";
import { UserError } from "../../validation/user-error";
import { restore } from "./restore";
import type { Streams } from "./streams";

export interface EnvOptions extends OutputsOptions {
  format?: string;
  only?: string;
  secretName?: string;
  into?: string;
  /** The file of the block, which is used instead of a stack; "-" is standard input. */
  from?: string;
  /** The app that the block of `from` is for; default: recognized from the block. */
  app?: string;
  /** Remove the variables of `from`. */
  remove?: boolean;
  /** Names of variables to remove. */
  unset?: string[];
  /** `NAME=item,item`: items to add to a list. */
  append?: string[];
  restore?: string | true;
  /** Show all lines that change. */
  allChanges?: boolean;
  yes: boolean;
  debug?: boolean;
}

/** Printed, written, or nothing to do. */
const DONE = 0;
/** The operator did not confirm. 1 is an error (`reportUserError`). */
const DECLINED = 2;

const PATHS = ["into", "from", "restore"] as const;
const isBlank = (path: unknown): boolean => typeof path === "string" && path.trim() === "";

/** Prints the env block of a deployed stack, or puts it into a file. Returns the exit code. */
export async function env(
  instance: string | undefined,
  options: EnvOptions,
  streams: Streams,
): Promise<number> {
  const { format, only, secretName, app: appName, unset, append } = options;
  hide(
    streams,
    typedSecrets([instance, options.stack, format, only, secretName, appName, unset, append], streams.env),
  );
  try {
    // For example `--into "$FILE"` if FILE is not set. The file system treats an empty path as the current folder.
    const empty = PATHS.find((name) => isBlank(options[name]));
    if (empty !== undefined) throw new UserError(`--${empty}: the path is empty; set the path of a file.`);
    if (options.restore !== undefined) {
      if (options.into === undefined)
        throw new UserError("--restore needs the file to restore; pass --into FILE.");
      if (instance !== undefined) {
        const backup = options.restore === true ? "the newest one" : `"${options.restore}"`;
        throw new UserError(
          `--restore does not read a stack: "${instance}" is read as an instance, and ${backup} as the backup; remove the instance.`,
        );
      }
      const planning = planningOf(options);
      return (await restore(options.into, options.restore, planning, options.yes, streams)) ? DONE : DECLINED;
    }
    if (isWithoutStack(options)) {
      if (options.into === undefined)
        throw new UserError("--from, --unset and --append need the file to change; pass --into FILE.");
      if (instance !== undefined) {
        throw new UserError(
          `--from, --unset and --append do not read a stack: "${instance}" is read as an instance; remove it, or put it after --unset if it is a variable.`,
        );
      }
      const plan = planFrom(options.into, await given(options, streams), planningOf(options));
      return (await carryOut(plan, options.yes, streams)) ? DONE : DECLINED;
    }
    const found = deployed(instance, await readOutputs(options, instance, streams));
    const app = ownMember(APP_ENVS, found.facts.app.name);
    if (app === undefined) {
      throw unknownApp(found.facts.app.name);
    }
    const format = formatOf(options.format, app);
    const documents = rendered(format, found, app, options);
    if (options.into === undefined) {
      streams.stdout.write(printed(documents, options.only, streams));
      return DONE;
    }
    const plan = planInto(options.into, found, format, documents, app, planningOf(options));
    if (plan.changes.some(isChange)) {
      streams.stdout.write(`${heading(found.origin)}, instance ${found.instance}:\n`);
    }
    return (await carryOut(plan, options.yes, streams)) ? DONE : DECLINED;
  } catch (error) {
    return reportUserError(error, streams, options.debug);
  }
}

const planningOf = ({ allChanges = false }: EnvOptions): Planning => ({
  now: new Date(),
  maxShown: allChanges ? Infinity : MAX_SHOWN,
});

function formatOf(wanted: string | undefined, { deployment }: AppEnv): EnvFormat {
  const formats = envFormats(deployment);
  const format = wanted === undefined ? formats[0] : formats.find((one) => one === wanted);
  if (format === undefined) {
    throw new UserError(
      `The app does not have the form "${wanted ?? ""}"; set --format to one of: ${formats.join(", ")}.`,
    );
  }
  return format;
}

function rendered(
  format: EnvFormat,
  { instance, title, entries }: Deployed,
  { deployment }: AppEnv,
  { secretName = secretNameOf(instance) }: EnvOptions,
): EnvDocument[] {
  return envDocuments(format, title, entries, deployment, secretName);
}

/** A name that Kubernetes accepts (RFC 1123), made from the name of an output, which can be any string. */
function secretNameOf(instance: string): string {
  const name = instance
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return [name, "media-storage"].filter((part) => part !== "").join("-");
}

/** One file unchanged, or all files, each after a comment with its name (`#` is a comment in every form). */
function printed(documents: EnvDocument[], only: string | undefined, { stdout }: Streams): string {
  const names = documents.map(({ file }) => file);
  if (only !== undefined && !names.includes(only)) {
    throw new UserError(
      `The form does not have the file "${only}"; set --only to one of: ${names.join(", ")}.`,
    );
  }
  const chosen = only === undefined ? documents : documents.filter(({ file }) => file === only);
  const text = chosen
    .map((document) => (chosen.length > 1 ? `# ----- ${document.file}\n${document.text}` : document.text))
    .join("\n");
  return stdout.isTTY ? text.split("\n").map(escapedLine).join("\n") : text;
}

/** Returns whether the files now have the planned content: they were written, or had it already. */
async function carryOut(
  { changes, removed, warnings, restart, unchanged }: Plan,
  yes: boolean,
  streams: Streams,
): Promise<boolean> {
  const { stdout, stderr } = streams;
  const real = changes.filter(isChange);
  for (const change of real) stdout.write(diffOf(change, streams));
  for (const [name, reason] of Object.entries(removed))
    stdout.write(`${`${name} is removed. ${reason}`.trimEnd()}\n`);
  const lines = renderWarnings(
    [...real.flatMap(({ file }) => hardLinks(file)), ...warnings],
    terminalOf(stderr, streams.env, true),
  );
  stderr.write(lines.map((line) => `${line}\n`).join(""));
  if (real.length === 0) {
    stdout.write(`${unchanged}\n`);
    return true;
  }
  const names = real.map(({ file }) => file.path).join(", ");
  if (!(await isConfirmed(questionOf("Write", names, real), yes, streams))) {
    stdout.write("Nothing was written.\n");
    return false;
  }
  const replaced: Change[] = [];
  try {
    writeAll(real, (change) => {
      const isNew = change.file.bytes === undefined;
      if (!isNew) replaced.push(change);
      stdout.write(`Wrote ${change.file.path}${isNew ? "" : `; the old file is ${change.backup}`}.\n`);
    });
    stdout.write(
      restart.length > 0
        ? ["To make the app read the new file, run:", ...restart].join("\n  ") + "\n"
        : "Restart the app: it reads the file only when it starts.\n",
    );
  } finally {
    // Also when a second file could not be written.
    for (const { file, backup } of replaced)
      stdout.write(`To restore the old file: ${restoreCommand(file.path, backup)}\n`);
  }
  return true;
}
