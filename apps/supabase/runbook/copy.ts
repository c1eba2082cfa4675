/**
 * Shell lines that copy the files of Supabase Storage. Its file backend keeps an object's type and cache header in extended
 * attributes (supabase/storage src/storage/backend/file.ts L37-47), which a `sync` ignores.
 */

import { COMPARE_NAMES, listFiles, listObjects, startsWith } from "../../../runbook/names";
import type { Step } from "../../../runbook";
import { copyMissing, sendNames } from "../../../runbook/send";
import { reporting } from "../../../runbook/shell";
import { COUNT_ROWS } from "./steps";

/** Leaves out files that resumable uploads keep next to their data. They are not objects. */
const CONTROL_FILES = `-regextype posix-extended ! -regex '.*/[0-9a-f-]{36}[.](info|json|part)'`;

/** Without these tools every file would silently have no type. */
const NEEDS_ATTR = `for tool in getfattr setfattr; do
  command -v "$tool" > /dev/null || { echo "Stop here: $tool is missing. Run apt-get install attr, and paste this block again." >&2; unset FILES; }
done`;

/** Storage writes each version once, so an object of another size was copied before the file was complete. */
const SIZED = { sized: true };

/** Run it while Storage is stopped, so that the numbers do not change. */
export const COUNT_ROWS_TOO: Step = {
  says: "Compare the number of objects with the number of rows. They must be equal, except for unfinished uploads.",
  shell: `wc -l < "$MOVE_TMP/objects.txt"\n${COUNT_ROWS}`,
};

/** Counts the files, and those without a type. */
export const COUNT_FILES = `list_files | wc -l
(cd "$FILES" && find -L . -type f ${CONTROL_FILES} -exec env LC_ALL=C getfattr -n user.supabase.content-type {} + 2>&1 > /dev/null) |
  grep -c 'No such attribute'`;

/**
 * Defines `fetch_files`. It compares sizes, because an object in the bucket is always newer than its file. It leaves out keys of
 * unfinished uploads and Storage's internal keys. For a missing header the AWS CLI would print "None".
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
export -f as_writer store set_type
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
  # Users who upload choose both values, and for file://... the AWS CLI would send that file of this machine.
  case $type in *://*) type=application/octet-stream ;; esac
  case $cache in *://*) cache=no-cache ;; esac
}`,
  sendNames(),
  copyMissing("copy_files", SIZED, "$FILES/$TENANT"),
  FETCH_FILES,
].join("\n");
