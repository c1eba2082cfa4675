/**
 * The shell lines that copy the files of Supabase Storage. Its file backend keeps an object's type and cache header in extended
 * attributes (supabase/storage src/storage/backend/file.ts L37-47), which a `sync` does not see.
 */

import type { Step } from "./runbook";
import { reporting } from "./shell";
import { COUNT_OBJECTS, COUNT_ROWS } from "./supabase-steps";

/** Not objects: what resumable uploads keep beside their files, which are named by a version. */
const CONTROL_FILES = `-regextype posix-extended ! -regex '.*/[0-9a-f-]{36}[.](info|json|part)'`;

/** Without them each file would count as one without a type, and nothing would say so. */
export const NEEDS_ATTR = `for tool in getfattr setfattr; do
  command -v "$tool" > /dev/null || { echo "Stop here: $tool is missing (apt-get install attr). Paste this block again afterwards." >&2; unset FILES; }
done`;

/** Defines `copy_files`: it copies what is not in the bucket yet, so it can be run again. */
export const COPY_TO_BUCKET = `${reporting(
  "copy_files",
  `  # A tree of hard links for each type and cache header, so that one sync uploads all that have them.
  rm -rf -- "$links"
  while IFS= read -r -d '' file; do
    type=$(getfattr --only-values -n user.supabase.content-type "$FILES/$file" 2> /dev/null) || type=application/octet-stream
    cache=$(getfattr --only-values -n user.supabase.cache-control "$FILES/$file" 2> /dev/null) || cache=no-cache
    group=$links/$(printf '%s\\n%s' "$type" "$cache" | sha256sum | cut -c 1-16)
    mkdir -p "$group/files/$(dirname "$file")"
    printf %s "$type" > "$group/type"
    printf %s "$cache" > "$group/cache"
    noting ln "$FILES/$file" "$group/files/$file" || failed=1
  done < <(cd "$FILES" && find . -type f ${CONTROL_FILES} -print0)
  for group in "$links"/*/; do
    [ -d "$group" ] || continue
    noting store s3 sync "\${group}files/" "s3://$BUCKET/" --only-show-errors \\
      --content-type="$(cat "\${group}type")" --cache-control="$(cat "\${group}cache")" || failed=1
  done
  rm -rf -- "$links"`,
  {
    folder: "$FILES/$TENANT",
    locals: ["links=$FOLDER/volumes/storage/.links", "file", "type", "cache", "group"],
  },
)}
copy_files`;

const COUNT_ALL = `(cd "$FILES" && find . -type f ${CONTROL_FILES}) | wc -l`;

/** While Storage stands still, so that the numbers do not move. */
export const countBeforeStart = (again: string): Step => ({
  says: `Before anything starts: the same number of files, of objects and of rows. Else run \`${again}\` again; uploads that were never finished may make one of them more.`,
  shell: `${COUNT_ALL}\n${COUNT_OBJECTS}\n${COUNT_ROWS}`,
});

/** How many files count, and how many of them have no type. */
export const COUNT_FILES = `${COUNT_ALL}
(cd "$FILES" && find . -type f ${CONTROL_FILES} -exec getfattr -n user.supabase.content-type {} + 2>&1 > /dev/null) |
  grep -c 'No such attribute'`;

/**
 * Defines `fetch_files`. By size, for the copy in the bucket is always younger than the file that it was made of; the keys of
 * uploads that are not finished and of Storage's own work stay behind. Of a missing header the AWS CLI would print "None".
 */
export const COPY_TO_FILES = `set_type() {
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
  (cd "$FILES" && find . -type f ${CONTROL_FILES} -print0) |
    noting xargs -0 -r -P 4 -n 1 bash -c 'set_type "$1"' _ || failed=1`,
  { folder: "$FILES" },
)}
fetch_files`;
