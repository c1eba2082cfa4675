/** Shell lines that the runbooks of all apps share: how the tools are told of a store. */
import { COMMAND, shellWord } from "../../env/shell";
import { s3Host } from "../../stores/aws";
import { sourceOf, type RunbookInput, type SourceBucket, type Step, type BucketFacts } from "./runbook";

/** The prefix of every key as it stands before a key: with its slash, or empty. */
export function keyPrefix({ keyPrefix: prefix }: { keyPrefix?: string }): string {
  return prefix === undefined ? "" : `${prefix}/`;
}

/** The file with the env block, as the operator names it. */
export function envBlockFile({ instance }: RunbookInput): string {
  return `${instance}.env`;
}

/** The day of a move is in its backups' names: a later move must neither take nor keep those of an earlier one. */
export const RUN = `: "\${RUN:=$(date +%Y%m%d)}" # the day that the move began`;

/** Brings a backup back; a missing one must not empty the file. `>` and not `mv`: the file keeps its owner and its mode. */
export const restore = (backup: string, file: string): string => `ls -l ${backup} && cat ${backup} > ${file}`;

/** The first paragraphs of a runbook: where its lines run, and with what. */
export function howToRun(where: string, tools: string): string[] {
  return [
    `The steps run in ${where}, from top to bottom; nothing is deleted before the last section. A bash session that begins later starts ` +
      "with the names under *Before*; on another day than the first one it begins with `RUN=` and that day, as in the names of the backups (`RUN=20260131`).",
    `It takes a deployed stack (\`pulumi up\`), the AWS CLI, version 1 or 2 (\`apt-get install awscli\`)${tools}.`,
  ];
}

/** The command that prints one file of a form of the env block, or the block's most usual form. */
export function envCommand({ instance, stack }: RunbookInput, options = ""): string {
  return `${COMMAND} env ${instance} -s ${shellWord(stack)}${options}`;
}

/** How the operator gets the env block onto the machine where the steps run. */
export function envBlockStep(input: RunbookInput, options = " -f dotenv"): Step {
  const file = envBlockFile(input);
  return {
    says:
      (input.facts.writer === "role"
        ? "The env block, without keys: the AWS CLI finds the role on a machine that has it, and the steps below have to run on one. "
        : "The env block is a secret: it has the writer's key, which all steps use. ") +
      `Make it where you run Pulumi, \`(umask 077; ${envCommand(input, options)} > ${file})\`, and copy it to where the steps run.`,
  };
}

/**
 * The env block in an env file, in place of the lines that `keepOthers` leaves out of `$others`; `taken` names those. With `>`
 * and not `mv` the file keeps its owner and its mode.
 */
export function applyEnvBlock(
  input: RunbookInput,
  file: string,
  { says, taken, keepOthers, start }: Record<"says" | "taken" | "keepOthers" | "start", string>,
): Step {
  return {
    says:
      `${says} That takes out every ${taken}, your own tuning too: put it back from the copy. ` +
      `Where the stack can be read from here, write \`${envCommand(input, ` --into ${file}`)}\` in place of the first two lines: it keeps your tuning, and shows the difference first.`,
    shell: `${keepOthers}\nprintf '%s\\n' "$others" | cat - ${envBlockFile(input)} > ${file}\n${start}`,
  };
}

/** The file of the block is read into the shell, so that no key stands in a command; the SDK's own settings come with it. */
export function readEnvBlock(input: RunbookInput): string {
  return `set -a\n. ./${envBlockFile(input)}\nset +a`;
}

