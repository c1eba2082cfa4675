/** Shell lines that the runbooks of all apps share: the tools' settings for the store, and functions that report failures. */
import { shellWord } from "../env/formats/shell";
import { s3Host } from "../stores/aws";
import { authorities } from "./ca-file";
import type { RunbookInput, SourceBucket } from "./index";
import { asWriter, type KeyNames } from "./writer";

/** The prefix of every key with its slash, or empty. */
export function keyPrefix({ keyPrefix: prefix }: { keyPrefix?: string }): string {
  return prefix === undefined ? "" : `${prefix}/`;
}

/** Defines `as_writer`, the function `store`, the AWS CLI with the store's settings, and the functions that report failures. */
export function storeFunction(input: RunbookInput, names?: KeyNames): string {
  const { region, endpoint, pathStyle } = input.facts.store;
  const options = [`--region=${shellWord(region)}`];
  if (endpoint !== undefined) options.push(`--endpoint-url=${shellWord(endpoint)}`);
  const lines = [
    "MOVE_TMP=$(mktemp -d)",
    "export MOVE MOVE_TMP FAILURES=$MOVE_TMP/failed.txt",
    ...authorities(input),
  ];
  // With a custom endpoint the AWS CLI puts the bucket into the path (measured with 1.45).
  if (endpoint !== undefined && pathStyle === false) {
    lines.push(`printf '[default]\\ns3 =\\n  addressing_style = virtual\\n' > "$MOVE_TMP/aws.ini"`);
  }
  lines.push(asWriter(input, names), `store() { as_writer aws ${options.join(" ")} "$@"; }`, REPORT);
  return lines.join("\n");
}

/** An object that fails must not stop the others, and must not be overlooked. */
const REPORT = `# Runs a command, and writes its output to $FAILURES too.
noting() { "$@" 2>&1 | tee -a "$FAILURES"; return "\${PIPESTATUS[0]}"; }
# finish NAME STATUS: reports the end of a copy. STATUS is 0 if nothing failed.
finish() {
  if [ "$2" = 0 ]; then echo "$1: done, nothing failed"; return 0; fi
  echo "$1: some objects failed, all others are done. The errors are above and in $FAILURES. Run $1 again." >&2
  return 1
}`;

/**
 * Defines a function that continues if a part fails: `lines` set `failed`, and the end reports it. With `folder` it does nothing
 * if that folder does not exist.
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
      : [`  [ -d "${folder}" ] || { echo "The folder '${folder}' does not exist." >&2; return 1; }`]),
    '  : > "$FAILURES"',
    lines,
    `  finish ${name} "$failed"`,
    "}",
  ].join("\n");
}

/** Counts the objects and bytes below a prefix, with the writer's key. */
export const countBelow = (prefix: string): string =>
  `store s3 ls "s3://$BUCKET/${prefix}" --recursive --summarize | tail -n 2`;

/** The parts of a bucket's URL: the origin, the Host header and the path before a key. */
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

/** The bucket's own base URL, without a slash at the end. Append "/" and the key. */
export function bucketUrl(bucket: SourceBucket & { pathStyle?: boolean }): string {
  const { origin, path } = placeOf(bucket);
  return origin + path;
}

/**
 * Defines `show_types FOLDER PREFIX`: prints type and cache header of one object per extension, for the files of the folder that
 * `find` selects. A key is the prefix and the path below the folder.
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
    store s3api head-object --bucket="$BUCKET" --key="$2$file" --query '${query}' --output text || echo "unknown, for $file"
  done 3< <(cd "$1" && find -L . ${find} -name '*.*' -print0)
}`;
}
