/** Shell functions that upload files to the bucket, each with its content type. */
import { reporting } from "./shell";

/**
 * The AWS CLI reads the type of an extension from Python's list and the machine's /etc/mime.types. Python 3.11's list has
 * half of these (measured), and browsers do not guess types on a host that sends nosniff.
 */
const TYPES: readonly (readonly [extensions: string, type: string])[] = [
  ["*.avif", "image/avif"],
  ["*.flac", "audio/flac"],
  ["*.heic", "image/heic"],
  ["*.heif", "image/heif"],
  ["*.m4a", "audio/mp4"],
  ["*.m4v", "video/mp4"],
  ["*.oga | *.ogg | *.opus", "audio/ogg"],
  ["*.webp", "image/webp"],
  ["*.wma", "audio/x-ms-wma"],
];

/** Defines a function that uploads the files that have no object yet. It compares names, or sizes and names. */
export const copyMissing = (name: string, { sized }: { sized: boolean }, folder = "$FILES"): string =>
  reporting(
    name,
    `  compare_names files objects || return 1
  ${sized ? 'cut -f 2- "$MOVE_TMP/missing.txt" | send_names' : 'send_names < "$MOVE_TMP/missing.txt"'} || failed=1`,
    { folder },
  );

/** Defines `headers_of FILE`, which sets `cache`, and sets `type` if the AWS CLI may not know the extension. */
export function headersByExtension(cacheControl: string): string {
  const cases = TYPES.map(([extensions, type]) => `    ${extensions}) type=${type} ;;`);
  return `# The types that the AWS CLI may not know.
headers_of() {
  cache='${cacheControl}' type=
  case \${1,,} in
${cases.join("\n")}
  esac
}`;
}

/**
 * Defines `send_names`, which uploads the files below `FILES` whose names it reads. With `takesOptions` its arguments are
 * additional options of `aws s3 cp`. With `noted`, the names of the uploaded files are kept (`NOTE_UPLOADS`). It does not use `aws s3 sync`, which would list both sides once for each type while the app
 * is stopped, and would overwrite an object that is newer than its file. It creates links in the temporary folder, 10,000 at a
 * time, so that one process uploads all files of a type.
 */
export const sendNames = ({
  takesOptions = false,
  noted = false,
} = {}): string => `# send_names: uploads the files whose names it reads, one per line, in groups with the same type and cache header.
send_names() {
  local failed=0 links=$MOVE_TMP/links batch name type cache group
  local -a groups options
  local -A numbers
  rm -f -- "$MOVE_TMP"/batch.*
  split -l 10000 - "$MOVE_TMP/batch."
  for batch in "$MOVE_TMP"/batch.*; do
    [ -e "$batch" ] || continue
    groups=() numbers=()
    while IFS= read -r name <&4; do
      # The file was deleted after it was listed.
      [ -f "$FILES/$name" ] || continue
      headers_of "$FILES/$name"
      group="x$type"$'\\n'"$cache"
      if [ -z "\${numbers["$group"]}" ]; then
        numbers["$group"]=\${#groups[@]}
        groups+=("$group")
        : > "$MOVE_TMP/group.\${numbers["$group"]}"
      fi
      printf '%s\\0' "$FILES/$name" >> "$MOVE_TMP/group.\${numbers["$group"]}"
    done 4< "$batch"
    rm -f -- "$batch"
    for group in "\${groups[@]}"; do
      type=\${group%%$'\\n'*} cache=\${group#*$'\\n'} options=(${takesOptions ? '"$@"' : ""})
      [ "$type" = x ] || options+=(--content-type="\${type#x}")
      [ -z "$cache" ] || options+=(--cache-control="$cache")
      rm -rf -- "$links"
      mkdir "$links" || return 1
      noting xargs -0 cp -s --parents -t "$links" -- < "$MOVE_TMP/group.\${numbers["$group"]}" || failed=1
      ${noted ? "note_uploads" : "noting"} store s3 cp "$links$FILES/" "s3://$BUCKET/$PREFIX" --recursive ${noted ? "--no-progress" : "--only-show-errors"} "\${options[@]}" || failed=1
    done
  done
  rm -rf -- "$links"
  return "$failed"
}`;

/**
 * Defines `note_uploads`, which runs an upload that prints the objects that it has written, and appends their names to copied.txt.
 * Only such a list tells an object that the app has deleted since from one that was never written.
 */
export const NOTE_UPLOADS = `# note_uploads COMMAND: runs an upload, and appends the names of what it has uploaded to copied.txt.
note_uploads() {
  local line
  "$@" 2>&1 | while IFS= read -r line; do
    case $line in
      "upload: "*" to s3://$BUCKET/$PREFIX"*) printf '%s\\n' "\${line##* to s3://"$BUCKET/$PREFIX"}" >> "$MOVE/copied.txt" ;;
      *) printf '%s\\n' "$line" | tee -a "$FAILURES" ;;
    esac
  done
  return "\${PIPESTATUS[0]}"
}`;
