import { Command } from "commander";
import { leanSdk } from "./lean-sdk";

/** The `media-storage` command. Each subcommand loads its code when it is called. */
export async function main(argv: string[]): Promise<void> {
  const command = new Command("media-storage").description("S3 media storage for apps, as Pulumi components");
  command
    .command("preview")
    .description("show what `pulumi up` would create, without an account and without contacting anything")
    .option("-s, --stack <name>", "the stack whose file, Pulumi.<name>.yaml, is read", "dev")
    .option("-C, --cwd <folder>", "the folder of Pulumi.yaml and the stack files", process.cwd())
    .option("-j, --json", "print the steps in the shape of `pulumi preview --json`", false)
    .option("--full", "fold nothing", false)
    .action(async (options: { stack: string; cwd: string; json: boolean; full: boolean }) => {
      leanSdk(process.env);
      failUntilDone(process);
      const { preview } = await import("./preview/preview");
      process.exitCode = await preview(options, process.stdout, process.stderr, process.env);
    });
  await command.parseAsync(argv);
}

/** A promise that never settles lets Node.js end early, with nothing printed and nothing said. */
function failUntilDone(self: NodeJS.Process): void {
  self.exitCode = undefined;
  self.once("exit", (code) => {
    if (self.exitCode !== undefined || code !== 0) return;
    self.stderr.write("error: the program never finished: one of its outputs never settles\n");
    self.exitCode = 1;
  });
}
