/** The shell sessions in which the operator runs a runbook: the first block, and the files that it needs. */
import { COMMAND, shellWord } from "../env/formats/shell";
import { fileNameOf, moveName, type RunbookInput, type Step } from "./index";

/** Marks a block that every later session needs again. Pasting it again changes nothing. */
export const EACH_SESSION = "**Each session.** ";

/** The name of the file with the env block. */
export function envBlockFile(input: RunbookInput): string {
  return `${fileNameOf(input)}.env`;
}

/** A file in the folder of the move, as a shell word. */
export const kept = (file: string): string => `"$MOVE"/${shellWord(file)}`;

export const blockWord = (input: RunbookInput): string => kept(envBlockFile(input));

/** That folder, for use in a sentence. */
const moveFolder = (input: RunbookInput): string => `~/media-storage/${moveName(input)}`;

/** A file in that folder, for use in a sentence. */
export const keptAs = (input: RunbookInput, file: string): string =>
  inlineCode(`${moveFolder(input)}/${file}`);

/**
 * Sets the app's folder and the folder of the move. The app's user may own the app's folder, and could replace a file that root
 * reads, so the files of the move are not there. `|| exit` would end the operator's session.
 */
export function enterFolder(input: RunbookInput, usual: string, what: string): Step {
  const { folder } = input;
  return {
    says:
      `${EACH_SESSION}Set the app's folder, and create the folder of this move. Only you can read the folder of the move: it keeps the env block, your old settings, and lists of what was copied. ` +
      "The block prints when the move began. If it shows an earlier move that is finished, end that move with the last block of this runbook, and paste this block again.",
    shell: `FOLDER=${folder === undefined ? usual : shellWord(folder)} # ${what}: change it only here
MOVE=~/media-storage/${shellWord(moveName(input))}
(umask 077; mkdir -p "$MOVE" && { [ -s "$MOVE/began" ] || date > "$MOVE/began"; })
echo "This move began on $(cat "$MOVE/began")"
if cd "$FOLDER"; then FOLDER=$PWD; else echo "Stop here: the folder $FOLDER does not exist. Correct FOLDER, and paste this block again." >&2; fi`,
  };
}

/** The first paragraphs of a runbook: where its lines run, and which tools they need. */
export function howToRun(where: string, tools: string): string[] {
  return [
    `Run the steps in ${where}, from top to bottom. Paste them block by block into one bash session. Use \`tmux\` or \`screen\`, so that ` +
      "a lost connection does not stop a copy. **Read what each block prints before you paste the next one.** A block that fails prints an error, " +
      "does not end the session, and can be pasted again.",
    "If you open a new session later, first paste the blocks under *Before* that are marked **Each session**, and then continue where you stopped. Nothing is deleted before the last section.",
    `You need a deployed stack (\`pulumi up\`), the AWS CLI, version 1 or 2 (\`apt-get install awscli\`)${tools}.`,
  ];
}

/** The command that saves the outputs of a stack with their secrets. */
export const SAVE_OUTPUTS = "pulumi stack output --json --show-secrets";

/** Any of our commands on the instance, where `whereOutputsAre` says. */
export function instanceCommand(
  { instance, stack, outputs }: RunbookInput,
  name: string,
  options = "",
): string {
  const before = outputs === "-" ? `${SAVE_OUTPUTS} | ` : "";
  const option =
    outputs === undefined ? ` --stack ${shellWord(stack ?? "")}` : ` --outputs ${shellWord(outputs)}`;
  return `${before}${COMMAND} ${name} ${shellWord(instance)}${option}${options}`;
}

/** The machine and the folder of our commands. */
export const whereOutputsAre = ({ outputs = "-" }: RunbookInput): string =>
  outputs === "-" ? "where you run Pulumi" : "where you have the saved outputs";

/** The command that prints the env block, or one file of a form of it. */
export const envCommand = (input: RunbookInput, options = ""): string =>
  instanceCommand(input, "env", options);

/** Any command as inline code in Markdown. */
export function inlineCode(command: string): string {
  const longest = Math.max(0, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return fence + space + command + space + fence;
}

/** How the operator gets the env block onto the machine where the steps run. */
export function envBlockStep(input: RunbookInput, options = " -f dotenv"): Step {
  // With `./` a name that begins with a dash is not an option.
  const make = `(umask 077; ${envCommand(input, options)} > ${shellWord(`./${envBlockFile(input)}`)})`;
  return {
    says:
      (input.facts.writer.kind === "role"
        ? "The env block has no keys, because the writer is a role: run the steps below on a machine that has this role. "
        : "The env block is a secret, because it has the writer's key, which all steps use. ") +
      `Create it ${whereOutputsAre(input)} with ${inlineCode(make)}, and move it to ${keptAs(input, envBlockFile(input))} on the machine where the steps run.`,
  };
}

/** Checks that all files that the steps need exist, before anything is copied and before the app is stopped. */
export function requireFiles(words: string[]): string {
  return `for file in ${words.join(" ")}; do
  [ -s "$file" ] || echo "Stop here: the file $file does not exist or is empty (the current folder is $PWD)." >&2
done`;
}