/** The function `store`: the AWS CLI, told where the bucket is. */
export function storeFunction({ region, endpoint, pathStyle }: BucketFacts): string {
  const options = [`--region ${shellWord(region)}`];
  if (endpoint !== undefined) options.push(`--endpoint-url ${shellWord(endpoint)}`);
  const lines = [
    // A machine's own settings would come between; only this session is to know these.
    "AWS_CONFIG_FILE=$(mktemp)",
    "export AWS_CONFIG_FILE",
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
  lines.push(`store() { aws ${options.join(" ")} "$@"; }`);
  return lines.join("\n");
}

/** How many objects and bytes there are below a prefix, with the writer's key. */
export const COUNT_OBJECTS = `store s3 ls "s3://$BUCKET/$PREFIX" --recursive --summarize | tail -n 2`;

/** rclone's remotes `old` and `new` as environment variables, so that no key stands in a command or a file of rclone's. */
export function rcloneRemotes(input: RunbookInput): string {
  const { facts } = input;
  const old = remote("OLD", sourceOf(input), providerOf(sourceOf(input).endpoint));
  const acl = facts.access === "acl" ? "public-read" : "";
  return [
    ...old,
    'RCLONE_CONFIG_OLD_ACCESS_KEY_ID=$(. ./old.env && printf %s "$AWS_ACCESS_KEY_ID")',
    'RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY=$(. ./old.env && printf %s "$AWS_SECRET_ACCESS_KEY")',
    "export RCLONE_CONFIG_OLD_ACCESS_KEY_ID RCLONE_CONFIG_OLD_SECRET_ACCESS_KEY",
    ...remote("NEW", facts, providerOf(facts.endpoint, facts.flavour)),
    // The writer may not make buckets, and rclone would try to.
    "export RCLONE_CONFIG_NEW_NO_CHECK_BUCKET=true RCLONE_CONFIG_NEW_ENV_AUTH=true",
    ...(facts.pathStyle === false ? ["export RCLONE_CONFIG_NEW_FORCE_PATH_STYLE=false"] : []),
    `export RCLONE_CONFIG_NEW_ACL=${acl}`,
  ].join("\n");
}

function remote(
  name: string,
  { region, endpoint }: Pick<SourceBucket, "region" | "endpoint">,
  provider: string,
): string[] {
  const prefix = `RCLONE_CONFIG_${name}`;
  return [
    `export ${prefix}_TYPE=s3 ${prefix}_PROVIDER=${provider} ${prefix}_REGION=${shellWord(region)}`,
    ...(endpoint === undefined ? [] : [`export ${prefix}_ENDPOINT=${shellWord(endpoint)}`]),
  ];
}

/** rclone's name for a kind of store. */
function providerOf(endpoint: string | undefined, flavour?: string): string {
  if (endpoint === undefined) return "AWS";
  return flavour === "ceph" ? "Ceph" : "Other";
}

/** Defines a function that copies what is younger or not there, with what rclone calls metadata: `Cache-Control` among it. */
export function copyBetweenBuckets(filters: string, name: string): string {
  return `${name}() {
  rclone copy "old:$OLD_BUCKET/$OLD_PREFIX" "new:$BUCKET/$PREFIX" --metadata --update --use-server-modtime${filters}
}
${name}`;
}

/** What is needed of the bucket that the files are in. */
export function oldKey(bucket: string): Step {
  return {
    says:
      `A key that may list and read ${bucket}, in a file \`old.env\` with the lines \`AWS_ACCESS_KEY_ID=\` and \`AWS_SECRET_ACCESS_KEY=\`. ` +
      "For an instance of this stack its env block has them.",
  };
}

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

/** Calls the function `copy` for each of these types of which there is a file in the folder, and for all that is left. */
export function copiesByType(folder: string): string {
  return `  # The types that the AWS CLI may not know, where there is such a file; then all the others.
  while read -r extension type <&3; do
    [ -z "$(find ${folder} -name "*.$extension" -print -quit)" ] ||
      copy --exclude '*' --include "*.$extension" --content-type "$type"
  done 3<<'TYPES'
${TYPES}
TYPES`;
}

/** The keys of the AWS CLI from two lines of the env block, without the rest of it. authentik's may stand in JSON's quotes. */
export function keysOfBlock(input: RunbookInput, accessKeyId: string, secretAccessKey: string): string {
  if (input.facts.writer === "role") return "";
  const read = (name: string): string => `$(. ./${envBlockFile(input)} && printf %s "$${name}" | tr -d '"')`;
  return `AWS_ACCESS_KEY_ID=${read(accessKeyId)}
AWS_SECRET_ACCESS_KEY=${read(secretAccessKey)}
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`;
}

/** Ends what only the move needed. */
export function forget(input: RunbookInput): Step {
  return {
    says: "The env block has done its work here. The backups of the settings have secrets in them too: delete them when you need them no more.",
    shell: `rm -f ${envBlockFile(input)} "$AWS_CONFIG_FILE"`,
  };
}
