/** The shell lines that copy Mastodon's files and look at the copy. A plain `sync` loses content types and cache headers. */
import { shellWord } from "../../env/shell";
import { Access } from "../mastodon-settings";
import type { BucketFacts } from "./runbook";
import { copiesByType, countBelow, reporting, showTypes } from "./shell";

/** What Mastodon itself sends with an upload (config/initializers/paperclip.rb L54). */
const CACHE_CONTROL = "public, max-age=315576000, immutable";

export const isAcl = ({ access }: BucketFacts): boolean => access === Access.Acl;

/** Defines `copy_media`: it copies what is not in the bucket yet, so it can be run again. */
export function copyToBucket(facts: BucketFacts): string {
  const acl = isAcl(facts) ? " --acl public-read" : "";
  const excluded = isAcl(facts) ? "--exclude 'imports/*' --exclude 'backups/*'" : "--exclude 'imports/*'";
  return `copy() {
  noting store s3 sync "$MEDIA/" "s3://$BUCKET/$PREFIX" --only-show-errors${acl} \\
    --cache-control '${CACHE_CONTROL}' "$@" ${excluded}
}
${reporting("copy_media", copiesByType('"$MEDIA"') + (isAcl(facts) ? PRIVATE_PARTS : ""), {
  folder: "$MEDIA",
  locals: ["extension", "type", ...(isAcl(facts) ? ["file"] : [])],
})}`;
}

/** Users' data exports get no public ACL, and what Mastodon has hidden loses it again. */
const PRIVATE_PARTS = `
  [ ! -d "$MEDIA/backups" ] ||
    noting store s3 sync "$MEDIA/backups/" "s3://$BUCKET/\${PREFIX}backups/" --only-show-errors --cache-control '${CACHE_CONTROL}' ||
    failed=1
  while IFS= read -r -d '' file <&3; do
    noting store s3api put-object-acl --bucket="$BUCKET" --key="$PREFIX\${file#./}" --acl private ||
      { failed=1; noting echo "still readable: $file"; }
  done 3< <(cd "$MEDIA" && find . -type f -perm 0600 ! -path './backups/*' ! -path './imports/*' -print0)`;

/** The files that count, as find's arguments. */
const FILES = "-type f ! -path './imports/*'";

export const COUNT_FILES = `(cd "$MEDIA" && find . ${FILES}) | wc -l
(cd "$MEDIA" && find . -type f -perm 0600 ! -path './backups/*' ! -path './imports/*') | wc -l`;

export const COUNT_OBJECTS = countBelow("$PREFIX");

/** Type and cache header of one object of each extension. */
export const SHOW_TYPES = `${showTypes(FILES, "[ContentType,CacheControl]")}
show_types "$MEDIA" "$PREFIX"`;

/** Defines `fetch_media`. By size, for the copy in the bucket is always younger than the file that it was made of. */
export const COPY_TO_FILES = reporting(
  "fetch_media",
  `  noting store s3 sync "s3://$BUCKET/$PREFIX" "$MEDIA/" --only-show-errors --size-only --exclude 'imports/*' || failed=1`,
  { folder: "$MEDIA" },
);

/**
 * Defines `find_hidden`, which lists the keys that nobody anonymous can read at the bucket's own URL. Only
 * media attachments are ever hidden (app/services/update_media_attachments_permissions_service.rb). `list` prints the keys
 * below `$below`; a list that fails must not count as one without hidden files.
 */
export function findHidden(url: string, list: string): string {
  return `is_hidden() { curl -sfgI -o /dev/null "$HIDDEN_URL/$1" || printf '%s\\n' "$1"; }
export HIDDEN_URL=${shellWord(url)}
export -f is_hidden
find_hidden() {
  local below
  : > "$MOVE_TMP/keys.txt"
  for below in media_attachments/ cache/media_attachments/; do
    ${list} >> "$MOVE_TMP/keys.txt" ||
      { echo "The keys below $below cannot be listed: paste this again before you go on." >&2; return 1; }
  done
  xargs -r -d '\\n' -P 8 -n 1 bash -c 'is_hidden "$1"' _ < "$MOVE_TMP/keys.txt" > "$MOVE_TMP/hidden.txt"
  wc -l < "$MOVE_TMP/hidden.txt"
}`;
}

/** Hides each of these again with a command that uses `$key`, and says which ones are readable still. */
export function hideAgain(command: string): string {
  const lines = `  while IFS= read -r key <&3; do
    noting ${command} || { failed=1; noting echo "still readable: $key"; }
  done 3< "$MOVE_TMP/hidden.txt"`;
  return `${reporting("hide", lines, { locals: ["key"] })}
find_hidden && hide`;
}

/** `|| ''`: of an empty list the AWS CLI would print the key "None". */
export const LIST_KEYS = `(set -o pipefail; store s3api list-objects-v2 --bucket="$BUCKET" --prefix="$PREFIX$below" --query "Contents[].[Key] || ''" --output text | sed '/^$/d')`;

/** rclone prints the keys below the folder; the hidden ones are asked for at the bucket's URL, with the prefix. */
export const LIST_OLD_KEYS = `old_keys "$below"`;

/** Defines `old_keys`. A folder that is not there has none: rclone ends with 3. */
export const OLD_KEYS = `old_keys() {
  local key status
  while IFS= read -r key; do printf '%s\\n' "$OLD_PREFIX$1$key"; done < <(rclone lsf -R --files-only "old:$OLD_BUCKET/$OLD_PREFIX$1")
  wait "$!"
  status=$?
  [ "$status" = 0 ] || [ "$status" = 3 ]
}`;
