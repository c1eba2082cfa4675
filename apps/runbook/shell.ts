/** Shell lines that the runbooks of all apps share: where they run, and how the tools are told of a store. */
import { COMMAND, shellWord } from "../../env/shell";
import { s3Host } from "../../stores/aws";
import { Deployment, type RunbookInput, type SourceBucket, type Step } from "./runbook";

/** The prefix of every key as it stands before a key: with its slash, or empty. */
export function keyPrefix({ keyPrefix: prefix }: { keyPrefix?: string }): string {
  return prefix === undefined ? "" : `${prefix}/`;
}

/** The file with the env block, as the operator names it. */
export function envBlockFile({ instance }: RunbookInput): string {
  return `${instance}.env`;
}

/** The file with the env block as a word of the shell. `./` keeps a name from being an option, or looked up in PATH. */
export const blockWord = (input: RunbookInput): string => shellWord(`./${envBlockFile(input)}`);

/**
 * The folder, from one place, and the day of the move, which is in the backups' names: a later move must neither take nor keep
 * those of an earlier one. `|| exit` would end the operator's session.
 */
export function enterFolder({ folder }: RunbookInput, usual: string, what: string): string {
  return `FOLDER=${folder === undefined ? usual : shellWord(folder)} # ${what}: correct it here, and nowhere else
: "\${RUN:=$(date +%Y%m%d)}" # the day that the move began
cd "$FOLDER" || echo "Stop here: there is no folder $FOLDER. Correct FOLDER, and paste this block again." >&2`;
}

