import { Command } from "commander";
import type { PreviewOptions } from "../preview/preview";
import { cwdOption, stackOption } from "./options";

/** The command line of `media-storage preview`. */
export function previewCommand(action: (options: PreviewOptions) => Promise<void>): Command {
  return new Command("preview")
    .description("show what `pulumi up` would create, without an account or network access")
    .addOption(stackOption())
    .addOption(cwdOption())
    .option("-j, --json", "print JSON in the shape of `pulumi preview --json`", false)
    .option("--full", "print long lists in full", false)
    .action((_: object, self: Command) => action(self.optsWithGlobals<PreviewOptions>()));
}
