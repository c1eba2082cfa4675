/** The sessions in which the lines of a runbook run: where they begin, what they need, and how a move ends. */
import { COMMAND, shellWord } from "../env/formats/shell";
import { DeploymentKind, fileNameOf, moveName, type RunbookInput, type Step } from "./index";

/** Begins the sentence of a block that a later session needs again. It changes nothing, however often it is pasted. */
export const EACH_SESSION = "**Each session.** ";

/** The file with the env block, as the operator names it. */
export function envBlockFile(input: RunbookInput): string {
  return `${fileNameOf(input)}.env`;
}

/** A file in the folder of the move as a word of the shell. */
export const kept = (file: string): string => `"$MOVE"/${shellWord(file)}`;

export const blockWord = (input: RunbookInput): string => kept(envBlockFile(input));

/** That folder, as a sentence names it. */
const moveFolder = (input: RunbookInput): string => `~/media-storage/${moveName(input)}`;

/** A file in it, as a sentence names it. */
export const keptAs = (input: RunbookInput, file: string): string =>
  inlineCode(`${moveFolder(input)}/${file}`);

/**
 * The app's folder, from one place, and the folder of the move. The app's folder may belong to the app's user, who could put
 * a file of his own in the place of one that root reads here. `|| exit` would end the operator's session.
 */
export function enterFolder(input: RunbookInput, usual: string, what: string): Step {
  const { folder } = input;
  return {
    says:
      `${EACH_SESSION}Where the app is, and the folder of this move: the env block, the settings as they were, and what was copied, for ` +
      "nobody but you to read. It says when the move began. If that is an earlier one, which is over, end it with the last block of this runbook, and paste this again.",
    shell: `FOLDER=${folder === undefined ? usual : shellWord(folder)} # ${what}: correct it here, and nowhere else
MOVE=~/media-storage/${shellWord(moveName(input))}
(umask 077; mkdir -p "$MOVE" && { [ -s "$MOVE/began" ] || date > "$MOVE/began"; })
echo "This move began on $(cat "$MOVE/began")"
if cd "$FOLDER"; then FOLDER=$PWD; else echo "Stop here: there is no folder $FOLDER. Correct FOLDER, and paste this block again." >&2; fi`,
  };
}

/** The first paragraphs of a runbook: where its lines run, and with what. */
export function howToRun(where: string, tools: string): string[] {
  return [
    `The steps run in ${where}, from top to bottom. Paste them block by block into one bash session, best inside \`tmux\` or \`screen\`, so that ` +
      "a lost connection does not end a copy. **Read what each block prints before you paste the next one**: a block that fails says so, " +
      "never ends the session, and can be pasted again.",
    "A session that begins later starts with the blocks under *Before* that say **Each session**, and goes on where the last one ended. Nothing is deleted before the last section.",
    `It takes a deployed stack (\`pulumi up\`), the AWS CLI, version 1 or 2 (\`apt-get install awscli\`)${tools}.`,
  ];
}

/** The command that prints one file of a form of the env block, or the block's most usual form; on the machine with Pulumi. */
export function envCommand({ instance, stack }: RunbookInput, options = ""): string {
  return `${COMMAND} env ${shellWord(instance)} --stack ${shellWord(stack)}${options}`;
}

/** A command as Markdown's inline code, whatever is in it. */
export function inlineCode(command: string): string {
  const longest = Math.max(0, ...[...command.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return fence + space + command + space + fence;
}

/** How the operator gets the env block onto the machine where the steps run. */
export function envBlockStep(input: RunbookInput, options = " -f dotenv"): Step {
  // `./` keeps a name from being an option.
  const make = `(umask 077; ${envCommand(input, options)} > ${shellWord(`./${envBlockFile(input)}`)})`;
  return {
    says:
      (input.facts.writer.kind === "role"
        ? "The env block, without keys: the AWS CLI finds the role on a machine that has it, and the steps below have to run on one. "
        : "The env block is a secret: it has the writer's key, which all steps use. ") +
      `Make it where you run Pulumi, ${inlineCode(make)}, and move it to ${keptAs(input, envBlockFile(input))} where the steps run.`,
  };
}

/** What the steps need is there before anything is copied, and long before the app is stopped. */
export function requireFiles(words: string[]): string {
  return `for file in ${words.join(" ")}; do
  [ -s "$file" ] || echo "Stop here: there is no $file in $PWD, or it is empty." >&2
done`;
}

/**
 * What the AWS CLI would prefer to the keys of the block: settings of the machine, or of the operator's own session. With a
 * role the keys of that session too.
 */
export function ownCredentials({ facts }: RunbookInput): string {
  const keys = facts.writer.kind === "role" ? " AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY" : "";
  return `unset AWS_PROFILE AWS_DEFAULT_PROFILE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_ENDPOINT_URL AWS_ENDPOINT_URL_S3${keys}
export AWS_SHARED_CREDENTIALS_FILE=/dev/null`;
}

/** The file of the block is read into the shell, so that no key stands in a command; the SDK's own settings come with it. */
export function readEnvBlock(input: RunbookInput): string {
  return `set -a\n. ${blockWord(input)}\nset +a`;
}

/** The keys of the AWS CLI from two lines of the env block, without the rest of it. authentik's may stand in JSON's quotes. */
export function keysOfBlock(input: RunbookInput, accessKeyId: string, secretAccessKey: string): string {
  if (input.facts.writer.kind === "role") return "";
  const read = (name: string): string => `$(. ${blockWord(input)} && printf %s "$${name}" | tr -d '"')`;
  return `AWS_ACCESS_KEY_ID=${read(accessKeyId)}
AWS_SECRET_ACCESS_KEY=${read(secretAccessKey)}
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`;
}

/** How the certificate of the store's own authority comes to where the steps run, where it is not there for the app already. */
export function caFileStep(input: RunbookInput): Step[] {
  if (input.facts.store.caFile === undefined || input.deployment !== DeploymentKind.Helm) return [];
  return [
    {
      says: `The certificate of the authority that signs for the store (\`caFile\` of the config): copy it to ${keptAs(input, "ca.pem")} where the steps run.`,
    },
  ];
}
