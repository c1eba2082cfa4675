import { Command, InvalidArgumentError, Option } from "commander";
import type { PreviewOptions } from "../preview/preview";
import { cwdOption, stackOption } from "./options";

/** The command line of `media-storage preview`. */
export function previewCommand(action: (options: PreviewOptions) => Promise<void>): Command {
  return new Command("preview")
    .description(
      "show what `pulumi up` would create, without an account: no provider and no backend of Pulumi is contacted",
    )
    .addOption(stackOption())
    .addOption(cwdOption())
    .option("-j, --json", "print JSON in the shape of `pulumi preview --json`", false)
    .option("--full", "print long lists in full", false)
    .addOption(
      new Option(
        "--timeout <seconds>",
        "how long a program of your own may take (default: 300); this package's own needs no limit",
      ).argParser(seconds),
    )
    .addHelpText(
      "after",
      "\nA program of your own runs as in `pulumi up`: with your environment, and its own requests to the network are made.",
    )
    .action((_: object, self: Command) => action(self.optsWithGlobals<PreviewOptions>()));
}

function seconds(text: string): number {
  const value = Number(text);
  // setTimeout takes no more than 2^31 milliseconds.
  if (!/^\d+$/.test(text) || value === 0 || value > 1_000_000) {
    throw new InvalidArgumentError("It must be a number of seconds from 1 to 1000000.");
  }
  return value;
}
