import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { APP_NAMES } from "../apps/names";
import { DeploymentKind, Direction } from "../runbook";
import { EnvFormat } from "../env/env-format";
import type { EnvOptions } from "./env/env";
import type { Streams } from "./env/streams";
import { deferModules } from "./offline/defer-modules";
import { omitStackTraces } from "./offline/stack-traces";
import type { PreviewOptions } from "./preview/preview";
import { reportBug, reportUsage } from "./report-error";
import { ProxyPart, ProxyServer } from "../runbook/proxy-parts";
import type { ProxyOptions } from "./proxy/proxy";
import type { RunbookOptions } from "./runbook/runbook";

/** The `media-storage` command. Each subcommand loads its code when it is called. */
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
    .version(version(), "-V, --version", "print the version");
  command
    .command("preview")
    .description("show what `pulumi up` would create, without an account or network access")
    .addOption(stackOption())
    .addOption(cwdOption())
    .option("-j, --json", "print JSON in the shape of `pulumi preview --json`", false)
    .option("--full", "print long lists in full", false)
    .action(async (_: object, self: Command) => {
      const options = self.optsWithGlobals<PreviewOptions>();
      await runOffline(argv, options, async () => {
        const { preview } = await import("./preview/preview");
        return preview(options, streams);
      });
    });
  command
    .command("env")
    .argument("[instance]", INSTANCE)
    .description(
      "print the env block of a deployed stack with its secrets, or write it into the app's env file",
    )
    .addOption(stackOption())
    .addOption(cwdOption())
    .option(
      "-f, --format <form>",
      `${listed(Object.values(EnvFormat).map(described))} (default: the app's most common form)`,
    )
    .addOption(new Option("--only <file>", "print only this file of the form").conflicts("into"))
    .addOption(
      new Option(
        "--secret-name <name>",
        "the name of the Kubernetes Secret; default: the name of the instance in lower case, followed by -media-storage",
      ).conflicts("into"),
    )
    .option(
      "-i, --into <file>",
      "set the block's variables in this env file, and keep a backup of the file in the same folder",
    )
    .addOption(
      new Option(
        "--from <block>",
        "for --into: read the lines from this file instead of a stack (a printed block or NAME=value lines; - is standard input)",
      ).conflicts(["format", "only", "secretName", "stack", "cwd", "restore"]),
    )
    .addOption(
      new Option("--app <app>", `${listed(APP_NAMES)} (default: the app of the block in --from)`).conflicts(
        "restore",
      ),
    )
    .addOption(
      new Option("--remove", "remove the variables of --from from the file of --into").conflicts("restore"),
    )
    .addOption(
      new Option("--unset <names...>", "remove these variables from the file of --into").conflicts([
        "format",
        "only",
        "secretName",
        "stack",
        "cwd",
        "restore",
      ]),
    )
    .addOption(
      new Option(
        "--append <lists...>",
        "NAME=item,item: add the missing items to a comma-separated list in the file of --into",
      ).conflicts(["format", "only", "secretName", "stack", "cwd", "restore"]),
    )
    .option("--all-changes", "show all lines that change (default: the first 1000)", false)
    .option("-y, --yes", "do not ask before writing", false)
    .addOption(
      new Option(
        "--restore [backup]",
        "restore the file of --into from the given backup, or from the newest one",
      ).conflicts(["format", "only", "secretName", "stack", "cwd"]),
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 printed, written or nothing to do; 1 refused or failed; 2 not confirmed.",
    )
    .action(async (instance: string | undefined, _: object, self: Command) => {
      const { env } = await import("./env/env");
      process.exitCode = await env(instance, self.optsWithGlobals<EnvOptions>(), streams);
    });
  command
    .command("runbook")
    .argument("[instance]", INSTANCE)
    .description(
      "print the steps to move an app's files into its bucket, out of its bucket, or from another bucket",
    )
    .addOption(stackOption())
    .addOption(cwdOption())
    .option(
      "--deployment <way>",
      `how the app is deployed: ${listed(Object.values(DeploymentKind))} (required)`,
    )
    .option("--direction <direction>", `${listed(Object.values(Direction))} (required)`)
    .option("--folder <path>", "the app's folder on its machine; default: the usual one")
    .option("--from-bucket <name>", `with ${Direction.S3ToS3}: the bucket that contains the files now`)
    .option("--from-region <region>", "the region of that bucket")
    .option("--from-endpoint <url>", "the URL of its S3 API, without the bucket; do not set it for AWS")
    .option("--from-key-prefix <prefix>", "the prefix of its keys; default: none")
    .action(async (instance: string | undefined, _: object, self: Command) => {
      const options = self.optsWithGlobals<RunbookOptions>();
      await runOffline(argv, options, async () => {
        const { runbook } = await import("./runbook/runbook");
        return runbook(instance, options, streams);
      });
    });
  command
    .command("proxy")
    .argument("[instance]", INSTANCE)
    .description("print the configuration of your own proxy for a media host with `external`")
    .addOption(stackOption())
    .addOption(cwdOption())
    .option(
      "--server <server>",
      `what serves the media host: ${listed(Object.values(ProxyServer))} (required)`,
    )
    .option(
      "--part <part>",
      `${listed(Object.values(ProxyPart))}: the media host, the redirect of old URLs for the web domain, or the file with the purge secrets, which reads the deployed stack (default: ${ProxyPart.Site})`,
    )
    .option(
      "--resolver <addresses...>",
      "nginx: the DNS servers that it asks for the bucket's address; default: those in this machine's /etc/resolv.conf",
    )
    .option(
      "--certificate <file>",
      "nginx: the file with the certificate and its chain; default: the file that Let's Encrypt's certbot makes",
    )
    .option("--certificate-key <file>", "nginx: the file with the certificate's key")
    .option(
      "--authorities <file>",
      "nginx: the file with the machine's certificate authorities; default: that of Debian, /etc/ssl/certs/ca-certificates.crt",
    )
    .option("--cache-folder <folder>", "nginx: the folder of the cache; default: below /var/cache")
    .option("--purge-file <file>", "nginx: where you save the part purge; default: below /etc/nginx")
    .option(
      "--inner-port <port>",
      "nginx: a free port on 127.0.0.1, used with mediaHost.legacy and external.purge; default: 9480",
    )
    .addHelpText("after", "\nExit codes: 0 printed; 1 refused or failed.")
    .action(async (instance: string | undefined, _: object, self: Command) => {
      const options = self.optsWithGlobals<ProxyOptions>();
      await runOffline(argv, options, async () => {
        const { proxy } = await import("./proxy/proxy");
        return proxy(instance, options, streams);
      });
    });
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

