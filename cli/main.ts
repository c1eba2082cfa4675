import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { checkCommand } from "./commands/check";
import { envCommand } from "./commands/env";
import { initCommand } from "./commands/init";
import { previewCommand } from "./commands/preview";
import { proxyCommand } from "./commands/proxy";
import { runbookCommand } from "./commands/runbook";
import type { Streams } from "./env/streams";
import type { Manifest } from "./init/next-steps";
import { deferModules } from "./offline/defer-modules";
import { omitStackTraces } from "./offline/stack-traces";
import { reportBug, reportUsage } from "./report-error";

/** The `media-storage` command. The command line of each subcommand is in commands/. */
export async function main(argv: string[]): Promise<void> {
  const streams = streamsOf(process);
  // An error in a callback is a bug too, and its message may contain secrets too.
  process.on("uncaughtException", (error) => process.exit(reportBug(error, streams)));
  for (const stream of [process.stdout, process.stderr]) stream.on("error", reportUnwritten);
  const command = new Command("media-storage")
    .configureOutput({ outputError: (text) => reportUsage(text, streams) })
    // Otherwise commander ends the process at once, even if the help is not written yet.
    .exitOverride()
    .description("S3 media storage for apps, as Pulumi components")
    .version(manifest().version, "-V, --version", "print the version");
  // A subcommand loads its code only when it is called.
  const subcommands = [
    initCommand(async (options) => {
      const { init } = await import("./init/init");
      process.exitCode = await init(options, streams, manifest());
    }),
    previewCommand((options) =>
      runOffline(argv, options, async () => {
        const { preview } = await import("./preview/preview");
        return preview(options, streams);
      }),
    ),
    checkCommand(async (options) => {
      const { check } = await import("./check/check");
      process.exitCode = await check(options, streams);
    }),
    envCommand(async (instance, options) => {
      const { env } = await import("./env/env");
      process.exitCode = await env(instance, options, streams);
    }),
    runbookCommand((instance, options) =>
      runOffline(argv, options, async () => {
        const { runbook } = await import("./runbook/runbook");
        return runbook(instance, options, streams);
      }),
    ),
    proxyCommand((instance, options) =>
      runOffline(argv, options, async () => {
        const { proxy } = await import("./proxy/proxy");
        return proxy(instance, options, streams);
      }),
    ),
  ];
  for (const one of subcommands) command.addCommand(one.copyInheritedSettings(command));
  for (const one of [command, ...command.commands])
    one.option("--debug", "print a stack trace with every error");
  try {
    await command.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) process.exitCode = reportBug(error, streams);
    // Commander has already printed the reason. After the help or the version the exit code is 0.
    else if (error.exitCode !== 0) process.exitCode = error.exitCode;
  }
}

function streamsOf({ stdin, stdout, stderr, env }: NodeJS.Process): Streams {
  return { stdin, stdout, stderr, env, secrets: new Set() };
}

/** The package's own package.json. This file runs compiled, as dist/cli/main.js. */
function manifest(): Manifest {
  const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return JSON.parse(text) as Manifest;
}

/** `| head` closes the pipe early: the rest is not printed, but the command still does its work. Any other error is a failure. */
function reportUnwritten({ code }: NodeJS.ErrnoException): void {
  if (code === "EPIPE" || exitCodeIsFixed) return;
  exitCodeIsFixed = true;
  // Set it at the exit, because the subcommand sets its own exit code when it ends.
  process.once("exit", () => (process.exitCode = 1));
  process.stderr.write(
    `error: the output could not be written (${code ?? "for an unknown reason"}), so it is incomplete; free disk space, or print to another place\n`,
  );
}

let exitCodeIsFixed = false;

/**
 * Runs a subcommand that runs the program without an engine, with a faster SDK. After a bug the command runs once more with
 * stack traces, because they show where the bug is.
 */
async function runOffline(
  argv: string[],
  { debug = false }: { debug?: boolean },
  subcommand: () => Promise<number>,
): Promise<void> {
  deferModules();
  failUntilDone(process);
  if (debug) {
    process.exitCode = await subcommand();
    return;
  }
  omitStackTraces();
  // Also for errors that the SDK throws where nobody can catch them.
  process.prependOnceListener("uncaughtException", () => process.exit(exitCodeWithDebug(argv)));
  try {
    process.exitCode = await subcommand();
  } catch {
    process.exitCode = exitCodeWithDebug(argv);
  }
}

function exitCodeWithDebug([node = process.execPath, script = __filename, ...args]: string[]): number {
  const command = [...process.execArgv, script, "--debug", ...args];
  return spawnSync(node, command, { stdio: "inherit" }).status ?? 1;
}

/** If a promise never settles, Node.js ends early without any message. */
function failUntilDone(self: NodeJS.Process): void {
  self.exitCode = undefined;
  self.once("exit", (code) => {
    if (self.exitCode !== undefined || code !== 0) return;
    self.stderr.write("error: the program never finished: one of its outputs never resolves\n");
    self.exitCode = 1;
  });
}
