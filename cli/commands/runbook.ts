import { Command } from "commander";
import { DeploymentKind, Direction } from "../../runbook";
import type { RunbookOptions } from "../runbook/runbook";
import { listed } from "../../validation/listed";
import { cwdOption, INSTANCE, outputsOption, stackOption } from "./options";

/** The command line of `media-storage runbook`. */
export function runbookCommand(
  action: (instance: string | undefined, options: RunbookOptions) => Promise<void>,
): Command {
  return new Command("runbook")
    .argument("[instance]", INSTANCE)
    .description(
      "print the steps to move an app's files into its bucket, out of its bucket, or from another bucket",
    )
    .addOption(stackOption())
    .addOption(cwdOption())
    .addOption(outputsOption())
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
    .action((instance: string | undefined, _: object, self: Command) =>
      action(instance, self.optsWithGlobals<RunbookOptions>()),
    );
}
