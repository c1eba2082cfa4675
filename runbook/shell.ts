/** Shell lines that the runbooks of all apps share: where they run, and how the tools are told of a store. */
import { shellWord } from "../env/formats/shell";
import { s3Host } from "../stores/aws";
import { DeploymentKind, type RunbookInput, type SourceBucket } from "./index";
import { kept } from "./session";

/** The prefix of every key as it stands before a key: with its slash, or empty. */
export function keyPrefix({ keyPrefix: prefix }: { keyPrefix?: string }): string {
  return prefix === undefined ? "" : `${prefix}/`;
}

/**
 * The certificate of the store's own authority as a word of the shell, where there is one. On Kubernetes the path of the config
 * is one in the app's container, which neither this machine nor the pod of the copy has.
 */
function caFile({ facts, deployment }: RunbookInput): string | undefined {
  if (facts.store.caFile === undefined) return undefined;
  return deployment === DeploymentKind.Helm ? kept("ca.pem") : shellWord(facts.store.caFile);
}

/** That file as a word of the shell, where the steps need it. */
export function neededCaFile(input: RunbookInput): string[] {
  const file = caFile(input);
  return file === undefined ? [] : [file];
}

/** All tools read the same file; each would take the store's authority in place of the machine's, and the other hosts have those. */
function authorities(file: string): string[] {
  return [
    `cat ${file} > "$MOVE_TMP/ca.pem"`,
    "for file in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do",
    '  [ ! -r "$file" ] || cat "$file" >> "$MOVE_TMP/ca.pem"',
    "done",
    "export AWS_CA_BUNDLE=$MOVE_TMP/ca.pem CURL_CA_BUNDLE=$MOVE_TMP/ca.pem",
    'rclone() { command rclone --ca-cert "$MOVE_TMP/ca.pem" "$@"; }',
  ];
}

/** The function `store`, the AWS CLI told where the bucket is; and what every copy reports with. */
export function storeFunction(input: RunbookInput): string {
  const { region, endpoint, pathStyle } = input.facts.store;
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
  done 3< <(cd "$1" && find -L . ${find} -name '*.*' -print0)
}`;
}
