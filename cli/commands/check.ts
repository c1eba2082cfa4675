import { Command, Option } from "commander";
import type { CheckOptions } from "../check/check";
import { cwdOption, stackOption } from "./options";

/** The command line of `media-storage check`. */
export function checkCommand(action: (options: CheckOptions) => Promise<void>): Command {
  return new Command("check")
    .description(
      "list all problems and warnings of a stack's config, each with its file, line and column, without running the program",
    )
    .addOption(stackOption())
    .addOption(cwdOption())
    .addOption(new Option("-a, --all", "check all stacks that have a file").default(false).conflicts("stack"))
    .option(
      "-j, --json",
      "print JSON: `problems`, each with severity (error or warning), code, path, message, stack, file, line and column",
      false,
    )
    .addHelpText(
      "after",
      "\nFor stacks that run the program of this package. An instance with a problem has no warnings yet. `preview` checks the arguments in a program of your own." +
        "\n\nExit codes: 0 no problems, perhaps warnings; 1 problems, or failed.",
    )
    .action((_: object, self: Command) => action(self.optsWithGlobals<CheckOptions>()));
}