/** The first paragraphs of a runbook: where its lines run, and with what. */
export function howToRun(where: string, tools: string): string[] {
  return [
    `The steps run in ${where}, from top to bottom. Paste them block by block into one bash session, best inside \`tmux\` or \`screen\`, so that ` +
      "a lost connection does not end a copy. **Read what each block prints before you paste the next one**: a block that fails says so, " +
      "never ends the session, and can be pasted again.",
    "A session that begins later starts with the first two blocks under *Before*; on another day than the first one it begins with `RUN=` " +
      "and that day, as in the names of the backups (`RUN=20260131`). Nothing is deleted before the last section.",
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
  const make = `(umask 077; ${envCommand(input, options)} > ${blockWord(input)})`;
  return {
    says:
      (input.facts.writer === "role"
        ? "The env block, without keys: the AWS CLI finds the role on a machine that has it, and the steps below have to run on one. "
        : "The env block is a secret: it has the writer's key, which all steps use. ") +
      `Make it where you run Pulumi, ${inlineCode(make)}, and copy it to where the steps run.`,
  };
}

/** What the steps need is there before anything is copied, and long before the app is stopped. */
export function requireFiles(files: string[]): string {
  return `for file in ${files.map(shellWord).join(" ")}; do
  [ -s "$file" ] || echo "Stop here: $file is not in $PWD, or is empty." >&2
done`;
}

/** The file of the block is read into the shell, so that no key stands in a command; the SDK's own settings come with it. */
export function readEnvBlock(input: RunbookInput): string {
  return `set -a\n. ${blockWord(input)}\nset +a`;
}

/**
 * The certificate of the store's own authority as a word of the shell, where there is one. On Kubernetes the path of the config
 * is one in the app's container, which neither this machine nor the pod of the copy has.
 */
function caFile({ facts, deployment }: RunbookInput): string | undefined {
  if (facts.caFile === undefined) return undefined;
  return deployment === Deployment.Helm ? "./ca.pem" : facts.caFile;
}

/** That file, where the steps need it. */
export function neededCaFile(input: RunbookInput): string[] {
  const file = caFile(input);
  return file === undefined ? [] : [file];
}

/** How that file comes to where the steps run, where it is not there for the app already. */
export function caFileStep(input: RunbookInput): Step[] {
  if (input.facts.caFile === undefined || input.deployment !== Deployment.Helm) return [];
  return [
    {
      says: "The certificate of the authority that signs for the store (`caFile` of the config), as `ca.pem`: copy it to where the steps run.",
    },
  ];
}

/** All tools read the same file; each would take the store's authority in place of the machine's, and the other hosts have those. */
function authorities(file: string): string[] {
  return [
    `cat ${shellWord(file)} > "$MOVE_TMP/ca.pem"`,
    "for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do",
    '  [ ! -r "$file" ] || cat "$file" >> "$MOVE_TMP/ca.pem"',
    "done",
    "export AWS_CA_BUNDLE=$MOVE_TMP/ca.pem CURL_CA_BUNDLE=$MOVE_TMP/ca.pem",
    'rclone() { command rclone --ca-cert "$MOVE_TMP/ca.pem" "$@"; }',
  ];
}

/** The function `store`, the AWS CLI told where the bucket is; and what every copy reports with. */
export function storeFunction(input: RunbookInput): string {
  const { region, endpoint, pathStyle } = input.facts;
  const file = caFile(input);
  const options = [`--region=${shellWord(region)}`];
  if (endpoint !== undefined) options.push(`--endpoint-url=${shellWord(endpoint)}`);
  const lines = [
    "MOVE_TMP=$(mktemp -d)",
    // A machine's own settings would come between; only this session is to know these. A pager would take what is pasted.
    "export AWS_CONFIG_FILE=$MOVE_TMP/aws.ini FAILURES=$MOVE_TMP/failed.txt AWS_PAGER=",
    ...(file === undefined ? [] : authorities(file)),
  ];
  // The CLI's own checksums are more than S3-compatible servers understand.
  if (endpoint !== undefined) {
    lines.push(
      "export AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED AWS_RESPONSE_CHECKSUM_VALIDATION=WHEN_REQUIRED",
    );
  }
  // At an endpoint of its own the AWS CLI puts the bucket into the path (measured with 1.45).
  if (endpoint !== undefined && pathStyle === false) {
    lines.push(`printf '[default]\\ns3 =\\n  addressing_style = virtual\\n' > "$AWS_CONFIG_FILE"`);
  }
  lines.push(`store() { aws ${options.join(" ")} "$@"; }`, REPORT);
  return lines.join("\n");
}

/** One object that fails must not stop the others, and must not be overlooked among them. */
const REPORT = `# Runs a command, and keeps what it says in $FAILURES too.
noting() { "$@" 2>&1 | tee -a "$FAILURES"; return "\${PIPESTATUS[0]}"; }
# The end of a copy: its name, and 0 if nothing failed.
finish() {
  if [ "$2" = 0 ]; then echo "$1: done, nothing failed"; return 0; fi
  echo "$1: some objects failed, all others are done. Each one is above and in $FAILURES; run $1 again." >&2
  return 1
}`;

/**
 * Defines a function that goes on where a part fails: `lines` set `failed`, and its end says whether one did. With `folder` it
 * does nothing where that is not there.
 */
export function reporting(
  name: string,
  lines: string,
  { folder, locals = [] }: { folder?: string; locals?: string[] } = {},
): string {
  return [
    `${name}() {`,
    `  local ${["failed=0", ...locals].join(" ")}`,
    ...(folder === undefined
      ? []
      : [`  [ -d "${folder}" ] || { echo "There is no folder ${folder}." >&2; return 1; }`]),
    '  : > "$FAILURES"',
    lines,
    `  finish ${name} "$failed"`,
    "}",
  ].join("\n");
}

/** How many objects and bytes there are below a prefix, with the writer's key. */
export const countBelow = (prefix: string): string =>
  `store s3 ls "s3://$BUCKET/${prefix}" --recursive --summarize | tail -n 2`;

/** The objects below a prefix that were written after the day on which the move began. */
export const newerObjects = (prefix: string): string =>
  `store s3api list-objects-v2 --bucket="$BUCKET" --prefix=${prefix} --query "Contents[?LastModified>='$(date -d "$RUN + 1 day" +%F)'].[Key] || ''" --output text | sed '/^$/d'`;

/** Where a bucket answers, apart: the origin, the Host header and the path before a key. */
export function placeOf({ bucket, region, endpoint, pathStyle }: SourceBucket & { pathStyle?: boolean }): {
  origin: string;
  host: string;
  path: string;
} {
  if (endpoint === undefined) {
    const host = `${bucket}.${s3Host(region)}`;
    return { origin: `https://${host}`, host, path: "" };
  }
  const [scheme = "", name = ""] = endpoint.split("://");
  const host = pathStyle === false ? `${bucket}.${name}` : name;
  return { origin: `${scheme}://${host}`, host, path: pathStyle === false ? "" : `/${bucket}` };
}

/** What stands before "/" and the key in a URL of the bucket's own. */
export function bucketUrl(bucket: SourceBucket & { pathStyle?: boolean }): string {
  const { origin, path } = placeOf(bucket);
  return origin + path;
}

/**
 * The AWS CLI takes the type of an extension from Python's list and the machine's /etc/mime.types. Python 3.11's list has
 * half of these (measured), and a browser guesses no type of a host that says nosniff.
 */
const TYPES = `avif image/avif
flac audio/flac
heic image/heic
heif image/heif
m4a audio/mp4
m4v video/mp4
oga audio/ogg
ogg audio/ogg
opus audio/ogg
webp image/webp
wma audio/x-ms-wma`;

/**
 * Calls the function `copy` for each of these types of which there is a file in the folder, and for all that is left. Sets
 * `failed` where a call fails, and goes on.
 */
export function copiesByType(folder: string): string {
  return `  # The types that the AWS CLI may not know, where there is such a file; then all the others.
  while read -r extension type <&3; do
    [ -z "$(find ${folder} -name "*.$extension" -print -quit)" ] ||
      copy --exclude '*' --include "*.$extension" --content-type "$type" || failed=1
  done 3<<'TYPES'
${TYPES}
TYPES
  copy || failed=1`;
}

/**
 * Defines `show_types FOLDER PREFIX`: type and cache header of one object of each extension among the files of the folder that
 * `find` prints with these arguments. The keys are the paths below the folder, behind the prefix.
 */
export function showTypes(find: string, query: string): string {
  return `show_types() {
  local -A seen=()
  local file extension
  while IFS= read -r -d '' file <&3; do
    file=\${file#./} extension=\${file##*.}
    [ -z "\${seen["x$extension"]}" ] || continue
    seen["x$extension"]=1
    printf '%s\\t' "$extension"
    store s3api head-object --bucket="$BUCKET" --key="$2$file" --query '${query}' --output text || echo "not known, of $file"
  done 3< <(cd "$1" && find . ${find} -name '*.*' -print0)
}`;
}

/** The keys of the AWS CLI from two lines of the env block, without the rest of it. authentik's may stand in JSON's quotes. */
export function keysOfBlock(input: RunbookInput, accessKeyId: string, secretAccessKey: string): string {
  if (input.facts.writer === "role") return "";
  const read = (name: string): string => `$(. ${blockWord(input)} && printf %s "$${name}" | tr -d '"')`;
  return `AWS_ACCESS_KEY_ID=${read(accessKeyId)}
AWS_SECRET_ACCESS_KEY=${read(secretAccessKey)}
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`;
}

/** Ends what only the move needed. */
export function forget(input: RunbookInput): Step {
  return {
    says: "Delete the env block here, and the temporary files of this session. The backups of the settings have secrets in them too: delete them when you no longer need them.",
    shell: `rm -f ${blockWord(input)}\n[ -z "$MOVE_TMP" ] || rm -rf -- "$MOVE_TMP"`,
  };
}