const INSTANCE =
  "the instance; for the stack of another program, the output with the component's `deployment` (default: the only one of the stack)";

/** The use of a form, if its name does not show it. */
const CHARTS: Partial<Record<EnvFormat, string>> = {
  [EnvFormat.Helm]: "authentik's chart, Mastodon's chart mastodon/helm-charts",
  [EnvFormat.HelmLegacy]: "Mastodon's superseded chart mastodon/chart",
};

const described = (format: EnvFormat): string =>
  CHARTS[format] === undefined ? format : `${format} (${CHARTS[format]})`;

/** Not with Intl.ListFormat, which would add 10 ms to the start of every command. */
const listed = (names: readonly string[]): string =>
  `${names.slice(0, -1).join(", ")} or ${names.at(-1) ?? ""}`;

const stackOption = (): Option =>
  new Option(
    "-s, --stack <name>",
    "the stack, as in Pulumi: prod, acme/prod or acme/media-storage/prod (default: PULUMI_STACK, else the selected stack, else the only stack with a file)",
  );

const cwdOption = (): Option =>
  new Option("-C, --cwd <folder>", "the folder of Pulumi.yaml, or a folder below it").default(".");

function streamsOf({ stdin, stdout, stderr, env }: NodeJS.Process): Streams {
  return { stdin, stdout, stderr, env, secrets: new Set() };
}

/** This file runs compiled, as dist/cli/main.js. */
function version(): string {
  const text = readFileSync(join(__dirname, "..", "..", "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
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
