/** The env block and the warnings of one instance. */
import { mediaStorageCommand } from "../../env/formats/shell";
import type { InstancePreview } from "./model";
import { coloursOf, dimMarks, escaped, escapedLine, wrap, type Terminal } from "./terminal";

const WARNING = "warning:";

/**
 * The lines of the block are never indented, wrapped or folded, because people copy them into a file, and programs that read env
 * files treat a space before a name differently.
 */
export function renderEnv(instance: InstancePreview, terminal: Terminal, stack: string): string[] {
  if (instance.env === "") return [];
  const colours = coloursOf(terminal);
  const command = mediaStorageCommand("env", escaped(instance.deployedAs), "--stack", escaped(stack));
  const lines = instance.env.replace(/\n$/, "").split("\n").map(escapedLine);
  return [
    `${colours.bold("Env block")} ${colours.dim(`(complete after \`pulumi up\`, from \`${command}\`)`)}`,
    "",
    ...lines.map((line) => (line.startsWith("#") ? colours.dim(line) : dimMarks(line, colours))),
  ];
}

export function renderWarnings(warnings: string[], terminal: Terminal): string[] {
  const mark = coloursOf(terminal).yellow(WARNING);
  const hang = WARNING.length + 1;
  return warnings.flatMap((warning) => {
    const [first = "", ...rest] = warning.split("\n").map(escaped);
    return [
      ...wrap(`${mark} ${first}`, terminal.width, hang),
      ...rest.flatMap((line) =>
        // A command. If it were wrapped, a shell would run each line as a command.
        line.startsWith("    ") ? [line] : wrap(" ".repeat(hang) + line, terminal.width, hang),
      ),
    ];
  });
}
