import { Command, Option } from "commander";
import { APP_NAMES } from "../../apps/names";
import { EnvFormat } from "../../env/env-format";
import type { EnvOptions } from "../env/env";
import { listed } from "../../validation/listed";
import { cwdOption, INSTANCE, outputsOption, stackOption } from "./options";

/** The command line of `media-storage env`. */
export function envCommand(
  action: (instance: string | undefined, options: EnvOptions) => Promise<void>,
): Command {
  return new Command("env")
    .argument("[instance]", INSTANCE)
    .description(
      "print the env block of a deployed stack with its secrets, or write it into the app's env file",
    )
    .addOption(stackOption())
    .addOption(cwdOption())
    .addOption(outputsOption())
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
      ).conflicts(["format", "only", "secretName", "stack", "cwd", "outputs", "restore"]),
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
        "outputs",
        "restore",
      ]),
    )
    .addOption(
      new Option(
        "--append <lists...>",
        "NAME=item,item: add the missing items to a comma-separated list in the file of --into",
      ).conflicts(["format", "only", "secretName", "stack", "cwd", "outputs", "restore"]),
    )
    .option("--all-changes", "show all lines that change (default: the first 1000)", false)
    .option("-y, --yes", "do not ask before writing", false)
    .addOption(
      new Option(
        "--restore [backup]",
        "restore the file of --into from the given backup, or from the newest one",
      ).conflicts(["format", "only", "secretName", "stack", "cwd", "outputs"]),
    )
    .addHelpText(
      "after",
      "\nExit codes: 0 printed, written or nothing to do; 1 refused or failed; 2 not confirmed.",
    )
    .action((instance: string | undefined, _: object, self: Command) =>
      action(instance, self.optsWithGlobals<EnvOptions>()),
    );
}

/** The use of a form, if its name does not show it. */
const CHARTS: Partial<Record<EnvFormat, string>> = {
  [EnvFormat.Helm]: "authentik's chart, Mastodon's chart mastodon/helm-charts",
  [EnvFormat.HelmLegacy]: "Mastodon's superseded chart mastodon/chart",
};

const described = (format: EnvFormat): string =>
  CHARTS[format] === undefined ? format : `${format} (${CHARTS[format]})`;
