/** Options and texts that several subcommands share. */
import { Option } from "commander";

export const INSTANCE =
  "the instance; for the stack of another program, the output with the component's `deployment` (default: the only one of the stack)";

export const stackOption = (): Option =>
  new Option(
    "-s, --stack <name>",
    "the stack, as in Pulumi: prod, acme/prod or acme/media-storage/prod (default: PULUMI_STACK, else the selected stack, else the only stack with a file)",
  );

export const cwdOption = (): Option =>
  new Option("-C, --cwd <folder>", "the folder of Pulumi.yaml, or a folder below it").default(".");

/** The other option of what to read. `cwd` has a default, which conflicts with nothing. */
export const outputsOption = (): Option =>
  new Option(
    "--outputs <file>",
    "read this file instead of a stack: the output of `pulumi stack output --json --show-secrets`, or of one of its outputs (- is standard input)",
  ).conflicts(["stack", "cwd"]);
