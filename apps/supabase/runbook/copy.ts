/**
 * The shell lines that copy the files of Supabase Storage. Its file backend keeps an object's type and cache header in extended
 * attributes (supabase/storage src/storage/backend/file.ts L37-47), which a `sync` does not see.
 */

import { COMPARE_NAMES, listFiles, listObjects, startsWith } from "../../../runbook/names";
import type { Step } from "../../../runbook";
import { copyMissing, sendNames } from "../../../runbook/send";
import { reporting } from "../../../runbook/shell";
import { COUNT_ROWS } from "./steps";

/** Not objects: what resumable uploads keep beside their files, which are named by a version. */
const CONTROL_FILES = `-regextype posix-extended ! -regex '.*/[0-9a-f-]{36}[.](info|json|part)'`;

/** Without them each file would count as one without a type, and nothing would say so. */
const NEEDS_ATTR = `for tool in getfattr setfattr; do
  command -v "$tool" > /dev/null || { echo "Stop here: $tool is missing (apt-get install attr). Paste this block again afterwards." >&2; unset FILES; }
done`;

/** A version is written once, so a file of another size was copied before it was whole. */
const SIZED = { sized: true };

/** While Storage stands still, so that the numbers do not move. */
export const COUNT_ROWS_TOO: Step = {
  says: "The number of rows is that of the objects, too; uploads that were never finished may make one of them more.",
  shell: `wc -l < "$MOVE_TMP/objects.txt"\n${COUNT_ROWS}`,
};

/** How many files count, and how many of them have no type. */
export const COUNT_FILES = `list_files | wc -l
(cd "$FILES" && find -L . -type f ${CONTROL_FILES} -exec env LC_ALL=C getfattr -n user.supabase.content-type {} + 2>&1 > /dev/null) |
  grep -c 'No such attribute'`;

/**
 * Defines `fetch_files`. By size, for the copy in the bucket is always younger than the file that it was made of; the keys of
 * uploads that are not finished and of Storage's own work stay behind. Of a missing header the AWS CLI would print "None".
 */
const FETCH_FILES = `set_type() {
  local file=\${1#./} answer type cache
  ! getfattr -n user.supabase.content-type "$FILES/$file" > /dev/null 2>&1 || return 0
  answer=$(store s3api head-object --bucket="$BUCKET" --key="$file" --query "[ContentType || 'application/octet-stream', CacheControl || 'no-cache']" --output text) &&
    IFS=$'\\t' read -r type cache <<< "$answer" &&
    setfattr -n user.supabase.cache-control -v "$cache" "$FILES/$file" &&
    setfattr -n user.supabase.content-type -v "$type" "$FILES/$file" && return 0
  echo "without its type: $file"
  return 1
}
export -f store set_type
${reporting(
  "fetch_files",
  `  noting store s3 sync "s3://$BUCKET/" "$FILES/" --only-show-errors --size-only \\
    --exclude '*.part' --exclude '*.info' --exclude '__tus_locks/*' --exclude '__internal/*' || failed=1
  (cd "$FILES" && find -L . -type f ${CONTROL_FILES} -print0) |
    noting xargs -0 -r -P 4 -n 1 bash -c 'set_type "$1"' _ || failed=1`,
  { folder: "$FILES" },
)}`;

/** The functions that the copies, the checks and the proofs of both directions use. */
export const FILE_FUNCTIONS = [
  NEEDS_ATTR,
  "export PREFIX=''",
  COMPARE_NAMES,
  listFiles(SIZED, CONTROL_FILES),
  listObjects(SIZED, [""], ["/[.](info|part)$/d", startsWith("__(tus_locks|internal)[/]")]),
  `headers_of() {
  type=$(getfattr --only-values --absolute-names -n user.supabase.content-type "$1" 2> /dev/null) || type=application/octet-stream
  cache=$(getfattr --only-values --absolute-names -n user.supabase.cache-control "$1" 2> /dev/null) || cache=no-cache
  # Whoever uploads chooses both, and of file://... the AWS CLI would send that file of this machine.
  case $type in *://*) type=application/octet-stream ;; esac
  case $cache in *://*) cache=no-cache ;; esac
}`,
  sendNames(),
  copyMissing("copy_files", SIZED, "$FILES/$TENANT"),
  FETCH_FILES,
].join("\n");
